import * as z from 'zod/mini';
import { edition, instant, position, regionId, stationId } from '../../packages/contracts/fields.ts';

/** What a campaign asks, of whom and when: the same form to launch it and to look at it beforehand. */
export const campaignForm = {
  /** Which stations: the whole network, regions, or single stations. */
  scope: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('network') }),
    z.strictObject({
      kind: z.literal('regions'),
      ids: z.array(regionId).check(z.minLength(1), z.maxLength(100)),
    }),
    z.strictObject({
      kind: z.literal('stations'),
      ids: z.array(stationId).check(z.minLength(1), z.maxLength(1000)),
    }),
  ]),
  /** Which positions; all of the edition when left out. */
  positions: z.optional(z.array(position).check(z.minLength(1), z.maxLength(50))),
  /** `self`: the station audits itself, which is the rule; `on-site`: an auditor of HQ answers everything. */
  mode: z.optional(z.enum(['self', 'on-site'])),
  /** Whether HQ reviews what stations say before it counts; yes when left out. On site there is nothing to review. */
  review: z.optional(z.enum(['hq', 'none'])),
  /** Stations that are asked first; the others follow when HQ rolls the campaign out. */
  pilot: z.optional(z.array(stationId).check(z.minLength(1), z.maxLength(50))),
  /** The edition in force when left out. */
  edition: z.optional(edition),
  /** Now when left out. */
  opensAt: z.optional(instant),
  dueAt: instant,
  closesAt: instant,
};
