import { describe, expect, test } from 'vitest';
import { baseline, limits, missed, regressions, surroundings, targets } from './baseline.ts';
import { countStationAudit } from './count-station-audit.ts';

describe('the cost of one more station in a campaign', () => {
  test('does not grow beyond the committed baseline', async () => {
    expect(regressions(await countStationAudit())).toEqual([]);
  }, 300_000);

  test.each(surroundings)('has a baseline %s within the targets, or a reason why not', (where) => {
    for (const limit of limits) {
      const most = targets[limit];
      if (most !== undefined)
        expect(baseline[where][limit] > most, limit).toBe(missed[where][limit] !== undefined);
    }
  });
});
