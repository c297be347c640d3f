import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { listTasks } from '../../../functions/inbox/list-tasks/list-tasks.ts';
import { showDigest } from '../../../functions/inbox/show-digest/show-digest.ts';
import { hqDueAt } from '../../../packages/domain/audit/correction-dues.ts';
import type { Nonconformity } from '../../../packages/domain/audit/nonconformity.ts';
import type { Caller } from '../../../packages/lambda/http.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { keys } from '../../../packages/table/keys.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { dutyStore } from '../../../packages/table/stores/duty-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { aNonconformity, people } from '../../support/nonconformities.ts';
import { emptyTable, hasEmulator } from '../../table/emulator.ts';

const now = Date.parse('2026-03-20T02:00:00.000Z');
const hq: Caller = { idempotencyKey: undefined, subject: people.hqAuditor, allow: () => undefined };
const numbered = (i: number) => `ncf_test00000001_S-${String(i).padStart(4, '0')}_AU-SA-01`;
const anId = (i: number, given: Partial<Nonconformity>): Nonconformity =>
  aNonconformity({ nonconformityId: numbered(i), stationId: `stn_S-${i}`, severity: 'critical', ...given });

describe.runIf(hasEmulator)('HQ’s inbox over a long desk', async () => {
  const table = await emptyTable();
  const ports = {
    appeals: appealStore(table),
    audits: auditStore(table),
    campaigns: campaignStore(table),
    duties: dutyStore(table),
    editions: { ...editionStore(table), editionRules: async () => rulesOfEdition1 },
    network: networkStore(table),
    nonconformities: nonconformityStore(table),
    persons: personStore(table),
    calendar: workingDays,
    clock: { now: () => now },
  };
  /** More than one look reads of them are due first and not to be done yet; those to be done are due after them. */
  const early = Array.from({ length: 620 }, (_, i) =>
    anId(i, { status: 'closed', effectCheckOn: '2026-04-01' }),
  );
  const waiting = Array.from({ length: 620 }, (_, i) =>
    anId(1000 + i, { status: 'evidence-submitted', regionId: i % 310 === 0 ? 'reg_ZJ' : 'reg_SD' }),
  );
  const all = [...early, ...waiting];
  for (let i = 0; i < all.length; i += 25)
    await table.client.send(
      new BatchWriteCommand({
        RequestItems: {
          [table.name]: all.slice(i, i + 25).map((one) => ({
            PutRequest: {
              Item: {
                ...keys.nonconformity(one.nonconformityId),
                ...keys.hqCorrectionIndex(
                  hqDueAt(rulesOfEdition1.correction, one) ?? '',
                  one.nonconformityId,
                ),
                type: 'nonconformity',
                v: 1,
                ...one,
              },
            },
          })),
        },
      }),
    );

  async function walk(filter: { regionId?: string }, limit: number): Promise<string[]> {
    const found: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const { body } = await listTasks(ports)({ ...filter, limit, cursor }, hq);
      const { items, next } = body as { items: { of: string }[]; next?: string };
      found.push(...items.map(({ of }) => of));
      if (!next) return found;
      cursor = next;
    }
  }
  const ids = (of: readonly Nonconformity[]) => of.map(({ nonconformityId }) => nonconformityId);

  test('finds every correction that waits for HQ, page by page', async () => {
    expect(await walk({}, 200)).toEqual(ids(waiting));
  });

  test('finds those of one region behind many others', async () => {
    const own = waiting.filter(({ regionId }) => regionId === 'reg_ZJ');
    expect(await walk({ regionId: 'reg_ZJ' }, 200)).toEqual(ids(own));
  });

  test('counts all of them in its digest', async () => {
    const { body } = await showDigest(ports)({}, hq);
    expect(body).toMatchObject({ later: waiting.length, kinds: [{ kind: 'verify' }] });
  });
});
