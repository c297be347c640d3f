import type { Caller } from '../../packages/lambda/http.ts';
import { workingDays } from '../../packages/lambda/working-days.ts';
import { dutyRules } from '../../packages/standard/duty-rules.ts';
import { editionRules } from '../../packages/standard/edition-rules.ts';
import { loadBank } from '../../packages/standard/load-bank.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { pathRules } from '../../packages/standard/path-rules.ts';
import { bankStore } from '../../packages/table/stores/bank-store.ts';
import { editionDraftStore } from '../../packages/table/stores/edition-draft-store.ts';
import { editionStore } from '../../packages/table/stores/edition-store.ts';
import { examStore } from '../../packages/table/stores/exam-store.ts';
import { networkStore } from '../../packages/table/stores/network-store.ts';
import { personStore } from '../../packages/table/stores/person-store.ts';
import { personnelStore } from '../../packages/table/stores/personnel-store.ts';
import { subjectStore } from '../../packages/table/stores/subject-store.ts';
import type { Table } from '../../packages/table/table.ts';
import { emptyTable, hasEmulator } from '../table/emulator.ts';

/** Stores and everything else that the functions of people are made of, over one table. */
export const peoplePorts = (table: Table, clock: { now(): number }) => ({
  banks: bankStore(table),
  editions: editionStore(table),
  exams: examStore(table),
  network: networkStore(table),
  persons: personStore(table),
  personnel: personnelStore(table),
  subjects: subjectStore(table),
  calendar: workingDays,
  clock,
  publish: async (_events: { name: string; detail: object }[]): Promise<void> => {},
});

const edition = loadEdition('edition-1');

/** Makes a table of the test file's own with the standard in it; answers what ends it, for `beforeAll`. */
export async function withStandard(use: (table: Table) => void): Promise<(() => void) | undefined> {
  if (!hasEmulator) return undefined;
  const { end, ...own } = await emptyTable();
  use(own);
  await publishStandard(own);
  return end;
}

/** Puts edition 1 and the bank of mechanics into an empty table. */
export async function publishStandard(table: Table): Promise<void> {
  const hash = (value: unknown) => String(JSON.stringify(value).length).padStart(64, '0');
  const seen = {
    draftId: 'dft_E1',
    contentHash: '0',
    changedBy: 'hq',
    changedAt: '2026-01-01T00:00:00.000Z',
  };
  await editionDraftStore(table).saveDraft(
    {
      ...seen,
      edition: '1',
      title: edition.about.title,
      createdAt: seen.changedAt,
      draftedBy: ['standards'],
    },
    {},
    null,
  );
  await editionStore(table).publish({
    meta: {
      edition: '1',
      title: edition.about.title,
      positions: edition.positions.map(({ code, name }) => ({ code, name })),
      capTexts: {},
      publishedAt: '2026-01-01T00:00:00.000Z',
      publishedBy: 'hq',
      contentHash: '0',
    },
    rules: editionRules(edition),
    duties: dutyRules(edition),
    paths: Object.fromEntries(edition.positions.map(({ code }) => [code, pathRules(edition, code, hash)])),
    sheets: {},
    draft: seen,
  });
  const { position, version, paper, questions } = loadBank('MT', edition);
  const changed = { changedBy: 'hq', changedAt: '2026-01-01T00:00:00.000Z' };
  await bankStore(table).publishBank(
    { type: 'bank', v: 1, position, version, paper, questions, contentHash: '0', ...changed },
    {
      type: 'bank-key',
      v: 1,
      position,
      version,
      key: Object.fromEntries(questions.map(({ id, answer }) => [id, answer])),
      why: {},
    },
  );
}

/** The edition that follows the one in force: the same but for who assesses. */
export async function publishNext(table: Table, number: string, assessors: readonly string[]): Promise<void> {
  const editions = editionStore(table);
  const at = `2026-02-0${number}T00:00:00.000Z`;
  const seen = { draftId: `dft_E${number}`, contentHash: number, changedBy: 'hq', changedAt: at };
  const basedOn = (await editions.currentEdition(true)) ?? undefined;
  await editionDraftStore(table).saveDraft(
    {
      ...{ ...seen, edition: number, title: edition.about.title, createdAt: at, draftedBy: ['standards'] },
      ...(basedOn === undefined ? {} : { basedOn }),
    },
    {},
    null,
  );
  await editions.publish({
    meta: {
      ...{ edition: number, title: edition.about.title, positions: [], capTexts: {}, draft: seen.draftId },
      ...{ publishedAt: at, publishedBy: 'hq', contentHash: number },
    },
    rules: { ...editionRules(edition), edition: number, assessors: [...assessors] },
    duties: dutyRules(edition),
    paths: {},
    sheets: {},
    basedOn,
    draft: seen,
  });
}

/** Somebody who may whatever the function itself allows. */
export const callerOf = (subject: Caller['subject']): Caller => ({
  subject,
  idempotencyKey: undefined,
  allow: () => undefined,
});

export const hq = callerOf({ subject: 'hq', role: 'hq-network' });
