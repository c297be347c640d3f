import * as z from 'zod/mini';
import { day, instant, position, stationId } from './fields.ts';

const hold = z.strictObject({ stationId, position, since: day });
/** What a person holds after a change. */
export const holdsShape = z.strictObject({ personId: z.string(), holds: z.array(hold) });

const stepRecord = z.strictObject({
  by: z.string(),
  at: instant,
  evidence: z.optional(z.string()),
  hours: z.optional(z.number()),
  sheet: z.optional(z.string()),
});

export const openPart = z.strictObject({
  kind: z.enum(['step', 'module']),
  id: z.string(),
  owners: z.array(z.string()),
  due: day,
  /** Hours that are asked for and recorded so far, of a module. */
  hours: z.optional(z.number()),
  recorded: z.optional(z.number()),
});

/** An onboarding with what is open. */
export const onboardingShape = z.strictObject({
  onboardingId: z.string(),
  personId: z.string(),
  stationId,
  position,
  edition: z.string(),
  status: z.enum(['open', 'certifying', 'released', 'ended']),
  since: day,
  steps: z.record(z.string(), stepRecord),
  mentor: z.optional(z.string()),
  hours: z.record(z.string(), z.number()),
  credited: z.array(z.string()),
  certificationId: z.optional(z.string()),
  releasedAt: z.optional(instant),
  endedAt: z.optional(instant),
  /** The first due first. */
  open: z.array(openPart),
  /** By when the person is released. */
  releaseDue: day,
  /** The duty sheet to read and sign. */
  dutySheet: z.string(),
});

const shown = z.strictObject({
  by: z.string(),
  at: instant,
  evidence: z.string(),
  validUntil: z.optional(day),
  reviewBy: z.optional(day),
  waivedBecause: z.optional(z.string()),
});
const attempt = { number: z.number(), at: instant, score: z.number(), passed: z.boolean() };

/** A way to a certificate with what is next. */
export const certificationShape = z.strictObject({
  certificationId: z.string(),
  personId: z.string(),
  stationId,
  position,
  level: z.string(),
  authorisation: z.optional(z.string()),
  kind: z.enum(['initial', 'renewal', 'upgrade', 'authorisation']),
  edition: z.string(),
  status: z.enum([
    'candidate',
    'in-training',
    'theory-passed',
    'practical-passed',
    'approved',
    'certified',
    'ended',
  ]),
  needs: z.strictObject({ theory: z.boolean(), practical: z.boolean() }),
  dues: z.strictObject({ theory: day, practical: day, release: day }),
  shown: z.record(z.string(), shown),
  missing: z.array(z.string()),
  attempts: z.array(z.strictObject(attempt)),
  assessments: z.array(
    z.strictObject({
      ...attempt,
      by: z.string(),
      failedSafety: z.array(z.string()),
      /** HQ countersigns: whoever assessed leads the candidate's work as well. */
      combined: z.optional(z.literal(true)),
      /** HQ approves: whoever assessed would approve as well. */
      approves: z.optional(z.literal(true)),
    }),
  ),
  /** Where the attendance list of the last retraining is kept. */
  retraining: z.optional(z.string()),
  turnedDownBecause: z.optional(z.string()),
  signed: z.optional(z.strictObject({ by: z.string(), at: instant })),
  approval: z.optional(z.strictObject({ by: z.string(), at: instant })),
  certificate: z.optional(z.string()),
  next: z.optional(z.strictObject({ step: z.string(), owner: z.string(), due: day })),
  /** Why no paper can be started now. */
  exam: z.optional(
    z.strictObject({
      reason: z.string(),
      missing: z.optional(z.array(z.string())),
      from: z.optional(day),
    }),
  ),
  passMarks: z.strictObject({ theory: z.number(), practical: z.number() }),
  /** Steps of the practical. */
  rubric: z.array(z.strictObject({ id: z.string(), points: z.number(), safetyCritical: z.boolean() })),
});

const certificateStatus = z.enum([
  'valid',
  'expiring',
  'grace',
  'expired',
  'suspended',
  'revoked',
  'replaced',
]);
const decision = z.strictObject({
  by: z.string(),
  at: instant,
  reason: z.string(),
  cause: z.optional(z.string()),
  appealNote: z.optional(z.string()),
});

/** A certificate with its status on the day of asking. */
export const certificateShape = z.strictObject({
  number: z.string(),
  personId: z.string(),
  stationId: z.nullable(stationId),
  position,
  level: z.string(),
  authorisation: z.optional(z.string()),
  edition: z.string(),
  status: certificateStatus,
  issuedOn: day,
  validFrom: day,
  validUntil: day,
  refresherHours: z.number(),
  /** Where the record of the last hours is kept. */
  refresherEvidence: z.optional(z.string()),
  /** When it was taken over from before this system. */
  takenOver: z.optional(
    z.strictObject({
      by: z.string(),
      at: instant,
      evidence: z.string(),
      /** The number on the paper. */
      number: z.optional(z.string()),
      /** Why it was imported. */
      reason: z.optional(z.string()),
    }),
  ),
  /** The statutory certificate that an authorisation leans on. */
  statutory: z.optional(
    z.strictObject({
      certificate: z.string(),
      validUntil: z.optional(day),
      reviewBy: z.optional(day),
      evidence: z.optional(z.string()),
    }),
  ),
  suspended: z.optional(decision),
  revoked: z.optional(decision),
  replacedBy: z.optional(z.string()),
});

const bilingual = z.strictObject({ zh: z.string(), en: z.string() });

/** What everybody may know of a certificate, at the moment of asking. */
export const publicCertificateShape = z.strictObject({
  number: z.string(),
  status: certificateStatus,
  position: z.strictObject({ code: position, name: bilingual }),
  level: z.string(),
  authorisation: z.optional(z.string()),
  edition: z.string(),
  validFrom: day,
  validUntil: day,
  /** Taken over from before this system: nobody was examined here for it. */
  takenOver: z.optional(z.literal(true)),
  /** Masked (王*明); missing when the holder has left the network. */
  holder: z.optional(z.string()),
});

/** Places of chosen options by question. */
export const paperAnswers = z.record(
  z.string().check(z.regex(/^[A-Z]{2,4}-\d{3}$/, 'question')),
  z.array(z.int().check(z.minimum(0), z.maximum(9))).check(z.maxLength(10)),
);
const paperResult = z.strictObject({
  finishedAt: instant,
  score: z.number(),
  passed: z.boolean(),
  wrong: z.array(z.string()),
});

/** A paper with its questions; options are named by their place. */
export const paperShape = z.strictObject({
  certificationId: z.string(),
  number: z.number(),
  startedAt: instant,
  /** By the server's clock. */
  endsAt: instant,
  questions: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['single', 'multiple', 'judge']),
      text: bilingual,
      options: z.array(bilingual),
    }),
  ),
  answers: paperAnswers,
  savedAt: z.optional(instant),
  result: z.optional(paperResult),
});

export const paperSavedShape = z.strictObject({ number: z.number(), savedAt: instant, endsAt: instant });
export const paperResultShape = z.strictObject({ number: z.number(), ...paperResult.shape });
/** Number of a paper in a path. */
export const paperNumber = z.pipe(
  z.string().check(z.regex(/^[1-9]\d?$/, '1…99')),
  z.transform((text: string) => Number(text)),
);
