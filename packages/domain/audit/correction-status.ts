/** Where a nonconformity stands (edition, corrective-action.json, with what may go wrong on the way). */
export type CorrectionStatus =
  | 'issued'
  | 'contained'
  | 'root-cause-found'
  | 'plan-submitted'
  | 'plan-approved'
  | 'implemented'
  | 'evidence-submitted'
  | 'verified'
  | 'closed'
  | 'effect-checked'
  | 'withdrawn';

const beforeClosing = [
  'issued',
  'contained',
  'root-cause-found',
  'plan-submitted',
  'plan-approved',
  'implemented',
  'evidence-submitted',
  'verified',
] as const satisfies readonly CorrectionStatus[];

/** Every move that a nonconformity can make, and from where. Nothing leaves `effect-checked` and `withdrawn`. */
export const correctionMoves = {
  contain: { from: ['issued'], to: 'contained' },
  findRootCause: { from: ['contained'], to: 'root-cause-found' },
  submitPlan: { from: ['root-cause-found'], to: 'plan-submitted' },
  approvePlan: { from: ['plan-submitted'], to: 'plan-approved' },
  rejectPlan: { from: ['plan-submitted'], to: 'root-cause-found' },
  implement: { from: ['plan-approved'], to: 'implemented' },
  submitEvidence: { from: ['implemented'], to: 'evidence-submitted' },
  /** What was done did not show: implementation and evidence are given anew. */
  rejectEvidence: { from: ['evidence-submitted', 'verified'], to: 'plan-approved' },
  verify: { from: ['evidence-submitted'], to: 'verified' },
  close: { from: ['verified'], to: 'closed' },
  checkEffect: { from: ['closed'], to: 'effect-checked' },
  /** The effect did not last: a new round from the start. */
  reopen: { from: ['closed'], to: 'issued' },
  /** Evidence was forged: critical from now on, and a new round from the start. */
  condemn: { from: ['evidence-submitted', 'verified', 'closed'], to: 'issued' },
  /** An appeal was upheld. */
  withdraw: { from: [...beforeClosing, 'closed'], to: 'withdrawn' },
} as const satisfies Record<string, { from: readonly CorrectionStatus[]; to: CorrectionStatus }>;
export type CorrectionMove = keyof typeof correctionMoves;

/** Not closed yet: it caps the grade, can be overdue and is listed. */
export const isOpen = (status: CorrectionStatus): boolean =>
  (beforeClosing as readonly CorrectionStatus[]).includes(status);
