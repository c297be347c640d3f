import * as z from 'zod';

// The pieces that the schemas of an edition's files share.

const sentence = z.string().trim().min(1);
/** A text in both languages. The two never mix in one string. */
export const text = z.strictObject({ zh: sentence, en: sentence });

/** Where a figure comes from: the source document, computed from sources, our own default, or public law. */
export const origin = z.enum(['source', 'derived', 'house', 'statutory']);
export const sources = z.array(z.string().regex(/^S\d{2}$/)).default([]);

export const code = z.string().regex(/^[A-Z]{2,4}$/, 'a position code is two to four capital letters');
export const clause = z.string().regex(/^H?\d{1,2}\.\d{1,2}$/, 'a clause reads 8.2 or H9.2');
export const recurringId = z.string().regex(/^R\d{2,3}$/);
export const moduleId = z.string().regex(/^[A-Z]{1,3}\d{1,2}$/);
export const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is written in kebab case');
export const levelId = z.string().regex(/^(L[1-9]|[a-z]+(-[a-z]+)*)$/, 'a level reads L2 or qualified');
export const count = z.int().positive();
export const percent = z.int().min(0).max(100);
export const share = z.number().min(0).max(1);

/**
 * What the assessor of a practical looks at: tasks with their time, and steps whose points sum to 100. A
 * safety-critical step that goes wrong fails the practical, whatever the points.
 */
export const rubric = z.strictObject({
  tasks: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Z]{2,4}-P\d{1,2}$/, 'a task id reads SM-P1'),
        text,
        minutes: count,
        steps: z
          .array(
            z.strictObject({
              id: z.string().regex(/^[A-Z]{2,4}-P\d{1,2}-\d{1,2}$/, 'a step id reads SM-P1-1'),
              text,
              points: percent.min(1),
              /** Concerns life, health or the law. */
              safetyCritical: z.boolean(),
              clause: clause.nullable(),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
});

export const severity = z.enum(['minor', 'major', 'critical']);
export const grade = z.enum(['A', 'B', 'C', 'D']);
export const repairClass = z.enum(['I', 'II', 'III']);
/** What a module, a prerequisite or a certificate is needed for. */
export const occasion = z.enum([
  'always',
  'hv-work',
  'welding',
  'forklift',
  'safety-officer',
  'health-exposure',
]);
/** A position code, `line-manager`, or an office of HQ from certification.json. */
export const actor = z.union([code, z.literal('line-manager'), z.string().regex(/^hq-[a-z-]+$/)]);
export const days = z.strictObject({ days: z.int().min(0), kind: z.enum(['working', 'calendar']) });

/** A moment by which something is done: days after an event (0 = the same day), or before something may happen. */
export const deadline = z.union([
  z.strictObject({ ...days.shape, from: z.enum(['hire', 'assignment', 'leave', 'vacancy']) }),
  z.strictObject({
    before: z.enum(['assignment', 'independent-work', 'hv-work', 'welding', 'practical', 'certificate']),
  }),
]);
