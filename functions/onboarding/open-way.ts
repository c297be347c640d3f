import type { WorkingDays } from '../../packages/domain/calendar.ts';
import {
  type OpenWay,
  openCertification,
  openOnboarding,
} from '../../packages/domain/onboarding/open-ways.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { Way } from '../../packages/table/stores/person-store.ts';

/** What is open on a way as the table keeps it; an onboarding at its exams shows in its certification. */
export async function openWayOf(
  editions: EditionStore,
  calendar: WorkingDays,
  way: Way,
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
  return way.type === 'onboarding' ? openOnboarding(rules, way, calendar) : openCertification(rules, way);
}
