import { asNumber, asObject, type JsonObject } from '../json.ts';

/** What a route takes: so many calls a second in the long run, and so many at once. */
export interface Limit {
  rate: number;
  burst: number;
}

/** The limit of a route in a stage's properties: its own settings over those for every route; undefined = none. */
export function limitOf(stage: JsonObject, routeKey: string): Limit | undefined {
  const all = asObject(stage.DefaultRouteSettings);
  const own = asObject(asObject(stage.RouteSettings)[routeKey]);
  const rate = asNumber(own.ThrottlingRateLimit) ?? asNumber(all.ThrottlingRateLimit);
  const burst = asNumber(own.ThrottlingBurstLimit) ?? asNumber(all.ThrottlingBurstLimit);
  return rate === undefined || burst === undefined ? undefined : { rate, burst };
}

/**
 * A bucket of `burst` tokens that fills by `rate` a second; every call takes one.
 * @param now real milliseconds: a clock that is moved brings no calls with it
 * @returns whether a call may pass
 */
export function createThrottle({ rate, burst }: Limit, now: () => number): () => boolean {
  let tokens = burst;
  let filledAt = now();
  return () => {
    const at = now();
    tokens = Math.min(burst, tokens + ((at - filledAt) / 1000) * rate);
    filledAt = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
