import type { CrossRule } from './cross-rule.ts';
import { languageRules } from './language-rules.ts';
import { orgChartRules } from './org-chart-rules.ts';
import { positionRules } from './position-rules.ts';
import { processRules } from './process-rules.ts';
import { referenceRules } from './reference-rules.ts';
import { rubricRules } from './rubric-rules.ts';
import { staffingRules } from './staffing-rules.ts';

/** Every rule that an edition keeps beyond its schema. */
export const crossRules: readonly CrossRule[] = [
  ...orgChartRules,
  ...positionRules,
  ...referenceRules,
  ...staffingRules,
  ...processRules,
  ...rubricRules,
  ...languageRules,
];
