import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { demandPath } from '../../../packages/domain/demand-path.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { checkBank } from '../../../packages/standard/check-bank.ts';
import type { PositionSheet } from '../../../packages/standard/schema.ts';
import type { BankStore } from '../../../packages/table/stores/bank-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';

interface Ports {
  banks: BankStore;
  editions: EditionStore;
  clock: Clock;
  hash(value: unknown): string;
}

/** Checks the bank by the edition in force, and keeps questions and key apart: whoever draws papers cannot read the key. */
export const publishBank =
  (ports: Ports) =>
  async (input: { position: string; content: Record<string, unknown> }, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'the standard is for HQ'));
    const { banks, editions, clock, hash } = ports;
    const { position } = input;
    const rules = await demandPath(editions, 'position', position);
    const sheet = (await editions.editionPosition(rules.edition, position)) as PositionSheet | null;
    if (!sheet) throw missing('EditionNotFound', 'the edition has no sheet of the position');
    const checked = checkBank(input.content, {
      positions: [sheet],
      certification: { exam: { poolTimesPaper: rules.exam.poolTimesPaper } },
    });
    if (!checked.bank)
      throw inputRejected(
        checked.problems.map((problem) => ({
          field: problem.path ? `${problem.file}: ${problem.path}` : problem.file,
          code: 'edition-rule',
          value: problem.message,
        })),
      );
    const { bank } = checked;
    if (bank.position !== position)
      throw inputRejected([{ field: 'content.position', code: 'not-allowed-value', allowed: position }]);
    const { version, paper, questions } = bank;
    const item = {
      type: 'bank' as const,
      v: 1 as const,
      position,
      version,
      paper,
      questions: questions.map(({ id, kind, topic, text, options }) => ({ id, kind, topic, text, options })),
      contentHash: hash(bank),
      changedBy: caller.subject.subject,
      changedAt: instant(clock.now()),
    };
    const published = await banks.publishBank(item, {
      type: 'bank-key',
      v: 1,
      position,
      version,
      key: Object.fromEntries(questions.map(({ id, answer }) => [id, answer])),
      why: Object.fromEntries(questions.map(({ id, why }) => [id, why])),
    });
    if (!published) {
      const before = await banks.bank(position, version);
      if (before?.contentHash !== item.contentHash)
        throw refused('BankAlreadyPublished', 'published with other content');
    }
    return { status: published ? 201 : 200, body: { position, version, questions: questions.length } };
  };
