import type { WorkingDays } from '../../packages/domain/calendar.ts';
import type { Certification } from '../../packages/domain/certification/certification.ts';
import { missingPrerequisites } from '../../packages/domain/certification/prerequisites.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { type PathRules, pathRules } from '../../packages/standard/path-rules.ts';

const edition = loadEdition('edition-1');

/** The path of a position in the edition that ships; the duty sheet has a hash that tests can say. */
export const pathOf = (position: string): PathRules => pathRules(edition, position, () => 'd'.repeat(64));

export const positionsOfEdition1 = edition.positions.map(({ code }) => code);

/** Saturdays and Sundays off, no holidays. */
export const plainWeeks: WorkingDays = {
  isHoliday: () => false,
  isWorked: (date) => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()),
};

export const aCertification = (given: Partial<Certification> = {}): Certification => ({
  certificationId: 'crt_K1_MT_L1_20260302',
  personId: 'per_K1',
  stationId: 'stn_A-1',
  regionId: 'reg_HD',
  position: 'MT',
  level: 'L1',
  kind: 'initial',
  edition: '1',
  status: 'candidate',
  openedAt: '2026-03-02T02:00:00.000Z',
  dues: { theory: '2026-05-01', practical: '2026-05-26', release: '2026-05-31' },
  needs: { theory: true, practical: true },
  shown: {},
  attempts: [],
  assessments: [],
  revision: 1,
  ...given,
});

/** Everything that the first certificate of a position asks for, as shown. */
export const shownOf = (position: string): Certification['shown'] =>
  Object.fromEntries(
    missingPrerequisites(pathOf(position), aCertification({ position }), 0).map((name) => [
      name,
      {
        ...{ by: 'hq', at: '', evidence: 'ZJ' },
        ...(name.startsWith('certified-as') ? { waivedBecause: '新站' } : {}),
      },
    ]),
  );
