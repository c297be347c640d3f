import type { CorrectionRules, EditionRules, PositionCode, Severity } from '../../standard/edition-rules.ts';
import {
  addDays,
  addMonths,
  afterHoliday,
  type LocalDate,
  localDate,
  type WorkingDays,
} from '../calendar.ts';
import { nonconformityId } from '../ids.ts';
import type { CorrectionStatus } from './correction-status.ts';

/** A step that was taken: who, when, and what they said. Texts are the station's own words. */
export interface StepFact {
  by: string;
  at: string;
  text?: string;
}

/** A decision with the submission that it was about, so that it is never taken for one about another. */
export interface DecisionFact extends StepFact {
  submission: number;
}

/** Last dates by which a step is taken. */
export interface CorrectionDues {
  contain: LocalDate;
  rootCause: LocalDate;
  plan: LocalDate;
  close: LocalDate;
}

/** What of a round may be handed to a person of the station: the owner's steps, and what the station verifies. */
export const correctionParts = ['correct', 'verify'] as const;
export type CorrectionPart = (typeof correctionParts)[number];

/** A finding that has to be corrected, with the round of correction it is in; below 4 KB. */
export interface Nonconformity {
  nonconformityId: string;
  campaignId: string;
  stationId: string;
  regionId: string;
  edition: string;
  position: PositionCode;
  /** The checklist item; the position's code when the position was not shown at all. */
  item: string;
  /** The item's clause, of the worst item when the position was not shown. */
  clause: string;
  severity: Severity;
  /** Critical items that it stands for when the position was not shown. */
  criticalItems?: number;
  /** The nonconformity of which this one is a repeat, which raised its severity. */
  repeatOf?: string;
  issuedAt: string;
  status: CorrectionStatus;
  /** 1 for the first correction; one more each time it begins anew. */
  round: number;
  reopenedBecause?: 'not-effective' | 'forged';
  dues: CorrectionDues;
  extension?: StepFact & { days: number };
  /** From this date on the effect may be checked; there when a check is due. */
  effectCheckOn?: LocalDate;
  /** Plans and evidence handed in so far, over all rounds. */
  submission: number;
  /** Writes so far, so that two people who decide at once do not overwrite each other. */
  revision: number;
  /** Part of this round → person who was given it. */
  given?: Partial<Record<CorrectionPart, string>>;
  /** The steps of this round. */
  facts: {
    containment?: StepFact;
    rootCause?: StepFact;
    plan?: StepFact;
    approval?: DecisionFact;
    implementation?: StepFact;
    evidence?: StepFact;
    verification?: DecisionFact;
    closing?: DecisionFact;
    effectCheck?: DecisionFact;
    withdrawal?: StepFact;
  };
  /** The last no to a plan or to evidence, or the finding that ended the round before. */
  rejection?: DecisionFact & { of: 'plan' | 'evidence' | 'effect' | 'forgery' };
  /** Short hashes of texts that were turned down: the same words are not handed in again. */
  spent: string[];
}

const severities: readonly Severity[] = ['minor', 'major', 'critical'];
const worst = (all: readonly Severity[]): Severity =>
  all.reduce((a, b) => (severities.indexOf(b) > severities.indexOf(a) ? b : a), 'minor');
const raised = (severity: Severity, steps: number): Severity =>
  severities[Math.min(severities.indexOf(severity) + steps, severities.length - 1)] ?? 'critical';

/** Calendar days from the date of issue; only the closing date gives way to a public holiday (edition, dayCount). */
export function correctionDues(
  rules: CorrectionRules,
  severity: Severity,
  issuedOn: LocalDate,
  calendar: WorkingDays,
): CorrectionDues {
  const { contain, rootCause, plan, close } = rules.severities[severity].days;
  return {
    contain: addDays(issuedOn, contain),
    rootCause: addDays(issuedOn, rootCause),
    plan: addDays(issuedOn, plan),
    close: afterHoliday(addDays(issuedOn, close), calendar),
  };
}

/** What nonconformities are raised from. */
export interface ClosedAudit {
  campaignId: string;
  stationId: string;
  regionId: string;
  /** ISO instant; the day of issue. */
  closedAt: string;
  /** Positions that the audit asked for, and those of them that were not shown. */
  asked: readonly PositionCode[];
  notShown: readonly PositionCode[];
  /** Items that count as not satisfied, as the score found them. */
  failed: readonly string[];
}

/** What is known of an earlier nonconformity of the station. */
export type EarlierNonconformity = Pick<
  Nonconformity,
  'nonconformityId' | 'campaignId' | 'item' | 'issuedAt' | 'status'
>;

/**
 * One nonconformity per item that is not satisfied at all, and one per position that was not shown, as severe as its
 * worst item. An item that is partly satisfied stays a finding: it costs points and asks for no correction (house).
 * A repeat within the edition's months is one step more severe. The same audit always gives the same ones.
 */
export function raiseNonconformities(
  rules: EditionRules,
  audit: ClosedAudit,
  earlier: readonly EarlierNonconformity[],
  calendar: WorkingDays,
): Nonconformity[] {
  const issuedOn = localDate(Date.parse(audit.closedAt));
  const since = addMonths(issuedOn, -rules.correction.repeat.withinMonths);
  return rules.positions
    .filter(({ code }) => audit.asked.includes(code))
    .flatMap(({ code, items }) => {
      if (audit.notShown.includes(code)) {
        const severity = worst(items.map((item) => item.severity));
        const clause = items.find((item) => item.severity === severity)?.clause;
        const criticalItems = items.filter((item) => item.severity === 'critical').length;
        return clause === undefined
          ? []
          : [raise(code, code, clause, severity, criticalItems > 0 ? { criticalItems } : {})];
      }
      return items
        .filter(({ id }) => audit.failed.includes(id))
        .map(({ id, clause, severity }) => raise(code, id, clause, severity));
    });

  function raise(
    position: PositionCode,
    item: string,
    clause: string,
    listed: Severity,
    extra: Partial<Nonconformity> = {},
  ): Nonconformity {
    const before = earlier
      .filter((other) => other.item === item && other.campaignId !== audit.campaignId)
      .filter((other) => other.status !== 'withdrawn' && other.issuedAt <= audit.closedAt)
      .filter((other) => localDate(Date.parse(other.issuedAt)) >= since)
      .sort((a, b) => (a.issuedAt < b.issuedAt ? 1 : -1))[0];
    const severity = before ? raised(listed, rules.correction.repeat.severitySteps) : listed;
    return {
      nonconformityId: nonconformityId(audit.campaignId, audit.stationId, item),
      campaignId: audit.campaignId,
      stationId: audit.stationId,
      regionId: audit.regionId,
      edition: rules.edition,
      position,
      item,
      clause,
      severity,
      ...extra,
      ...(before ? { repeatOf: before.nonconformityId } : {}),
      issuedAt: audit.closedAt,
      status: 'issued',
      round: 1,
      dues: correctionDues(rules.correction, severity, issuedOn, calendar),
      submission: 0,
      revision: 1,
      facts: {},
      spent: [],
    };
  }
}
