import type { Subject } from '../../packages/domain/access/may.ts';
import type { WorkingDays } from '../../packages/domain/calendar.ts';
import type { AssessorGaps } from '../../packages/domain/certification/stand-in.ts';
import { concerns } from '../../packages/domain/onboarding/concerns.ts';
import {
  type OpenWay,
  openCertification,
  openOnboarding,
} from '../../packages/domain/onboarding/open-ways.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { Way } from '../../packages/table/stores/person-store.ts';

/**
 * What is open on a way as the table keeps it; an onboarding at its exams shows in its certification.
 * @param gaps positions of the way's station in whose stead HQ acts
 */
export async function openWayOf(
  editions: EditionStore,
  calendar: WorkingDays,
  way: Way,
  now: number,
  gaps?: AssessorGaps,
): Promise<OpenWay | null> {
  if (way.type === 'hand-over')
    return {
      kind: 'hand-over',
      id: way.handOverId,
      personId: way.personId,
      stationId: way.stationId,
      position: way.positions[0] ?? '',
      part: 'hand-over',
      owners: ['line-manager'],
      due: way.dueOn,
    };
  const rules = await editions.pathRules(way.edition, way.position);
  if (!rules) return null;
  return way.type === 'onboarding'
    ? openOnboarding(rules, way, calendar)
    : openCertification(rules, way, now, gaps);
}

/** Whether a way concerns a subject of its station: by the line of its position, as everywhere. */
export async function wayConcerns(editions: EditionStore, subject: Subject, way: Way): Promise<boolean> {
  const edition = way.type === 'hand-over' ? await editions.currentEdition() : way.edition;
  const positions = way.type === 'hand-over' ? way.positions : [way.position];
  return concernsOf(editions, subject, way.personId, positions, edition);
}

/** The same for somebody who holds these positions. */
export async function concernsOf(
  editions: EditionStore,
  subject: Subject,
  personId: string,
  positions: readonly string[],
  edition: string | null,
): Promise<boolean> {
  // What needs no rules is decided without reading any.
  if (concerns(subject, { line: [] }, personId)) return true;
  if (!edition) return false;
  const rules = await Promise.all(positions.map((position) => editions.pathRules(edition, position)));
  return rules.some((path) => path !== null && concerns(subject, path, personId));
}
