import * as z from 'zod/mini';
import { position, regionId, stationId } from '../../packages/contracts/fields.ts';
import { toldOf } from '../../packages/domain/compliance/age-breach.ts';
import type { OpenBreach } from '../../packages/domain/compliance/compare-breaches.ts';
import { breachRules } from '../../packages/domain/compliance/station-facts.ts';

export const breachRule = z.enum(breachRules);
export const breachSeverity = z.enum(['minor', 'major', 'critical']);

/** An open breach as routes show it. */
export const breachShape = z.strictObject({
  key: z.string(),
  rule: breachRule,
  /** The position, person, way, correction, audit or duty that it is about. */
  subject: z.string(),
  position: z.optional(position),
  severity: breachSeverity,
  owner: z.string(),
  /** Who is told by now: the owner, and one more for every rung of the ladder. */
  told: z.array(z.string()),
  since: z.string(),
  due: z.string(),
  worseSince: z.optional(z.string()),
});

export const stationBreachShape = z.strictObject({ ...breachShape.shape, stationId, regionId });

export function shownBreach({
  key,
  rule,
  subject,
  position,
  severity,
  owner,
  rung,
  since,
  due,
  worseSince,
}: OpenBreach) {
  return {
    key,
    rule,
    subject,
    ...(position === undefined ? {} : { position }),
    severity,
    owner,
    told: toldOf({ owner, rung }),
    since,
    due,
    ...(worseSince === undefined ? {} : { worseSince }),
  };
}
