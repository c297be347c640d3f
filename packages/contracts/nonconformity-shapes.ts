import * as z from 'zod/mini';
import {
  auditId,
  campaignId,
  edition,
  instant,
  nonconformityId,
  personId,
  position,
  regionId,
  stationId,
} from './fields.ts';
import { bilingual, count } from './network-shapes.ts';

/** What the API answers about nonconformities and their corrections; dates are days at the station (UTC+8). */
export const day = z.iso.date();
export const severity = z.enum(['minor', 'major', 'critical']);
export const correctionStatus = z.enum([
  'issued',
  'contained',
  'root-cause-found',
  'plan-submitted',
  'plan-approved',
  'implemented',
  'evidence-submitted',
  'verified',
  'closed',
  'effect-checked',
  'withdrawn',
]);
/** Length limits of what people write; together they keep an item below 4 KB. */
const said = (most: number) => z.string().check(z.trim(), z.minLength(2), z.maxLength(most));
export const stepTexts = {
  containment: said(80),
  rootCause: said(180),
  plan: said(180),
  implementation: said(80),
  evidence: said(100),
};
export const reason = said(80);
/** The submission that a decision is about, as it was shown to whoever decides. */
export const submission = z.int().check(z.minimum(1), z.maximum(10_000));

const step = z.enum(['contain', 'root-cause', 'plan', 'close', 'effect-check']);

const nonconformity = {
  nonconformityId,
  auditId,
  campaignId,
  stationId,
  regionId,
  edition,
  position,
  item: z.string(),
  clause: z.string(),
  /** The position was not shown at all; it stands for every item of the position. */
  notShown: z.boolean(),
  severity,
  repeatOf: z.optional(nonconformityId),
  issuedAt: instant,
  status: correctionStatus,
  round: count,
  reopenedBecause: z.optional(z.enum(['not-effective', 'forged'])),
  submission: count,
  dues: z.strictObject({
    contain: day,
    rootCause: day,
    plan: day,
    close: day,
    /** From this date on the effect may be checked. */
    effectCheck: z.optional(day),
  }),
  /** The due date that counts now; null when nothing is due any more. */
  due: z.nullable(z.strictObject({ step, on: day, overdueDays: count })),
  /** Whose turn it is, and by which rule. */
  next: z.strictObject({
    step: z.enum([
      'contain',
      'find-root-cause',
      'submit-plan',
      'decide-plan',
      'implement',
      'submit-evidence',
      'verify',
      'check-effect',
      'none',
    ]),
    desk: z.enum(['owner', 'SM', 'GA', 'hq']),
    rule: z.enum([
      'owner-corrects',
      'station-master-approves',
      'hq-approves-station-master',
      'hq-approves-critical',
      'critical-by-hq',
      'heads-from-outside',
      'section-8-by-others',
      'station-auditor-verifies',
      'hq-sample',
      'nothing-to-do',
    ]),
  }),
  /** The people of the station who were given the correction, or its verification. */
  given: z.optional(z.strictObject({ correct: z.optional(personId), verify: z.optional(personId) })),
};
export const nonconformityShape = z.strictObject(nonconformity);

const fact = { by: z.string(), at: instant, text: z.optional(z.string()) };
const decision = z.strictObject({ ...fact, submission: count });

export const nonconformityDetailShape = z.strictObject({
  ...nonconformity,
  /** What the checklist asks, and what the audit remarked. */
  check: z.nullable(bilingual),
  remark: z.nullable(z.string()),
  facts: z.strictObject({
    containment: z.optional(z.strictObject(fact)),
    rootCause: z.optional(z.strictObject(fact)),
    plan: z.optional(z.strictObject(fact)),
    approval: z.optional(decision),
    implementation: z.optional(z.strictObject(fact)),
    evidence: z.optional(z.strictObject(fact)),
    verification: z.optional(decision),
    closing: z.optional(decision),
    effectCheck: z.optional(decision),
    withdrawal: z.optional(z.strictObject(fact)),
  }),
  rejection: z.optional(
    z.strictObject({ ...fact, submission: count, of: z.enum(['plan', 'evidence', 'effect', 'forgery']) }),
  ),
  extension: z.optional(z.strictObject({ ...fact, days: count })),
  /** Most days that an extension may give. */
  longestExtension: count,
  /** Whether the caller may take the next step, and if not, why. */
  yourTurn: z.boolean(),
  objection: z.nullable(z.enum(['holds-the-position', 'corrected-it', 'other-desk'])),
});
