import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scoreAudit } from '../../functions/audit/score-audit/score-audit.ts';
import type { Answer } from '../../packages/domain/audit/score-audit.ts';
import { shardOf } from '../../packages/domain/shards.ts';
import type { AuditItem } from '../../packages/table/items.ts';
import { type AuditResult, auditStore } from '../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../packages/table/stores/campaign-store.ts';
import { complianceStore } from '../../packages/table/stores/compliance-store.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import { nonconformityStore } from '../../packages/table/stores/nonconformity-store.ts';
import { smallRules } from '../support/edition.ts';
import { anAudit, answers, aResult } from './builders.ts';
import { emptyTable, hasEmulator } from './emulator.ts';

describe.runIf(hasEmulator)('A station audit in the table', async () => {
  const table = await emptyTable();
  const audits = auditStore(table);
  const campaigns = campaignStore(table);

  const opened = async (given: Partial<AuditItem> = {}) => {
    const audit = anAudit(given);
    expect(await audits.open(audit)).toBe(true);
    return audit;
  };
  const current = async (auditId: string): Promise<AuditItem> => {
    const audit = await audits.audit(auditId, true);
    if (!audit) throw new Error('the audit is gone');
    return audit;
  };
  const tallyOf = async ({ campaignId, stationId }: { campaignId: string; stationId: string }) =>
    (await campaigns.campaignTallies(campaignId, [shardOf(stationId)]))[0];

  describe('that is opened', () => {
    test('is there once: opening it again changes nothing', async () => {
      const audit = await opened();
      await audits.accept(answers(audit.auditId, 'SM', 'first'));
      expect(await audits.open({ ...audit, name: 'another' })).toBe(false);
      expect(await current(audit.auditId)).toMatchObject({ name: audit.name, accepted: { SM: 'first' } });
    });
  });

  describe('that is given answers', () => {
    test('takes the position off its list in the same write', async () => {
      const audit = await opened();
      const after = await audits.accept(answers(audit.auditId, 'SM', 'first'));
      expect(after?.accepted).toEqual({ SM: 'first' });
      expect(after?.pending).toEqual(new Set(['TD']));
    });

    test('has no list any more when the last position is answered', async () => {
      const audit = await opened();
      await audits.accept(answers(audit.auditId, 'SM', 'first'));
      const after = await audits.accept(answers(audit.auditId, 'TD', 'first'));
      expect(after).not.toHaveProperty('pending');
    });

    test('keeps the first ones, whether the same come again or others', async () => {
      const audit = await opened();
      await audits.accept(answers(audit.auditId, 'SM', 'first'));
      expect(await audits.accept(answers(audit.auditId, 'SM', 'first'))).toBeNull();
      expect(await audits.accept(answers(audit.auditId, 'SM', 'second'))).toBeNull();
      expect((await current(audit.auditId)).accepted).toEqual({ SM: 'first' });
    });

    test('lets one of two win that come at the same time', async () => {
      const audit = await opened();
      const hashes = ['a', 'b', 'c', 'd'];
      const outcomes = await Promise.all(
        hashes.map((hash) => audits.accept(answers(audit.auditId, 'SM', hash))),
      );
      const winners = hashes.filter((_, i) => outcomes[i] !== null);
      expect(winners).toHaveLength(1);
      expect((await current(audit.auditId)).accepted).toEqual({ SM: winners[0] });
    });

    test('for a position that it does not ask, takes none', async () => {
      const audit = await opened();
      expect(await audits.accept(answers(audit.auditId, 'PP', 'first'))).toBeNull();
      expect((await current(audit.auditId)).accepted).toEqual({});
    });
  });

  describe('that is closed', () => {
    test('has its result and is counted in its shard, once, however often it is closed', async () => {
      const audit = await opened();
      const seen = await current(audit.auditId);
      const outcomes = [
        await audits.close(seen, aResult()),
        await audits.close(seen, aResult()),
        await audits.close(await current(audit.auditId), aResult({ score: 0, grade: 'D' })),
      ];
      expect(outcomes).toEqual([true, false, false]);
      expect(await current(audit.auditId)).toMatchObject({ status: 'closed', score: 8_750, grade: 'B' });
      expect(await tallyOf(audit)).toMatchObject({ closed: 1, remaining: -1, gradeB: 1, notShown: 0 });
    });

    test('takes no answers any more and does not change', async () => {
      const audit = await opened();
      await audits.close(await current(audit.auditId), aResult({ notShown: ['SM', 'TD'] }));
      const before = await current(audit.auditId);
      expect(await audits.accept(answers(audit.auditId, 'SM', 'late'))).toBeNull();
      expect(await current(audit.auditId)).toEqual(before);
      expect(before).not.toHaveProperty('pending');
    });

    test('only while the accepted answers are those the result was made of', async () => {
      const audit = await opened();
      const seen = await current(audit.auditId);
      await audits.accept(answers(audit.auditId, 'SM', 'in between'));
      expect(await audits.close(seen, aResult())).toBe(false);
      expect((await current(audit.auditId)).status).toBe('answering');
      expect(await tallyOf(audit)).toBeUndefined();
    });

    test('adds up with the others of its shard', async () => {
      const first = await opened();
      const twin = { campaignId: first.campaignId, stationId: sameShardAs(first.stationId) };
      const second = await opened(twin);
      await audits.close(await current(first.auditId), aResult({ notShown: ['TD'] }));
      await audits.close(await current(second.auditId), aResult({ grade: 'D' }));
      await campaigns.shardOpened(first.campaignId, shardOf(first.stationId), 2, 0);
      expect(await tallyOf(first)).toMatchObject({
        closed: 2,
        remaining: 0,
        gradeB: 1,
        gradeD: 1,
        notShown: 1,
      });
    });
  });

  describe('that is scored', () => {
    const score = scoreAudit({
      audits,
      nonconformities: nonconformityStore(table),
      compliance: complianceStore(table),
      editions: { editionRules: async () => smallRules } as unknown as EditionStore,
      clock: { now: () => Date.parse('2026-03-10T00:00:00Z') },
    });
    const given = (answer: Answer) => [
      { item: 'SM-1', answer },
      { item: 'SM-2', answer },
    ];

    test('counts the accepted answers and none that were only written', async () => {
      const audit = await opened({ pending: new Set(['SM']) });
      await audits.accept({ ...answers(audit.auditId, 'SM', 'yes'), answers: given('satisfied') });
      await audits.accept({ ...answers(audit.auditId, 'SM', 'no'), answers: given('not') });
      expect(await audits.answersOfAudit(audit)).toHaveLength(2);
      await score({ auditId: audit.auditId });
      expect(await current(audit.auditId)).toMatchObject({ status: 'closed', score: 10_000, notShown: [] });
    });

    test('gives the same grade again when it is scored again', async () => {
      const audit = await opened({ pending: new Set(['SM']) });
      const first = await score({ auditId: audit.auditId });
      await audits.accept({ ...answers(audit.auditId, 'SM', 'yes'), answers: given('satisfied') });
      expect(await score({ auditId: audit.auditId })).toEqual(first);
      expect(await tallyOf(audit)).toMatchObject({ closed: 1, notShown: 1 });
    });
  });

  describe('under answers and closings in any order', () => {
    const positions = ['SM', 'TD', 'SA'];
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          kind: fc.constant('accept' as const),
          position: fc.constantFrom(...positions),
          hash: fc.constantFrom('a', 'b'),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('close' as const), look: fc.nat(3) }) },
    );
    /** Steps of a group run side by side, groups one after the other. */
    const history = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    const scoreOf = (accepted: Record<string, string>) =>
      Object.entries(accepted).reduce(
        (sum, [position, hash]) => sum + (positions.indexOf(position) + 1) * (hash === 'a' ? 10 : 1),
        0,
      );
    const resultOf = ({ accepted }: AuditItem): AuditResult =>
      aResult({ score: scoreOf(accepted), positionScores: {} });

    test('one closing counts, its score is that of the accepted answers, and nothing goes back', async () => {
      await fc.assert(
        fc.asyncProperty(history, async (groups) => {
          const audit = await opened({ pending: new Set(positions) });
          const looks = [await current(audit.auditId)];
          const acknowledged: Record<string, string> = {};
          let closings = 0;
          let before = await current(audit.auditId);
          for (const group of groups) {
            await Promise.all(
              group.map(async (one) => {
                if (one.kind === 'look') looks.push(await current(audit.auditId));
                if (one.kind === 'close') {
                  const seen = looks[one.look % looks.length] as AuditItem;
                  if (await audits.close(seen, resultOf(seen))) closings++;
                }
                if (one.kind === 'accept') {
                  const after = await audits.accept(answers(audit.auditId, one.position, one.hash));
                  if (!after) return;
                  expect(acknowledged).not.toHaveProperty(one.position);
                  acknowledged[one.position] = one.hash;
                  expect(after.accepted[one.position]).toBe(one.hash);
                }
              }),
            );
            const now = await current(audit.auditId);
            if (before.status === 'closed') expect(now).toEqual(before);
            expect(now.accepted).toEqual(acknowledged);
            before = now;
          }
          const stands = await current(audit.auditId);
          expect(closings).toBe(stands.status === 'closed' ? 1 : 0);
          if (stands.status === 'closed') expect(stands.score).toBe(scoreOf(stands.accepted));
          else
            expect([...(stands.pending ?? [])].sort()).toEqual(
              positions.filter((position) => !(position in acknowledged)).sort(),
            );
          const tally = await tallyOf(audit);
          expect([tally?.closed ?? 0, tally?.remaining ?? 0]).toEqual([
            closings,
            closings === 0 ? 0 : -closings,
          ]);
        }),
        { numRuns: 80 },
      );
    });
  });
});

/** Another station of the same shard. */
function sameShardAs(stationId: string): string {
  for (let i = 0; ; i++) {
    const other = `stn_TWIN-${i}`;
    if (shardOf(other) === shardOf(stationId)) return other;
  }
}
