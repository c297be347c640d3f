import * as z from 'zod/mini';
import { score } from '../../packages/contracts/audit-shapes.ts';
import { auditId, grade, instant, position, stationId } from '../../packages/contracts/fields.ts';
import type { AppealItem } from '../../packages/table/items.ts';
import { answerWord, itemId } from './given-answers.ts';

/** What the API answers about an appeal; what it was decided by is there once it is decided. */
export const appealShape = z.strictObject({
  auditId,
  stationId,
  position,
  item: itemId,
  counted: answerWord,
  claimed: answerWord,
  reason: z.string(),
  evidence: z.string(),
  raisedAt: instant,
  /** By when HQ decides. */
  dueAt: instant,
  status: z.enum(['open', 'upheld', 'rejected']),
  decided: z.optional(answerWord),
  decisionReason: z.optional(z.string()),
  decidedAt: z.optional(instant),
  scoreBefore: z.optional(score),
  scoreAfter: z.optional(score),
  gradeBefore: z.optional(grade),
  gradeAfter: z.optional(grade),
});

export function appealFacts(appeal: AppealItem): z.infer<typeof appealShape> {
  const { auditId, stationId, position, item, counted, claimed, reason, evidence, raisedAt, dueAt, status } =
    appeal;
  const { decided, decisionReason, scoreBefore, scoreAfter, gradeBefore, gradeAfter, changedAt } = appeal;
  return {
    auditId,
    stationId,
    position,
    item,
    counted,
    claimed,
    reason,
    evidence,
    raisedAt,
    dueAt,
    status,
    ...(status === 'open' || decided === undefined
      ? {}
      : {
          decided,
          decisionReason,
          decidedAt: changedAt,
          scoreBefore: (scoreBefore ?? 0) / 100,
          scoreAfter: (scoreAfter ?? 0) / 100,
          gradeBefore,
          gradeAfter,
        }),
  };
}
