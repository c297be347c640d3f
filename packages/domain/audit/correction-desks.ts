import type { CorrectionRules } from '../../standard/edition-rules.ts';
import { actsFor, type Subject } from '../access/may.ts';
import { isHq } from './independence.ts';
import type { CorrectionPart, Nonconformity } from './nonconformity.ts';

/**
 * Who may take the next step: `owner` the holders of the position (the station master may act for them), `SM` the
 * station master, `GA` the general administrator as the station's auditor, `hq` the network's auditors.
 */
export type Desk = 'owner' | 'SM' | 'GA' | 'hq';
/** The rule that gives the step to the desk; ids of the edition where it has one. */
export type DeskRule =
  | 'owner-corrects'
  | 'station-master-approves'
  | 'hq-approves-station-master'
  | 'hq-approves-critical'
  | 'critical-by-hq'
  | 'heads-from-outside'
  | 'section-8-by-others'
  | 'station-auditor-verifies'
  | 'hq-sample'
  | 'nothing-to-do';
export type NextStep =
  | 'contain'
  | 'find-root-cause'
  | 'submit-plan'
  | 'decide-plan'
  | 'implement'
  | 'submit-evidence'
  | 'verify'
  | 'check-effect'
  | 'none';

export interface NextTurn {
  step: NextStep;
  desk: Desk;
  rule: DeskRule;
}

const ownSteps: Partial<Record<Nonconformity['status'], NextStep>> = {
  issued: 'contain',
  contained: 'find-root-cause',
  'root-cause-found': 'submit-plan',
  'plan-approved': 'implement',
  implemented: 'submit-evidence',
};

/** Whose turn it is, and by which rule. */
export function nextDesk(rules: CorrectionRules, nonconformity: Nonconformity): NextTurn {
  const { status, position, severity, effectCheckOn } = nonconformity;
  const own = ownSteps[status];
  if (own) return { step: own, desk: 'owner', rule: 'owner-corrects' };
  if (status === 'plan-submitted') {
    if (severity === 'critical') return { step: 'decide-plan', desk: 'hq', rule: 'hq-approves-critical' };
    if (position === stationMaster)
      return { step: 'decide-plan', desk: 'hq', rule: 'hq-approves-station-master' };
    return { step: 'decide-plan', desk: 'SM', rule: 'station-master-approves' };
  }
  if (status === 'evidence-submitted') return { step: 'verify', ...verifyingDesk(rules, nonconformity) };
  if (status === 'verified') return { step: 'verify', desk: 'hq', rule: 'hq-sample' };
  if (status === 'closed' && effectCheckOn)
    return { step: 'check-effect', ...verifyingDesk(rules, nonconformity) };
  return { step: 'none', desk: 'hq', rule: 'nothing-to-do' };
}

const stationMaster = 'SM';
const stationAuditor = 'GA';

function verifyingDesk(
  rules: CorrectionRules,
  { severity, position, clause }: Nonconformity,
): Omit<NextTurn, 'step'> {
  if (rules.severities[severity].verifiedBy === 'hq') return { desk: 'hq', rule: 'critical-by-hq' };
  if (rules.verifiedFromOutside.includes(position)) return { desk: 'hq', rule: 'heads-from-outside' };
  if (position === stationAuditor || rules.verifiedByHead.includes(clauseGroup(clause)))
    return { desk: 'SM', rule: 'section-8-by-others' };
  return { desk: 'GA', rule: 'station-auditor-verifies' };
}

const clauseGroup = (clause: string) => clause.split('.')[0] ?? clause;

/** A person as far as the rules look. */
export type Actor = Pick<Subject, 'subject' | 'role' | 'personId' | 'positions' | 'standsInFor'>;
/** How a person is named in what they did; a login where HQ's people have no personnel record. */
export const nameOf = ({ personId, subject }: Actor): string => personId ?? subject;

const sitsAt = (desk: Desk, actor: Actor): boolean => {
  const { role } = actor;
  switch (desk) {
    case 'hq':
      return isHq(actor);
    case 'SM':
      return role === 'station-master';
    case 'GA':
      return role === 'general-administrator';
    case 'owner':
      return false;
  }
};

/** Why somebody may not take a step; null = they may. */
export type Objection = 'holds-the-position' | 'corrected-it' | 'other-desk' | null;

const wasGiven = ({ given }: Nonconformity, part: CorrectionPart, actor: Actor): boolean => {
  const personId = given?.[part];
  return personId !== undefined && actsFor(actor, personId);
};

/** The owner's steps: a holder of the position, whoever was given them, or the station master for them. */
export const mayCorrect = (nonconformity: Nonconformity, actor: Actor): Objection =>
  actor.role === 'station-master' ||
  (actor.positions ?? []).includes(nonconformity.position) ||
  wasGiven(nonconformity, 'correct', actor)
    ? null
    : 'other-desk';

/** HQ may stand in for the station's desk, never the other way round. */
export function mayDecidePlan(rules: CorrectionRules, nonconformity: Nonconformity, actor: Actor): Objection {
  const turn = nextDesk(rules, { ...nonconformity, status: 'plan-submitted' });
  return isHq(actor) || sitsAt(turn.desk, actor) ? null : 'other-desk';
}

/**
 * Verifying, and checking the effect: never somebody who holds the position or took a step of the correction, also
 * where two positions are combined in one person. HQ may always do it; so may the station master for positions that
 * the station's auditor may hold as well, and whoever was given what the station's auditor verifies.
 */
export function mayVerify(rules: CorrectionRules, nonconformity: Nonconformity, actor: Actor): Objection {
  if ((actor.positions ?? []).includes(nonconformity.position)) return 'holds-the-position';
  if (correctedBy(nonconformity).includes(nameOf(actor))) return 'corrected-it';
  if (isHq(actor)) return null;
  const { desk } =
    nonconformity.status === 'verified'
      ? nextDesk(rules, nonconformity)
      : verifyingDesk(rules, nonconformity);
  if (sitsAt(desk, actor) || (desk === 'GA' && wasGiven(nonconformity, 'verify', actor))) return null;
  const auditorMayBeConcerned = desk === 'GA' && rules.combinedWithAuditor.includes(nonconformity.position);
  return auditorMayBeConcerned && sitsAt('SM', actor) ? null : 'other-desk';
}

/** Somebody of the station who is to be given a part. */
export interface PersonToGive {
  personId: string;
  positions: readonly string[];
}

/**
 * Why a person cannot be given a part; null = they can. What HQ or the station master verifies stays with them, and
 * whoever verifies a correction does no step of it: so neither is given what would keep them from their own part.
 */
export function whyNotGiven(
  rules: CorrectionRules,
  nonconformity: Nonconformity,
  part: CorrectionPart,
  { personId, positions }: PersonToGive,
): Exclude<Objection, null> | 'verifies-it' | null {
  const { desk } = verifyingDesk(rules, nonconformity);
  const holds = positions.includes(nonconformity.position);
  if (part === 'correct') {
    const verifies = nonconformity.given?.verify === personId || (desk !== 'hq' && positions.includes(desk));
    return verifies && !holds ? 'verifies-it' : null;
  }
  if (desk !== 'GA') return 'other-desk';
  if (holds) return 'holds-the-position';
  const corrects = nonconformity.given?.correct === personId || correctedBy(nonconformity).includes(personId);
  return corrects ? 'corrected-it' : null;
}

/** Nobody chooses who verifies the own correction. */
export function mayGive(nonconformity: Nonconformity, part: CorrectionPart, actor: Actor): Objection {
  if (part === 'correct') return null;
  if ((actor.positions ?? []).includes(nonconformity.position)) return 'holds-the-position';
  return correctedBy(nonconformity).includes(nameOf(actor)) ? 'corrected-it' : null;
}

/** Why somebody may not take the step that is next; null = it is their turn, or nobody's. */
export function objectionToNext(
  rules: CorrectionRules,
  nonconformity: Nonconformity,
  actor: Actor,
): Objection {
  const { step } = nextDesk(rules, nonconformity);
  switch (step) {
    case 'none':
      return null;
    case 'decide-plan':
      return mayDecidePlan(rules, nonconformity, actor);
    case 'verify':
    case 'check-effect':
      return mayVerify(rules, nonconformity, actor);
    default:
      return mayCorrect(nonconformity, actor);
  }
}

/** Everybody who took a step of the round's correction. */
export function correctedBy({ facts }: Nonconformity): string[] {
  const { containment, rootCause, plan, implementation, evidence } = facts;
  return [
    ...new Set([containment, rootCause, plan, implementation, evidence].flatMap((fact) => fact?.by ?? [])),
  ];
}

/** Who may give more time: the station master for minor ones, region and HQ for the others. */
export const mayExtend = ({ severity }: Nonconformity, { role }: Actor): Objection => {
  if (role === 'hq-network' || role === 'region-manager') return null;
  return role === 'station-master' && severity === 'minor' ? null : 'other-desk';
};

/**
 * Whether HQ looks at a correction that the station verified: a fixed share, drawn by the id, so that nobody at the
 * station can choose and a repeat draws the same.
 */
export function isSampled(rules: CorrectionRules, { nonconformityId, severity }: Nonconformity): boolean {
  return drawOf(nonconformityId) < rules.severities[severity].hqSampleShare;
}

/** 0 ≤ x < 1 out of an id: 32-bit FNV-1a through the finaliser of MurmurHash3. */
function drawOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
