import type { CrossRule } from './cross-rule.ts';
import { fileOfPart, positionPath } from './schema.ts';

const order = (file: string, path: string, given: readonly unknown[], expected: readonly unknown[]) =>
  given.join() === expected.join()
    ? []
    : [{ file, path, message: `expected ${expected.join(' ')} in this order (now ${given.join(' ')})` }];

const letters = ['A', 'B', 'C', 'D'];

/** Rules about grading, correction, onboarding and certification. */
export const processRules: CrossRule[] = [
  {
    rule: 'grades-descend',
    check({ audit: { grades } }) {
      const path = 'grades';
      const file = fileOfPart.audit;
      const limits = grades.map((step) => step.atLeast);
      const descending = limits.every((limit, at) => at === 0 || limit < (limits[at - 1] ?? 0));
      return [
        ...order(
          file,
          path,
          grades.map((step) => step.grade),
          letters,
        ),
        ...(descending && limits.at(-1) === 0
          ? []
          : [
              {
                file,
                path,
                message: `lower limits fall from grade to grade and end at 0 (now ${limits.join(' ')})`,
              },
            ]),
      ];
    },
  },
  {
    rule: 'grade-consequences',
    check: ({ audit }) =>
      order(
        fileOfPart.audit,
        'consequences',
        audit.consequences.map((step) => step.grade),
        letters,
      ),
  },
  {
    rule: 'item-factors',
    check({ audit: { itemFactors } }) {
      const { satisfied, partly, not } = itemFactors;
      return satisfied === 1 && partly < satisfied && not < partly
        ? []
        : [
            {
              file: fileOfPart.audit,
              path: 'itemFactors',
              message: 'factors fall from 1 for satisfied over partly to not',
            },
          ];
    },
  },
  {
    rule: 'severities-complete',
    check: ({ correctiveAction: { severities } }) =>
      order(
        fileOfPart.correctiveAction,
        'severities',
        severities.map((step) => step.severity),
        ['minor', 'major', 'critical'],
      ),
  },
  {
    rule: 'correction-days-rise',
    check: ({ correctiveAction: { severities } }) =>
      severities
        .filter(
          ({ days }) =>
            !(days.contain <= days.rootCause && days.rootCause <= days.plan && days.plan <= days.close),
        )
        .map(({ severity }) => ({
          file: fileOfPart.correctiveAction,
          path: 'severities',
          message: `${severity}: containing, cause, plan and closing are due in this order`,
        })),
  },
  {
    rule: 'onboarding-steps-numbered',
    check: ({ onboarding: { steps } }) =>
      order(
        fileOfPart.onboarding,
        'steps',
        steps.map((step) => step.step),
        steps.map((_, at) => at + 1),
      ),
  },
  {
    rule: 'pass-mark-floor',
    check: ({ positions, certification: { passMarks } }) =>
      positions.flatMap(({ code, certification }) =>
        (['theoryPass', 'practicalPass'] as const)
          .filter((mark) => certification[mark] < passMarks.nationalFloor)
          .map((mark) => ({
            file: positionPath(code),
            path: `certification.${mark}`,
            message: `the mark is not below the national floor of ${passMarks.nationalFloor}`,
          })),
      ),
  },
];
