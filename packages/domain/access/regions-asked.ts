import { missing } from '../errors.ts';
import { type Action, may, type Subject, scopeOf } from './may.ts';

/**
 * The regions that a list of HQ or of a region's manager is about, by id: the one that is named, the own one, or all.
 * @param regions all that there are
 * @throws RegionNotFound, for a region that the subject may not see as well
 */
export function regionsAsked(
  subject: Subject,
  action: Action,
  named: string | undefined,
  regions: readonly { regionId: string }[],
): string[] {
  const wanted = named ?? subject.regionId;
  const known = regions.map(({ regionId }) => regionId).sort();
  if (wanted === undefined && scopeOf(subject, action) === 'network') return known;
  if (wanted !== undefined && known.includes(wanted) && may(subject, action, { regionId: wanted }) === 'yes')
    return [wanted];
  throw missing('RegionNotFound', 'no such region');
}
