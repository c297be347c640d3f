import type { CorrectionRules, PositionCode } from '../../standard/edition-rules.ts';
import { type KeptAudit, stageOf, stateOf } from './audit-steps.ts';
import { nextDesk } from './correction-desks.ts';
import { currentDue, endOfDue, isEarly } from './correction-dues.ts';
import type { Nonconformity } from './nonconformity.ts';

/** What the scan of waits finds: a wait without its workflow, token or owner, or one whose date HQ has missed. */
export const waitFindingKinds = ['workflow-gone', 'wait-gone', 'owner-gone', 'appeal-overdue'] as const;
export type WaitFindingKind = (typeof waitFindingKinds)[number];

/** Something that is wrong with a wait. */
export interface WaitFound {
  kind: WaitFindingKind;
  /** The audit, campaign, nonconformity, onboarding or certification that waits. */
  of: string;
  /** The item, where an appeal waits. */
  item?: string;
  /** Of an audit, a nonconformity or the campaign itself. */
  campaignId?: string;
  stationId?: string;
  regionId?: string;
  /** Who has to see to it. */
  owner: 'hq-network' | 'region-manager';
}

/** The same for the same trouble at every scan. */
export const waitFindingId = ({ kind, of, item }: Pick<WaitFound, 'kind' | 'of' | 'item'>): string =>
  [of, kind, ...(item === undefined ? [] : [item])].join('#');

/** Between two waits a workflow works for minutes, all retries included: what moved within the hour is left alone. */
const settlingMilliseconds = 3_600_000;

/** Whether one of these instants (a change, a date that ran out) has passed within the hour. */
export const isSettling = (instants: readonly (string | undefined)[], now: number): boolean =>
  instants.some((at) => {
    const ago = at === undefined ? -1 : now - Date.parse(at);
    return ago >= 0 && ago < settlingMilliseconds;
  });

/** An execution that runs has lost its wait and goes on when the wait runs out; without one nothing goes on. */
export const lostWait = (running: boolean): 'wait-gone' | 'workflow-gone' =>
  running ? 'wait-gone' : 'workflow-gone';

/** A kept audit as far as the scan looks at it. */
export interface ScannedAudit extends KeptAudit {
  mode?: 'self' | 'on-site';
}

/** When the station owes something in an audit: a date for each position that it still has to answer. */
export function stationDues(audit: ScannedAudit, now: number): { dueAt: string }[] {
  if (audit.mode === 'on-site' || stageOf(stateOf(audit), now) !== 'answering') return [];
  if (Date.parse(audit.closesAt) <= now) return [];
  return [...(audit.pending ?? [])].map(() => ({ dueAt: audit.dueAt }));
}

/** When the station owes the next step of a correction; nothing while the next step is HQ's, or only a date is waited for. */
export function correctionDues(
  rules: CorrectionRules,
  nonconformity: Nonconformity,
  now: number,
): { dueAt: string }[] {
  const { step, desk } = nextDesk(rules, nonconformity);
  const due = currentDue(nonconformity);
  return step === 'none' || desk === 'hq' || !due || isEarly(nonconformity, now)
    ? []
    : [{ dueAt: endOfDue(due) }];
}

/** Whether somebody of the station may take the next step; the station master may act for whoever corrects. */
export function hasDesk(
  rules: CorrectionRules,
  nonconformity: Nonconformity,
  heads: Readonly<Record<PositionCode, number>>,
): boolean {
  const { desk } = nextDesk(rules, nonconformity);
  const { position } = nonconformity;
  const isHeld = (code: PositionCode) => (heads[code] ?? 0) > 0;
  switch (desk) {
    case 'hq':
      return true;
    case 'owner':
      return isHeld('SM') || isHeld(position);
    case 'SM':
      return isHeld('SM');
    case 'GA':
      return isHeld('GA') || (rules.combinedWithAuditor.includes(position) && isHeld('SM'));
  }
}

/** Answers belong to the station master, or to the general administrator where there is none (clause 8). */
export const hasOwner = (heads: Readonly<Record<PositionCode, number>>): boolean =>
  (heads.SM ?? 0) > 0 || (heads.GA ?? 0) > 0;

/** A finding as it is kept. */
export interface KnownFinding {
  findingId: string;
  status: 'open' | 'closed';
  /** The day of the scan that found it first. */
  foundOn: string;
}

/**
 * What a scan changes among the findings: those to open, and those that are mended. A finding stays at least until the
 * next day's scan, so that a scan that is repeated changes nothing and HQ sees what mended itself.
 */
export function compareFindings<Known extends KnownFinding, Found extends WaitFound>(
  known: readonly Known[],
  found: readonly Found[],
  today: string,
): { opened: Found[]; mended: Known[] } {
  const open = new Map(
    known.filter(({ status }) => status === 'open').map((finding) => [finding.findingId, finding]),
  );
  const now = new Map(found.map((finding) => [waitFindingId(finding), finding]));
  return {
    opened: [...now].flatMap(([id, finding]) => (open.has(id) ? [] : [finding])),
    mended: [...open.values()].filter(({ findingId, foundOn }) => foundOn < today && !now.has(findingId)),
  };
}

/** How often a workflow is started again before somebody has to look at it. */
export const mostRestarts = 4;

/** Names of the executions of one business key, in the order in which they are used up: `aud_…`, `aud_…_2`, …. */
export const executionNames = (businessKey: string): string[] => [
  businessKey,
  ...Array.from({ length: mostRestarts }, (_, i) => `${businessKey}_${i + 2}`),
];
