import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { checkEdition } from '../../../packages/standard/check-edition.ts';
import { dutyRules } from '../../../packages/standard/duty-rules.ts';
import { editionRules } from '../../../packages/standard/edition-rules.ts';
import { pathRules } from '../../../packages/standard/path-rules.ts';
import type { Edition } from '../../../packages/standard/schema.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';

interface Ports {
  editions: EditionStore;
  clock: Clock;
  hash(value: unknown): string;
}

/** Checks the edition by the standard's own schema and cross rules, publishes it whole and puts it in force. */
export const publishEdition =
  (ports: Ports) =>
  async (input: { edition: string; content: Record<string, unknown> }, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'the standard is for HQ'));
    const checked = checkEdition(input.content);
    if (!checked.edition)
      throw inputRejected(
        checked.problems.map((problem) => ({
          field: problem.path ? `${problem.file}: ${problem.path}` : problem.file,
          code: 'edition-rule',
          value: problem.message,
        })),
      );
    const { edition } = checked;
    if (edition.about.number !== input.edition)
      throw inputRejected([
        { field: 'content.about.number', code: 'not-allowed-value', allowed: input.edition },
      ]);

    const contentHash = ports.hash(edition);
    const published = await ports.editions.publish({
      meta: {
        edition: input.edition,
        title: edition.about.title,
        positions: edition.positions.map(({ code, name }) => ({ code, name })),
        capTexts: Object.fromEntries(edition.audit.caps.map(({ id, text }) => [id, text])),
        ...gradeTexts(edition),
        certificateTexts: certificateTexts(edition),
        publishedAt: instant(ports.clock.now()),
        publishedBy: caller.subject.subject,
        contentHash,
      },
      rules: editionRules(edition),
      duties: dutyRules(edition),
      paths: Object.fromEntries(
        edition.positions.map(({ code }) => [code, pathRules(edition, code, ports.hash)]),
      ),
      sheets: Object.fromEntries(edition.positions.map((position) => [position.code, position])),
    });
    if (!published) {
      const before = await ports.editions.editionMeta(input.edition);
      if (before?.contentHash !== contentHash)
        throw refused('EditionAlreadyPublished', 'published with other content');
    }
    await ports.editions.putInForce(input.edition);
    return {
      status: published ? 201 : 200,
      body: { edition: input.edition, positions: edition.positions.length },
    };
  };

/** What an answer about a station's grade says besides the figures. */
function gradeTexts({ audit, correctiveAction }: Edition) {
  const longOverdue = correctiveAction.escalation.find(({ effect }) => effect === 'grade-down-one')?.text;
  return {
    ...(longOverdue ? { longOverdueText: longOverdue } : {}),
    consequences: Object.fromEntries(
      audit.consequences.map(
        ({ grade, contractReview: _review, origin: _origin, sources: _sources, ...consequence }) => [
          grade,
          consequence,
        ],
      ),
    ),
  };
}

/** What stands on a certificate besides the position. */
function certificateTexts({ certification }: Edition) {
  const named = (all: readonly { id: string; name: { zh: string; en: string } }[]) =>
    Object.fromEntries(all.map(({ id, name }) => [id, name]));
  return { levels: named(certification.levels), authorisations: named(certification.authorisations) };
}
