import * as z from 'zod';
import { clause, code, count, text } from './schema-parts.ts';

// A question bank has versions of its own: HQ may change questions without a new edition, and an exam keeps the
// version that it was drawn from.

const question = z.strictObject({
  id: z.string().regex(/^[A-Z]{2,4}-\d{3}$/, 'a question id reads SM-001'),
  /** single = one right option, multiple = several, judge = true or false. */
  kind: z.enum(['single', 'multiple', 'judge']),
  topic: z.enum(['duty', 'rule', 'safety']),
  /** The duty of the position that is asked about; null for a rule that no single clause holds. */
  clause: clause.nullable(),
  /** Concerns life, health or the law. */
  critical: z.boolean(),
  text,
  options: z.array(text).min(2).max(6),
  /** Places of the right options, counted from 0, lowest first. Never leaves for a browser. */
  answer: z.array(z.int().min(0)).min(1),
  /** Shown after the exam: the reason and where it stands. */
  why: text,
  origin: z.enum(['source', 'house', 'statutory']),
});

export const bankFile = z.strictObject({
  position: code,
  version: count,
  title: text,
  /** Questions that a paper holds. */
  paper: count,
  questions: z.array(question).min(1),
});

/** The two options of every judge question, in this order. */
export const judgeOptions = [
  { zh: '正确', en: 'True' },
  { zh: '错误', en: 'False' },
] as const;

export type QuestionBank = z.infer<typeof bankFile>;
export type Question = QuestionBank['questions'][number];
