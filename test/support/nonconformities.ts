import type { Actor } from '../../packages/domain/audit/correction-desks.ts';
import type { Step } from '../../packages/domain/audit/correction-steps.ts';
import type { Nonconformity } from '../../packages/domain/audit/nonconformity.ts';
import type { WorkingDays } from '../../packages/domain/calendar.ts';
import { rulesOfEdition1 } from './edition.ts';

/** Every day is worked, so that dates can be reckoned in the head. */
export const noHolidays: WorkingDays = { isHoliday: () => false, isWorked: () => true };

/** Issued on 1 March 2026, 10:00 at the station; of an item that the general administrator verifies. */
export function aNonconformity(given: Partial<Nonconformity> = {}): Nonconformity {
  return {
    nonconformityId: 'ncf_test00000001_SD-JN-001_AU-SA-01',
    campaignId: 'cmp_test00000001',
    stationId: 'stn_SD-JN-001',
    regionId: 'reg_SD',
    edition: '1',
    position: 'SA',
    item: 'AU-SA-01',
    clause: '7.1',
    severity: 'minor',
    issuedAt: '2026-03-01T02:00:00.000Z',
    status: 'issued',
    round: 1,
    dues: { contain: '2026-03-08', rootCause: '2026-03-16', plan: '2026-03-16', close: '2026-04-30' },
    submission: 0,
    revision: 1,
    facts: {},
    spent: [],
    ...given,
  };
}

export const people = {
  holder: { subject: 'sa.x', role: 'position-holder', personId: 'per_SA', positions: ['SA'] },
  otherHolder: { subject: 'mt.x', role: 'position-holder', personId: 'per_MT', positions: ['MT'] },
  master: { subject: 'sm.x', role: 'station-master', personId: 'per_SM', positions: ['SM'] },
  auditor: { subject: 'ga.x', role: 'general-administrator', personId: 'per_GA', positions: ['GA'] },
  auditorAndCare: {
    subject: 'gc.x',
    role: 'general-administrator',
    personId: 'per_GC',
    positions: ['GA', 'CC'],
  },
  region: { subject: 'rm.sd', role: 'region-manager' },
  hq: { subject: 'hq', role: 'hq-network' },
  hqAuditor: { subject: 'auditor', role: 'hq-auditor' },
} as const satisfies Record<string, Actor>;

/** Somebody acts, by the edition that ships. */
export const step = (actor: Actor, at = '2026-03-02T02:00:00.000Z'): Step => ({
  rules: rulesOfEdition1.correction,
  calendar: noHolidays,
  actor,
  now: Date.parse(at),
  hash: (text) =>
    String(text.length) + [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0),
});
