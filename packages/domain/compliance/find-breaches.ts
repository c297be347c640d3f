import type { EditionRules, Severity } from '../../standard/edition-rules.ts';
import type { RecurringDuty } from '../../standard/schema.ts';
import { addDays, daysBetween, type LocalDate, localDate, type WorkingDays } from '../calendar.ts';
import { missedDuties } from '../duty/duty-facts.ts';
import { type DutyPlans, stationHead } from '../duty/duty-lines.ts';
import { techniciansOf } from '../duty/technicians.ts';
import { explainSeats } from '../staffing/explain-seats.ts';
import { combinationRefusal } from '../staffing/seats.ts';
import type { Breach, BreachRule, FactCertificate, StationFacts } from './station-facts.ts';

/** What the rules go by, besides the facts. */
export interface ComplianceRules {
  edition: EditionRules;
  duties: readonly Pick<RecurringDuty, 'id' | 'positions' | 'rules'>[];
  /** Days that HQ has set for duties, `R33 2026-11` → the last one. */
  dutyPlans?: DutyPlans;
  calendar: WorkingDays;
}

/**
 * What an end that comes near is told as (section 5, R21 and R39; what each day means is house): on the first day to the
 * owner, on the second to the station head as well, on the last as a major breach. Nothing before the first.
 */
function expiring(left: number, alertDays: readonly number[]): Pick<Breach, 'severity' | 'rung'> | null {
  const passed = alertDays.filter((days) => left <= days).length;
  if (passed === 0) return null;
  const severity = left <= Math.min(...alertDays) ? 'major' : 'minor';
  return passed > 1 ? { severity, rung: 1 } : { severity };
}
/** Answers of a station's audit are the general administrator's to bring together (8.7). */
const stationAuditor = 'GA';

/** Every rule that a station does not meet on a day; the same facts on the same day give the same list. */
export function findBreaches(facts: StationFacts, rules: ComplianceRules, now: number): Breach[] {
  const today = localDate(now);
  const found = [
    ...ofSeats(facts, rules),
    ...ofCombinations(facts, rules),
    ...ofCertificates(facts, rules, today),
    ...ofAuthorisations(facts, rules, today),
    ...ofDates(facts, rules, today),
    ...ofDuties(facts, rules, now),
  ];
  const ownerOf = ownersOf(facts, rules);
  return found
    .map((one) => ({ ...one, owner: ownerOf(one.owner) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Where nobody holds the position that would mend it, it is the station head's, and the region's without one (house). */
function ownersOf({ holders }: StationFacts, { edition }: ComplianceRules): (owner: string) => string {
  const held = new Set(holders.map(({ position }) => position));
  const vacant = new Set(edition.positions.map(({ code }) => code).filter((code) => !held.has(code)));
  return (owner) => (!vacant.has(owner) ? owner : held.has(stationHead) ? stationHead : 'region-manager');
}

const breach = (
  rule: BreachRule,
  subject: string,
  given: Omit<Breach, 'key' | 'rule' | 'subject'>,
): Breach => ({ key: `${rule}#${subject}`, rule, subject, ...given });

/** Who holds a position only for the time being covers its work; the seat stays vacant. */
function ofSeats(facts: StationFacts, { edition }: ComplianceRules): Breach[] {
  return explainSeats(edition.staffing, facts).flatMap(({ position, required, least }): Breach[] => {
    const holders = facts.holders.filter((one) => one.position === position);
    const lasting = holders.filter(({ acting }) => !acting).length;
    const seat = { position, owner: stationHead };
    const uncovered =
      holders.length === 0 && least > 0
        ? [breach('uncovered-seat', position, { ...seat, severity: 'minor' })]
        : [];
    if (lasting < least)
      return [...uncovered, breach('vacant-seat', position, { ...seat, severity: 'minor' })];
    return lasting < required ? [breach('short-of-band', position, { ...seat, severity: 'minor' })] : [];
  });
}

function ofCombinations(facts: StationFacts, { edition }: ComplianceRules): Breach[] {
  const held = new Map<string, string[]>();
  const excepted = new Set(facts.holders.filter((one) => one.excepted).map(({ personId }) => personId));
  // Whoever is named to act does so beside the own post; the rules were asked when it was done.
  for (const { personId, position } of facts.holders.filter(({ until }) => until === undefined))
    held.set(personId, [...(held.get(personId) ?? []), position]);
  return [...held].flatMap(([personId, positions]) =>
    !excepted.has(personId) && combinationRefusal(edition.staffing, facts, positions)
      ? [breach('combination', personId, { severity: 'major', owner: stationHead })]
      : [],
  );
}

const certificatesOf = (facts: StationFacts, personId: string, position: string): FactCertificate[] =>
  facts.certificates.filter(
    (one) => one.personId === personId && one.position === position && !one.authorisation,
  );

/** The best of a person's certificates of a position: the one that ends last. */
function certificateOf(facts: StationFacts, personId: string, position: string): FactCertificate | undefined {
  return certificatesOf(facts, personId, position)
    .sort((a, b) => (a.validUntil < b.validUntil ? 1 : -1))
    .find((one) => !one.suspended);
}

function ofCertificates(facts: StationFacts, rules: ComplianceRules, today: LocalDate): Breach[] {
  const { certified, graceDays, alertDays, uncertifiedAfterDays } = rules.edition.scan;
  return facts.holders.flatMap(({ personId, position, since }): Breach[] => {
    if (!certified.includes(position)) return [];
    const subject = `${personId}#${position}`;
    const certificate = certificateOf(facts, personId, position);
    if (!certificate) {
      const due = addDays(since, uncertifiedAfterDays);
      if (today <= due) return [];
      // Whoever was suspended had one until then: the time counts from the day on which that is found.
      const isSuspended = certificatesOf(facts, personId, position).length > 0;
      const uncertified = { position, severity: 'major', owner: 'TD' } as const;
      return [breach('uncertified', subject, isSuspended ? uncertified : { ...uncertified, due })];
    }
    const { validUntil } = certificate;
    if (today > addDays(validUntil, graceDays))
      return [
        breach('certificate-lapsed', subject, { position, severity: 'major', owner: 'TD', due: validUntil }),
      ];
    if (today > validUntil) {
      const others = facts.holders.some(
        (other) =>
          other.position === position &&
          other.personId !== personId &&
          (certificateOf(facts, other.personId, position)?.validUntil ?? '') >= today,
      );
      const due = addDays(validUntil, graceDays);
      return others
        ? [
            breach('certificate-expiring', subject, {
              position,
              severity: 'major',
              owner: 'TD',
              due,
              rung: 1,
            }),
          ]
        : [breach('grace-alone', subject, { position, severity: 'major', owner: stationHead, due })];
    }
    const told = expiring(daysBetween(today, validUntil), alertDays);
    return told
      ? [breach('certificate-expiring', subject, { position, ...told, owner: 'TD', due: validUntil })]
      : [];
  });
}

function ofAuthorisations(facts: StationFacts, rules: ComplianceRules, today: LocalDate): Breach[] {
  const { edition } = rules;
  const { alertDays } = edition.scan;
  const here = new Set(facts.holders.map(({ personId }) => personId));
  const rights = facts.certificates.filter(
    ({ authorisation, personId }) => authorisation && here.has(personId),
  );
  const dated = rights.flatMap(({ personId, authorisation = '', position, statutoryUntil }): Breach[] => {
    if (statutoryUntil === undefined) return [];
    const subject = `${personId}#${authorisation}`;
    const left = daysBetween(today, statutoryUntil);
    if (left < 0)
      return [
        breach('statutory-lapsed', subject, {
          position,
          severity: 'critical',
          owner: 'TD',
          due: statutoryUntil,
        }),
      ];
    const told = expiring(left, alertDays);
    return told
      ? [breach('statutory-expiring', subject, { position, ...told, owner: 'TD', due: statutoryUntil })]
      : [];
  });
  // The right itself has to be refreshed as well. Once it is over nobody works by it, and too few are a breach of their own.
  const ending = rights.flatMap(
    ({ personId, authorisation = '', position, suspended, validUntil }): Breach[] => {
      const left = daysBetween(today, validUntil);
      const told = suspended || left < 0 ? null : expiring(left, alertDays);
      const subject = `${personId}#${authorisation}`;
      return told
        ? [breach('certificate-expiring', subject, { position, ...told, owner: 'TD', due: validUntil })]
        : [];
    },
  );
  const { nevOverlay } = edition.staffing;
  const isTechnician = (personId: string) =>
    facts.holders.some((one) => one.personId === personId && one.position === nevOverlay.position);
  const able = rights.filter(
    (one) =>
      one.authorisation === nevOverlay.authorisation &&
      isTechnician(one.personId) &&
      !one.suspended &&
      one.validUntil >= today &&
      (one.statutoryUntil ?? today) >= today,
  );
  const people = new Set(able.map(({ personId }) => personId)).size;
  const short = facts.nev && people < nevOverlay.atLeast;
  const tooFew = { position: nevOverlay.position, severity: 'critical', owner: stationHead } as const;
  return [
    ...dated,
    ...ending,
    ...(short ? [breach('too-few-authorised', nevOverlay.authorisation, tooFew)] : []),
  ];
}

function ofDates(facts: StationFacts, { edition }: ComplianceRules, today: LocalDate): Breach[] {
  const ways = facts.ways
    .filter(({ due }) => due < today)
    .map(({ id, part, position, due, owner }) => {
      const rule = id.startsWith('onb_')
        ? 'onboarding-overdue'
        : part === 'hand-over'
          ? 'hand-over-overdue'
          : 'certification-overdue';
      return breach(rule, id, { position, severity: 'minor', owner, due });
    });
  const audits = facts.audits
    .filter(({ due }) => due < today)
    .map(({ id, due }) => breach('audit-overdue', id, { severity: 'minor', owner: stationAuditor, due }));
  const lost = facts.lostWaits.map(({ of, owner }) => breach('wait-lost', of, { severity: 'major', owner }));
  const corrections = facts.corrections
    .filter(({ due }) => due < today)
    .map(({ id, severity, owner, due }) =>
      breach('correction-overdue', id, {
        ...{ severity, owner, due },
        ...(isToldToHq(edition, severity, daysBetween(due, today))
          ? { rung: edition.scan.rungs.length }
          : {}),
      }),
    );
  return [...ways, ...audits, ...lost, ...corrections];
}

/** Whether the ladder of corrections has reached HQ: with a critical one it does on the first day overdue (section 6). */
const isToldToHq = (
  { correction }: ComplianceRules['edition'],
  severity: Severity,
  overdue: number,
): boolean =>
  correction.escalation.some(
    ({ tell, severities, overdueDays }) =>
      tell.includes('hq-network') && severities.includes(severity) && overdue >= overdueDays,
  );

/** A duty is owed while somebody holds its position, from the first stretch that began under them. */
function ofDuties(facts: StationFacts, rules: ComplianceRules, now: number): Breach[] {
  const { dutiesFrom, holders } = facts;
  if (dutiesFrom === undefined) return [];
  const { duties, calendar, edition, dutyPlans } = rules;
  const technicians = techniciansOf(edition.staffing);
  const plans = dutyPlans ?? {};
  return missedDuties(facts.duties, dutiesFrom, { duties, technicians, holders, calendar, plans, now }).map(
    ({ dutyId, owner, due, severity, upToHq }) =>
      breach('duty-missed', dutyId, {
        ...{ position: owner, severity, owner, due },
        ...(upToHq ? { rung: edition.scan.rungs.length } : {}),
      }),
  );
}
