import { languageRules } from './language-rules.ts';
import { orgChartRules } from './org-chart-rules.ts';
import { positionRules } from './position-rules.ts';
import { processRules } from './process-rules.ts';
import { referenceRules } from './reference-rules.ts';
import type { Edition } from './schema.ts';
import { staffingRules } from './staffing-rules.ts';

/** A place where a rule is broken. */
export interface Broken {
  file: string;
  path: string;
  message: string;
}

/** A rule that a schema cannot say, because it looks at several places or files at once. */
export interface CrossRule {
  /** Stable name: it is shown with each problem and tests break it by this name. */
  rule: string;
  check(edition: Edition): Broken[];
}

/** Every rule that an edition keeps beyond its schema. */
export const crossRules: readonly CrossRule[] = [
  ...orgChartRules,
  ...positionRules,
  ...referenceRules,
  ...staffingRules,
  ...processRules,
  ...languageRules,
];
