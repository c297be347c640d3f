import type { EditionRules } from '../../standard/edition-rules.ts';
import { instant } from '../clock.ts';
import { secondsUntil } from './campaign-window.ts';

/** Where an audit stands. What depends on time is computed, never stored. */
export type AuditStage = 'answering' | 'in-review' | 'closed' | 'cancelled';

export interface AuditState {
  status: 'answering' | 'closed' | 'cancelled';
  dueAt: string;
  closesAt: string;
  /** Whether HQ reviews what the station says before it counts. */
  review: boolean;
  /** Positions still to be answered; none when it is missing. */
  pending?: ReadonlySet<string> | undefined;
  /** HQ has accepted what was submitted. */
  reviewed: boolean;
}

/** An audit as it is kept, as far as its steps depend on it; what older items lack has its default. */
export interface KeptAudit {
  status: AuditState['status'];
  dueAt: string;
  closesAt: string;
  review?: boolean;
  pending?: ReadonlySet<string> | undefined;
  reviewed?: object;
}

/** A kept audit as the rules about its steps see it. */
export const stateOf = (audit: KeptAudit): AuditState => ({
  status: audit.status,
  dueAt: audit.dueAt,
  closesAt: audit.closesAt,
  review: audit.review ?? false,
  pending: audit.pending,
  reviewed: audit.reviewed !== undefined,
});

/** What the workflow of an audit waits for, and until when; `told` once its delay has been reported. */
export interface AuditWait {
  seconds: number;
  dueAt: string;
  told: boolean;
}

/** The way on of a station's audit; `tell` names the desk that has to hear of a delay. */
export interface AuditStep {
  next: 'answers' | 'review' | 'score' | 'cancelled';
  wait: AuditWait;
  tell: 'region-manager' | 'hq-network' | null;
}

const daySeconds = 86_400;

/** Answers are taken until the window ends; then the review begins with what is there. */
export function stageOf(audit: AuditState, now: number): AuditStage {
  if (audit.status !== 'answering') return audit.status;
  const over = Date.parse(audit.closesAt) <= now;
  const answered = audit.pending === undefined || audit.pending.size === 0;
  return (answered || over) && audit.review && !audit.reviewed ? 'in-review' : 'answering';
}

/** What an audit needs next, whoever asks: the stream after a change, or the workflow after a time-out. */
export function nextStep(rules: EditionRules, audit: AuditState, now: number): AuditStep {
  const until = (at: string): AuditWait => ({ seconds: secondsUntil(at, now), dueAt: at, told: false });
  const step = (next: AuditStep['next'], wait: AuditWait): AuditStep => ({ next, wait, tell: null });
  if (audit.status === 'cancelled') return step('cancelled', until(audit.closesAt));
  const over = Date.parse(audit.closesAt) <= now;
  if (audit.pending && audit.pending.size > 0 && !over) return step('answers', until(audit.dueAt));
  if (audit.review && !audit.reviewed) return step('review', reviewWait(rules, now, false));
  return step('score', until(audit.closesAt));
}

const reviewWait = (rules: EditionRules, now: number, told: boolean): AuditWait => ({
  seconds: rules.review.days * daySeconds,
  dueAt: instant(now + rules.review.days * daySeconds * 1000),
  told,
});

/**
 * What follows when a wait has run out. A date that was put off meanwhile is waited for; a station's delay is told to
 * its region and HQ's to the head of the network, once each. When HQ stays late, what was submitted counts (house).
 */
export function afterTimeout(
  rules: EditionRules,
  audit: AuditState,
  waited: AuditStep,
  now: number,
): AuditStep {
  const step = nextStep(rules, audit, now);
  if (step.next !== waited.next) return step;
  if (step.next === 'answers') {
    if (Date.parse(audit.dueAt) > now) return step;
    const wait = { seconds: secondsUntil(audit.closesAt, now), dueAt: audit.closesAt, told: true };
    return { next: 'answers', wait, tell: waited.wait.told ? null : 'region-manager' };
  }
  if (step.next === 'review' && !waited.wait.told)
    return { next: 'review', wait: reviewWait(rules, now, true), tell: 'hq-network' };
  return { ...step, next: step.next === 'review' ? 'score' : step.next };
}
