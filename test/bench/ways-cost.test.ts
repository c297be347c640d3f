import { describe, expect, test } from 'vitest';
import { limits, wayBaseline, wayMissed, wayRegressions, wayTargets } from './baseline.ts';
import { countWays } from './count-ways.ts';

const ways = ['onboarding', 'certification'] as const;

describe('The cost of one person on the way into a position, and to its certificate', () => {
  test('does not grow beyond the committed baseline', async () => {
    expect(wayRegressions(await countWays())).toEqual([]);
  }, 300_000);

  test.each(ways)('has a baseline of %s within the targets, or a reason why not', (way) => {
    for (const limit of limits) {
      const most = wayTargets[way][limit];
      if (most !== undefined)
        expect(wayBaseline[way][limit] > most, limit).toBe(wayMissed[way][limit] !== undefined);
    }
  });
});
