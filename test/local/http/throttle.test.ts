import { describe, expect, test } from 'vitest';
import { createThrottle, limitOf } from '../../../packages/local/http/throttle.ts';

describe('A throttle', () => {
  test('lets a burst pass, then as many a second as the rate says', () => {
    let now = 0;
    const takes = createThrottle({ rate: 2, burst: 3 }, () => now);
    const times = (count: number) => Array.from({ length: count }, () => takes()).filter(Boolean).length;
    expect(times(10)).toBe(3);
    now = 499;
    expect(takes()).toBe(false);
    now = 1000;
    expect(times(10)).toBe(2);
    now = 60_000;
    expect(times(10)).toBe(3);
  });

  test('takes the settings of the route before those of all routes, one by one', () => {
    const stage = {
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 },
      RouteSettings: { 'GET /a': { ThrottlingRateLimit: 20 } },
    };
    expect(limitOf(stage, 'GET /a')).toEqual({ rate: 20, burst: 1000 });
    expect(limitOf(stage, 'GET /b')).toEqual({ rate: 500, burst: 1000 });
    expect(limitOf({}, 'GET /b')).toBeUndefined();
  });
});
