import { describe, expect, test } from 'vitest';
import { auditId, partsOfAuditId } from '../../packages/domain/ids.ts';
import { shardCount, shardOf } from '../../packages/domain/shards.ts';

describe('the shards of a network', () => {
  test('hold about the same number of stations', () => {
    const counts = new Array<number>(shardCount).fill(0);
    for (let i = 0; i < 100_000; i++)
      counts[shardOf(`stn_SD-JN-${String(i).padStart(6, '0')}`)] =
        (counts[shardOf(`stn_SD-JN-${String(i).padStart(6, '0')}`)] ?? 0) + 1;
    expect(Math.min(...counts)).toBeGreaterThan(1_200);
    expect(Math.max(...counts)).toBeLessThan(2_000);
  });

  test('never change: a stored key depends on them', () => {
    expect(['stn_SD-JN-001', 'stn_GD-GZ-014', 'stn_BJ-BJ-100'].map(shardOf)).toMatchInlineSnapshot(`
      [
        35,
        24,
        18,
      ]
    `);
  });
});

describe("a station audit's id", () => {
  test('names its campaign and its station', () => {
    const id = auditId('cmp_01kaq3x9v4t8', 'stn_SD-JN-001');
    expect(id).toBe('aud_01kaq3x9v4t8_SD-JN-001');
    expect(partsOfAuditId(id)).toEqual({ campaignId: 'cmp_01kaq3x9v4t8', stationId: 'stn_SD-JN-001' });
  });

  test.each([
    'aud_',
    'aud_x_y',
    '01kaq3x9v4t8_SD-JN-001',
    'aud_01kaq3x9v4t8_SD-JN-001_x',
    'aud_01kaq3x9v4t8',
  ])('%s is none', (text) => {
    expect(partsOfAuditId(text)).toBeNull();
  });
});
