import { describe, expect, test } from 'vitest';
import { baseline, limits, missed, regressions, targets } from './baseline.ts';
import { countStationAudit } from './count-station-audit.ts';

describe('the cost of one more station in a campaign', () => {
  test('does not grow beyond the committed baseline', async () => {
    expect(regressions(await countStationAudit())).toEqual([]);
  });

  test('has a baseline within the targets, or a reason why not', () => {
    for (const limit of limits) {
      const most = targets[limit];
      if (most !== undefined) expect(baseline[limit] > most, limit).toBe(missed[limit] !== undefined);
    }
  });
});
