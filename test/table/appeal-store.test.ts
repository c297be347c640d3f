import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import type { AuditItem } from '../../packages/table/items.ts';
import { keys } from '../../packages/table/keys.ts';
import { appealStore } from '../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../packages/table/stores/audit-store.ts';
import { anAudit } from './builders.ts';
import { emptyTable, hasEmulator } from './emulator.ts';

describe.runIf(hasEmulator)('What was changed of an audit', async () => {
  const table = await emptyTable();
  const put = (item: object) => table.client.send(new PutCommand({ TableName: table.name, Item: item }));
  const { auditId } = anAudit();
  const reviewed = { hash: 'h', by: 'auditor', at: '2026-03-02T02:00:00.000Z', corrections: 1 };
  const appealed = {} as NonNullable<AuditItem['appealed']>;
  const changes = async (audit: Pick<AuditItem, 'reviewed' | 'appealed'>) =>
    (await appealStore(table).changesOf({ auditId, ...audit })).map(
      ({ item, answer }) => `${item} ${answer}`,
    );

  test('is nothing where HQ corrected nothing and nobody disputed anything', async () => {
    expect(await changes({})).toEqual([]);
    expect(await changes({ reviewed: { ...reviewed, corrections: 0 } })).toEqual([]);
  });

  test('is never taken for nothing when the review that counts is not there', async () => {
    await expect(changes({ reviewed })).rejects.toThrow('a review that is not there');
    await expect(auditStore(table).corrections({ auditId, reviewed })).rejects.toThrow('not there');
  });

  test('is what appeals changed, before what HQ corrected', async () => {
    const corrections = [{ position: 'SA', item: 'AU-SA-01', answer: 'not', reason: '没有记录' }];
    await put({ ...keys.review(auditId, 'h'), type: 'review', v: 1, auditId, hash: 'h', corrections });
    const decided = { status: 'upheld', decided: 'satisfied', decisionReason: '台账属实' };
    for (const [item, status] of [
      ['AU-SA-02', 'upheld'],
      ['AU-SA-03', 'rejected'],
    ] as const)
      await put({
        ...keys.appeal(auditId, item),
        type: 'appeal',
        v: 1,
        position: 'SA',
        item,
        ...decided,
        status,
      });
    expect(await changes({ reviewed, appealed })).toEqual(['AU-SA-02 satisfied', 'AU-SA-01 not']);
    expect(await changes({ reviewed })).toEqual(['AU-SA-01 not']);
  });
});
