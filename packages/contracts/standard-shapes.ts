import * as z from 'zod/mini';
import { draftIdPattern, editionPattern } from '../domain/ids.ts';
import { contentHash, draftId, edition, instant, position, regionId, stationId } from './fields.ts';
import { bilingual } from './network-shapes.ts';

/** A draft of an edition, without what it says. */
export const draftShape = z.strictObject({
  draftId,
  /** The number that it will bear. */
  edition,
  title: bilingual,
  /** The edition that was in force when it was written; left out for the very first. */
  basedOn: z.optional(edition),
  contentHash,
  status: z.enum(['open', 'published']),
  /** Everybody who has written it; none of them publishes it. */
  draftedBy: z.array(z.string()),
  createdAt: instant,
  changedAt: instant,
});

/** A version of the standard: a draft, the number of an edition, or the one in force. */
export const version = z
  .string()
  .check(
    z.regex(
      new RegExp(`^current$|${editionPattern.source}|${draftIdPattern.source}`),
      'version of the standard',
    ),
  );

const count = z.number();
const staffing = z.enum(['met', 'warning', 'breach']);
const shortage = { before: count, after: count };

/** What a version of the standard would mean over the whole network, against another one. */
export const consequencesShape = z.strictObject({
  stations: count,
  tipped: count,
  relieved: count,
  ...shortage,
  toHire: count,
  byPosition: z.array(z.strictObject({ position, ...shortage })),
  byRegion: z.array(
    z.strictObject({
      regionId,
      stations: count,
      tipped: count,
      ...shortage,
      /** Position → heads that come to be missing, or fewer that are. */
      changes: z.record(z.string(), count),
    }),
  ),
  /** Stations whose staffing gets better or worse by a step. */
  moves: z.array(z.strictObject({ from: staffing, to: staffing, stations: count })),
  /** Stations that come into another band. */
  bands: z.array(z.strictObject({ from: z.string(), to: z.string(), stations: count })),
  /** People who would be examined and are not now: `level` is a level, or an authorisation. */
  exams: z.array(
    z.strictObject({
      reason: z.enum(['hire', 'level', 'before', 'authorisation']),
      position,
      level: z.string(),
      people: count,
    }),
  ),
});

/** A station of which the shortage or the state changes. */
export const changedStationShape = z.strictObject({
  stationId,
  regionId,
  ...shortage,
  from: staffing,
  to: staffing,
  changes: z.array(
    z.strictObject({
      position,
      ...shortage,
      requiredBefore: count,
      requiredAfter: count,
      /** Where the number that is asked for then comes from; only when it is asked for. */
      lines: z.optional(z.array(bilingual)),
    }),
  ),
});
