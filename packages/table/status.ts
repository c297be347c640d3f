import {
  type CorrectionMove,
  type CorrectionStatus,
  correctionMoves,
} from '../domain/audit/correction-status.ts';
import type {
  AppealStatus,
  AuditStatus,
  CampaignStatus,
  DeliveryStatus,
  EditionDraftStatus,
  ReportStatus,
  WebhookStatus,
} from './items.ts';

/** Status diagrams as data: which states a transition may start from. Stores turn them into conditions. */
export interface Transition<Status extends string> {
  from: readonly Status[];
  to: Status;
}

export const campaignTransitions = {
  open: { from: ['launched'], to: 'running' },
  close: { from: ['launched', 'running'], to: 'closed' },
  cancel: { from: ['launched', 'running'], to: 'cancelled' },
} as const satisfies Record<string, Transition<CampaignStatus>>;

export const auditTransitions = {
  close: { from: ['answering'], to: 'closed' },
  cancel: { from: ['answering'], to: 'cancelled' },
} as const satisfies Record<string, Transition<AuditStatus>>;

export const appealTransitions = {
  uphold: { from: ['open'], to: 'upheld' },
  reject: { from: ['open'], to: 'rejected' },
} as const satisfies Record<string, Transition<AppealStatus>>;
/** The rules decide by the same diagram, so it stands with them. */
export const nonconformityTransitions = correctionMoves satisfies Record<
  CorrectionMove,
  Transition<CorrectionStatus>
>;

export const reportTransitions = {
  // Of a ready one the file may be gone by now.
  askAgain: { from: ['requested', 'ready', 'failed'], to: 'requested' },
  // A redrive makes what has failed before.
  finish: { from: ['requested', 'failed'], to: 'ready' },
  fail: { from: ['requested', 'failed'], to: 'failed' },
} as const satisfies Record<string, Transition<ReportStatus>>;

export const editionDraftTransitions = {
  // A name that was given up may be used anew.
  save: { from: ['open', 'discarded'], to: 'open' },
  discard: { from: ['open'], to: 'discarded' },
  publish: { from: ['open'], to: 'published' },
} as const satisfies Record<string, Transition<EditionDraftStatus>>;

export const webhookTransitions = {
  pause: { from: ['active'], to: 'paused' },
  recover: { from: ['active', 'paused'], to: 'active' },
} as const satisfies Record<string, Transition<WebhookStatus>>;

export const deliveryTransitions = {
  // What was given up may be put back into the queue out of the dead letters.
  deliver: { from: ['pending', 'given-up'], to: 'delivered' },
  tryAgain: { from: ['pending', 'given-up'], to: 'pending' },
  giveUp: { from: ['pending', 'given-up'], to: 'given-up' },
  hold: { from: ['pending', 'given-up'], to: 'held' },
  askAgain: { from: ['pending', 'held', 'delivered', 'given-up'], to: 'pending' },
} as const satisfies Record<string, Transition<DeliveryStatus>>;

/** Condition, names and values that let a write pass only from the allowed states. */
export function allowedFrom<Status extends string>(transition: Transition<Status>) {
  const values = Object.fromEntries(transition.from.map((status, i) => [`:from${i}`, status]));
  return {
    condition: `#status IN (${Object.keys(values).join(', ')})`,
    names: { '#status': 'status' },
    values: { ...values, ':to': transition.to },
  };
}
