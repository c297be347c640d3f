import { describe, expect, test } from 'vitest';
import { baseline, regressions, targets } from './baseline.ts';
import { countStationAudit } from './count-station-audit.ts';

describe('the cost of one more station in a campaign', () => {
  test('does not grow beyond the committed baseline', async () => {
    expect(regressions(await countStationAudit())).toEqual([]);
  });

  test('has a baseline within the targets', () => {
    for (const [name, most] of Object.entries(targets))
      expect(baseline[name as keyof typeof targets]).toBeLessThanOrEqual(most);
  });
});
