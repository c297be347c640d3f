import * as z from 'zod';
import {
  actor,
  code,
  count,
  days,
  deadline,
  levelId,
  moduleId,
  origin,
  percent,
  rubric,
  severity,
  slug,
  sources,
  text,
} from './schema-parts.ts';

export const moduleFile = z.array(
  z.strictObject({
    id: moduleId,
    name: text,
    hours: count,
    modes: z
      .array(
        z.enum([
          'e-learning',
          'classroom',
          'on-site',
          'practical',
          'practical-at-hq',
          'system-practice',
          'case-work',
          'role-play',
          'shadow-audit',
          'external',
        ]),
      )
      .min(1),
    deadline,
    /** Hours and limit that the law sets, where it does. */
    statutory: z
      .strictObject({ hours: count, yearlyHours: count.nullable(), withinMonths: count.nullable() })
      .nullable(),
    origin,
    sources,
  }),
);

export const onboardingFile = z.strictObject({
  steps: z.array(
    z.strictObject({
      step: count,
      id: slug,
      name: text,
      owners: z.array(actor).min(1),
      deadline,
      exceptions: z.array(z.strictObject({ positions: z.array(code).min(1), deadline })),
      rule: text,
      /** Modules that the step itself is; a position has one of them at most. */
      modules: z.array(moduleId).default([]),
      origin,
      sources,
    }),
  ),
  mentor: z.strictObject({ traineesAtMost: count, text }),
  /** Whoever holds a position longer than this without a certificate is a finding. */
  uncertified: z.strictObject({ afterDays: count, severity, text, origin, sources }),
  /** Who is told when a step is overdue by so many days: the owner, positions of the station, offices of HQ. */
  escalation: z.array(
    z.strictObject({
      overdueDays: count,
      tell: z.array(z.union([z.literal('owner'), z.literal('person'), actor])).min(1),
      text,
      origin,
      sources,
    }),
  ),
  leave: z.array(z.strictObject({ id: slug, owners: z.array(actor).min(1), deadline, text })),
  acting: z.strictObject({
    named: z.strictObject({ ...days.shape, from: z.literal('vacancy') }),
    atMostDays: count,
    renewals: z.int().min(0),
    text,
    origin,
    sources,
  }),
});

export const certificationFile = z.strictObject({
  offices: z.array(z.strictObject({ id: z.string().regex(/^hq-[a-z-]+$/), name: text })),
  statuses: z.array(z.strictObject({ id: slug, name: text })),
  levels: z.array(
    z.strictObject({
      id: levelId,
      name: text,
      meaning: text,
      experienceMonths: z.int().min(0),
      /** Levels of the own position whose candidates the holder may assess under the position that assesses. */
      mayAssess: z.array(levelId),
      origin,
      sources,
    }),
  ),
  passMarks: z.strictObject({
    theory: percent,
    practical: percent,
    /** Share of the safety-critical steps that must be right. */
    safetyCriticalSteps: percent,
    nationalFloor: percent,
    text,
    origin,
    sources,
  }),
  exam: z.strictObject({
    minutes: count,
    poolTimesPaper: count,
    openBook: z.boolean(),
    retakes: z.strictObject({ count, withinDays: count, daysApart: count }),
    text,
    origin,
    sources,
  }),
  renewal: z.strictObject({
    windowDaysBefore: count,
    graceDays: count,
    alertDays: z.array(count).min(1).max(3),
    practicalWhen: z.strictObject({
      lastOlderThanMonths: count,
      absenceOverMonths: count,
      criticalFinding: z.boolean(),
    }),
    requirements: z.array(text),
    grace: text,
    afterGrace: text,
    origin,
    sources,
  }),
  suspension: z.array(z.strictObject({ id: slug, text })),
  absence: z.strictObject({ overMonths: count, text, origin, sources }),
  /** Who approves as well where one person is line manager and assessor. */
  countersigning: z.array(
    z.strictObject({
      /** Positions that one person holds together. */
      combined: z.array(code).length(2),
      /** Whose certificates are concerned. */
      candidates: z.array(code).min(1),
      approves: actor,
      origin,
      sources,
    }),
  ),
  /** Extra rights beside the certificate of the position. */
  authorisations: z.array(
    z.strictObject({
      id: slug,
      name: text,
      modules: z.array(moduleId),
      practical: z.boolean(),
      /** Null where no practical is asked for. */
      rubric: rubric.nullable(),
      statutoryCertificate: slug.nullable(),
      refreshMonths: count.nullable(),
      /** People that must be present at the work. */
      peoplePresent: count,
      text,
      origin,
      sources,
    }),
  ),
  statutoryCertificates: z.array(
    z.strictObject({
      id: slug,
      name: text,
      validityMonths: count.nullable(),
      reviewEveryMonths: count.nullable(),
      practicalAgainAfterAbsenceMonths: count.nullable(),
      text,
      origin,
      sources,
    }),
  ),
  rules: z.array(z.strictObject({ id: slug, text, origin, sources })),
});
