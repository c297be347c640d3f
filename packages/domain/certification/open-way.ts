import type { PathRules } from '../../standard/path-rules.ts';
import { localDate } from '../calendar.ts';
import { instant } from '../clock.ts';
import { certificationId } from '../ids.ts';
import { type Certificate, counts } from './certificate.ts';
import type { Certification, Shown } from './certification.ts';
import { nameOf, prerequisitesOf } from './prerequisites.ts';

export interface WayToOpen
  extends Pick<Certification, 'kind' | 'level' | 'dues' | 'needs' | 'authorisation' | 'renews'> {
  /** The day that tells this way apart from others to the same certificate. */
  on: string;
}

/** A way as it begins. Certificates that the person holds already are shown by themselves. */
export function openWay(
  rules: PathRules,
  person: { personId: string; stationId: string; regionId: string; onboardingId?: string },
  way: WayToOpen,
  certificates: readonly Certificate[],
  now: number,
): Certification {
  const { personId, stationId, regionId, onboardingId } = person;
  const { kind, level, authorisation, renews, on, dues, needs } = way;
  const today = localDate(now);
  const shown: Record<string, Shown> = {};
  for (const one of prerequisitesOf(rules, way)) {
    if (one.kind !== 'certified-as') continue;
    const held = certificates.find(
      (certificate) =>
        certificate.position === one.position &&
        certificate.authorisation === undefined &&
        (one.level === 'qualified' || certificate.level >= (one.level ?? '')) &&
        counts(certificate, today),
    );
    if (held) shown[nameOf(one)] = { by: 'stationkeeper', at: instant(now), evidence: held.number };
  }
  return {
    certificationId: certificationId(personId, rules.position, authorisation ?? level, on),
    personId,
    stationId,
    regionId,
    position: rules.position,
    level,
    ...(authorisation === undefined ? {} : { authorisation }),
    kind,
    edition: rules.edition,
    status: 'candidate',
    openedAt: instant(now),
    dues,
    needs,
    shown,
    attempts: [],
    assessments: [],
    ...(onboardingId === undefined ? {} : { onboardingId }),
    ...(renews === undefined ? {} : { renews }),
    revision: 1,
  };
}
