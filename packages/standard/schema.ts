import * as z from 'zod';
import { auditFile, correctiveActionFile } from './audit-schema.ts';
import { type dutyRule, recurringDutyFile } from './duty-schema.ts';
import { certificationFile, moduleFile, onboardingFile } from './people-schema.ts';
import { positionFile } from './position-schema.ts';
import { code, count, type deadline, type origin, type rubric, text } from './schema-parts.ts';
import { staffingFile } from './staffing-schema.ts';

// One schema per file of an edition. Objects are strict: a misspelt key is an error and never silently ignored.

export const editionFile = z.strictObject({
  number: z.string().regex(/^\d+$/),
  title: text,
  validFrom: z.iso.date(),
  note: text,
  /** Every position of the edition, in the order of the org chart read from top to bottom. */
  positions: z.array(code).min(1),
  /** Clauses of the source document: group → number of clauses, so that none is lost unnoticed. */
  sourceClauses: z.record(z.string().regex(/^\d+$/), count),
  origins: z.strictObject({ source: text, derived: text, house: text, statutory: text }),
  sources: z.array(z.strictObject({ id: z.string().regex(/^S\d{2}$/), title: text, note: text })),
});

/** A whole edition: one key per file, positions in the order of the org chart. */
export const editionContent = z.strictObject({
  about: editionFile,
  positions: z.array(positionFile).min(1),
  modules: moduleFile,
  recurringDuties: recurringDutyFile,
  staffing: staffingFile,
  audit: auditFile,
  correctiveAction: correctiveActionFile,
  onboarding: onboardingFile,
  certification: certificationFile,
});

/** The file that holds each part of an edition; positions have a folder with one file each. */
export const fileOfPart = {
  about: 'edition.json',
  modules: 'modules.json',
  recurringDuties: 'recurring-duties.json',
  staffing: 'staffing.json',
  audit: 'audit.json',
  correctiveAction: 'corrective-action.json',
  onboarding: 'onboarding.json',
  certification: 'certification.json',
} as const satisfies Record<Exclude<keyof Edition, 'positions'>, string>;

/** Path of a position's file inside an edition. */
export const positionPath = (code: string) => `positions/${code}.json`;

export type Edition = z.infer<typeof editionContent>;
/** Everything that the standard says about one position. */
export type PositionSheet = Edition['positions'][number];
export type TrainingModule = Edition['modules'][number];
export type RecurringDuty = Edition['recurringDuties'][number];
export type DutyRule = z.infer<typeof dutyRule>;
export type Rubric = z.infer<typeof rubric>;
export type Deadline = z.infer<typeof deadline>;
export type Text = z.infer<typeof text>;
export type Language = keyof Text;
/** Where a figure comes from: the source document, computed from sources, our own default, or public law. */
export type Origin = z.infer<typeof origin>;
