import { describe, expect, test } from 'vitest';
import { crossRules } from '../../packages/standard/cross-rules.ts';
import { problemLine } from '../../packages/standard/edition-problem.ts';
import { type EditionCopy, problemsAfter } from './copy-edition.ts';

/** One way to break each cross rule: rule, where it must be reported, change. */
const breaks: [string, string, string, (copy: EditionCopy) => void][] = [
  [
    'positions-listed',
    'edition.json',
    'positions',
    ({ edit }) => edit('edition.json', (about) => about.positions.splice(about.positions.indexOf('CC'), 1)),
  ],
  [
    'one-root',
    'positions/TD.json',
    'reportsTo',
    ({ edit }) =>
      edit('positions/TD.json', (td) => {
        td.reportsTo = null;
      }),
  ],
  [
    'reports-to-known',
    'positions/CC.json',
    'reportsTo',
    ({ edit }) =>
      edit('positions/CC.json', (cc) => {
        cc.reportsTo = 'XX';
      }),
  ],
  [
    'no-cycle',
    'positions/SVM.json',
    'reportsTo',
    ({ edit }) =>
      edit('positions/SVM.json', (svm) => {
        svm.reportsTo = 'SA';
      }),
  ],
  [
    'chart-order',
    'edition.json',
    'positions',
    ({ edit }) =>
      edit('edition.json', (about) => {
        const [first, second, ...rest] = about.positions;
        about.positions = [first, ...rest, second];
      }),
  ],
  [
    'unique-ids',
    'positions/CC.json',
    'audit.items[1].id',
    ({ edit }) =>
      edit('positions/CC.json', (cc) => {
        cc.audit.items[1].id = cc.audit.items[0].id;
      }),
  ],
  [
    'duty-clauses',
    'positions/QI.json',
    'duties[0].origin',
    ({ edit }) =>
      edit('positions/QI.json', (qi) => {
        qi.duties[0].origin = 'source';
      }),
  ],
  [
    'source-clauses-complete',
    'positions/SM.json',
    'duties',
    ({ edit }) => edit('positions/SM.json', (sm) => sm.duties.splice(4, 1)),
  ],
  [
    'item-weights',
    'positions/MT.json',
    'audit.items',
    ({ edit }) =>
      edit('positions/MT.json', (mt) => {
        mt.audit.items[3].weight -= 2;
      }),
  ],
  [
    'position-weights',
    'positions',
    'audit.weight',
    ({ edit }) =>
      edit('positions/MT.json', (mt) => {
        mt.audit.weight += 1;
      }),
  ],
  [
    'item-clauses',
    'positions/GA.json',
    'audit.items[0].clause',
    ({ edit }) =>
      edit('positions/GA.json', (ga) => {
        ga.audit.items[0].clause = '2.1';
      }),
  ],
  [
    'certifiers-cover-levels',
    'positions/BT.json',
    'certification.certifiers',
    ({ edit }) =>
      edit('positions/BT.json', (bt) => {
        bt.certification.certifiers[1].levels = ['L2'];
      }),
  ],
  [
    'nobody-certifies-themselves',
    'positions/TD.json',
    'certification.certifiers[0].assesses',
    ({ edit }) =>
      edit('positions/TD.json', (td) => {
        td.certification.certifiers[0].assesses = 'TD';
      }),
  ],
  [
    'module-known',
    'positions/PP.json',
    'modules[0].module',
    ({ edit }) =>
      edit('positions/PP.json', (pp) => {
        pp.modules[0].module = 'C99';
      }),
  ],
  [
    'module-used',
    'modules.json',
    '[7].id',
    ({ edit }) =>
      edit('positions/SM.json', (sm) => {
        sm.modules = sm.modules.filter((one: { module: string }) => one.module !== 'SM1');
      }),
  ],
  [
    'recurring-duty-known',
    'positions/SM.json',
    'audit.items[0].recurringDuty',
    ({ edit }) =>
      edit('positions/SM.json', (sm) => {
        sm.audit.items[0].recurringDuty = 'R99';
      }),
  ],
  [
    'recurring-duty-linked-back',
    'positions/GA.json',
    'duties[1].recurring',
    ({ edit }) =>
      edit('positions/GA.json', (ga) => {
        ga.duties[1].recurring = ['R02'];
      }),
  ],
  [
    'level-known',
    'positions/PS.json',
    'certification.levels[0]',
    ({ edit }) =>
      edit('positions/PS.json', (ps) => {
        ps.certification.levels = ['L9'];
        ps.certification.certifiers[0].levels = ['L9'];
      }),
  ],
  [
    'prerequisite-level-known',
    'positions/PM.json',
    'prerequisites[2].level',
    ({ edit }) =>
      edit('positions/PM.json', (pm) => {
        pm.prerequisites[2].level = 'L2';
      }),
  ],
  [
    'authorisation-known',
    'staffing.json',
    'nevOverlay.authorisation',
    ({ edit }) =>
      edit('staffing.json', (staffing) => {
        staffing.nevOverlay.authorisation = 'magic';
      }),
  ],
  [
    'certificate-known',
    'certification.json',
    'authorisations[0].statutoryCertificate',
    ({ edit }) =>
      edit('certification.json', (certification) => {
        certification.authorisations[0].statutoryCertificate = 'pilot';
      }),
  ],
  [
    'position-known',
    'staffing.json',
    'combinations.never[0].positions[1]',
    ({ edit }) =>
      edit('staffing.json', (staffing) => {
        staffing.combinations.never[0].positions[1] = 'XX';
      }),
  ],
  [
    'actor-known',
    'positions/WA.json',
    'certification.certifiers[0].approves',
    ({ edit }) =>
      edit('positions/WA.json', (wa) => {
        wa.certification.certifiers[0].approves = 'hq-nobody';
      }),
  ],
  [
    'source-known',
    'modules.json',
    '[1].sources[0]',
    ({ edit }) =>
      edit('modules.json', (modules) => {
        modules[1].sources = ['S99'];
      }),
  ],
  [
    'band-known',
    'staffing.json',
    'outsourcing.bands[0]',
    ({ edit }) =>
      edit('staffing.json', (staffing) => {
        staffing.outsourcing.bands = ['B9'];
      }),
  ],
  [
    'bands-contiguous',
    'staffing.json',
    'bands[2].from',
    ({ edit }) =>
      edit('staffing.json', (staffing) => {
        staffing.bands[2].from = 302;
      }),
  ],
  [
    'staffing-complete',
    'staffing.json',
    'table',
    ({ edit }) =>
      edit('staffing.json', (staffing) => {
        delete staffing.table.QI;
      }),
  ],
  [
    'table-rises',
    'staffing.json',
    'table.SA',
    ({ edit }) =>
      edit('staffing.json', (staffing) => {
        staffing.table.SA[3] = 2;
      }),
  ],
  [
    'class-floors-known',
    'staffing.json',
    'classes.II.floors.XX',
    ({ edit }) =>
      edit('staffing.json', (staffing) => {
        staffing.classes.II.floors.XX = 1;
      }),
  ],
  [
    'never-combined-kept',
    'staffing.json',
    'combinations.allowed.B3[1]',
    ({ edit }) => edit('staffing.json', (staffing) => staffing.combinations.allowed.B3.push(['ST', 'PM'])),
  ],
  [
    'controls-allowed',
    'staffing.json',
    'combinations.controls[0].bands',
    ({ edit }) => edit('staffing.json', (staffing) => staffing.combinations.controls[0].bands.push('B2')),
  ],
  [
    'grades-descend',
    'audit.json',
    'grades',
    ({ edit }) =>
      edit('audit.json', (audit) => {
        audit.grades[3].atLeast = 10;
      }),
  ],
  [
    'grade-consequences',
    'audit.json',
    'consequences',
    ({ edit }) => edit('audit.json', (audit) => audit.consequences.pop()),
  ],
  [
    'item-factors',
    'audit.json',
    'itemFactors',
    ({ edit }) =>
      edit('audit.json', (audit) => {
        audit.itemFactors.not = 0.6;
      }),
  ],
  [
    'severities-complete',
    'corrective-action.json',
    'severities',
    ({ edit }) =>
      edit('corrective-action.json', (correction) => {
        correction.severities[0].severity = 'major';
      }),
  ],
  [
    'correction-days-rise',
    'corrective-action.json',
    'severities',
    ({ edit }) =>
      edit('corrective-action.json', (correction) => {
        correction.severities[2].days.contain = 20;
      }),
  ],
  [
    'onboarding-steps-numbered',
    'onboarding.json',
    'steps',
    ({ edit }) => edit('onboarding.json', (onboarding) => onboarding.steps.splice(2, 1)),
  ],
  [
    'pass-mark-floor',
    'positions/CC.json',
    'certification.theoryPass',
    ({ edit }) =>
      edit('positions/CC.json', (cc) => {
        cc.certification.theoryPass = 55;
      }),
  ],
  [
    'rubric-points',
    'positions/SM.json',
    'certification.rubric.tasks',
    ({ edit }) =>
      edit('positions/SM.json', (sm) => {
        sm.certification.rubric.tasks[0].steps[0].points += 1;
      }),
  ],
  [
    'rubric-ids',
    'positions/SM.json',
    'certification.rubric.tasks[1].steps[0].id',
    ({ edit }) =>
      edit('positions/SM.json', (sm) => {
        sm.certification.rubric.tasks[1].steps[0].id = 'SM-P1-99';
      }),
  ],
  [
    'rubric-unique-ids',
    'certification.json',
    'authorisations[2].rubric.tasks[0].id',
    ({ edit }) =>
      edit('certification.json', (certification) => {
        certification.authorisations[2].rubric.tasks[0].id = 'HV-P1';
      }),
  ],
  [
    'rubric-clauses',
    'positions/MT.json',
    'certification.rubric.tasks[0].steps[2].clause',
    ({ edit }) =>
      edit('positions/MT.json', (mt) => {
        mt.certification.rubric.tasks[0].steps[2].clause = 'H12.1';
      }),
  ],
  [
    'rubric-where-practical',
    'certification.json',
    'authorisations[0].rubric',
    ({ edit }) =>
      edit('certification.json', (certification) => {
        certification.authorisations[0].rubric = null;
      }),
  ],
  [
    'languages-apart',
    'positions/SA.json',
    'duties[0].text.en',
    ({ edit }) =>
      edit('positions/SA.json', (sa) => {
        sa.duties[0].text.en = '解答 customers';
      }),
  ],
];

describe('an edition whose parts do not fit together', () => {
  test.each(breaks)('breaks %s in %s at %s', (rule, file, path, change) => {
    expect(problemsAfter(change)).toContainEqual(expect.objectContaining({ rule, file, path }));
  });

  test('every cross rule has a case that breaks it', () => {
    expect(breaks.map(([rule]) => rule).sort()).toEqual(crossRules.map(({ rule }) => rule).sort());
  });

  test('a problem reads as one sentence with file and place', () => {
    const problems = problemsAfter(({ edit }) =>
      edit('positions/MT.json', (mt) => {
        mt.audit.items[3].weight -= 2;
      }),
    );
    expect(problems.map(problemLine)).toEqual([
      "positions/MT.json: audit.items: weights of a position's items sum to 100 (now 98)",
    ]);
  });

  test('Chinese text that is missing is noticed', () => {
    const problems = problemsAfter(({ edit }) =>
      edit('modules.json', (modules) => {
        modules[0].name.zh = 'Brand rules';
      }),
    );
    expect(problems.map(problemLine)).toEqual(['modules.json: [0].name.zh: no Chinese in "Brand rules"']);
  });

  test('a task of another position and a rubric without a practical are noticed', () => {
    const problems = problemsAfter(({ edit }) => {
      edit('positions/PT.json', (pt) => {
        const [task] = pt.certification.rubric.tasks;
        task.id = 'QI-P9';
        for (const [at, step] of task.steps.entries()) step.id = `QI-P9-${at + 1}`;
      });
      edit('certification.json', (certification) => {
        certification.authorisations[1].rubric = certification.authorisations[2].rubric;
        certification.authorisations[2].rubric = null;
        certification.authorisations[2].practical = false;
      });
    });
    expect(problems.map(({ rule, file, path }) => [rule, file, path])).toEqual([
      ['rubric-ids', 'positions/PT.json', 'certification.rubric.tasks[0].id'],
      ['rubric-where-practical', 'certification.json', 'authorisations[1].rubric'],
    ]);
  });

  test.each<[string, string, (copy: EditionCopy) => void]>([
    [
      'position-known',
      'countersigning[0].combined[1]',
      ({ edit }) =>
        edit('certification.json', (certification) => {
          certification.countersigning[0].combined[1] = 'XX';
        }),
    ],
    [
      'actor-known',
      'countersigning[0].approves',
      ({ edit }) =>
        edit('certification.json', (certification) => {
          certification.countersigning[0].approves = 'hq-nobody';
        }),
    ],
    [
      'level-known',
      'levels[3].mayAssess[0]',
      ({ edit }) =>
        edit('certification.json', (certification) => {
          certification.levels[3].mayAssess = ['L9'];
        }),
    ],
    [
      'module-known',
      'steps[1].modules[0]',
      ({ edit }) =>
        edit('onboarding.json', (onboarding) => {
          onboarding.steps[1].modules = ['C99'];
        }),
    ],
  ])('%s: a name behind who assesses and what is done is resolved (%s)', (rule, path, change) => {
    expect(problemsAfter(change)).toContainEqual(expect.objectContaining({ rule, path }));
  });

  test('a dotted line must not repeat the solid one', () => {
    const problems = problemsAfter(({ edit }) =>
      edit('positions/MT.json', (mt) => {
        mt.dottedReportsTo = ['WSM'];
      }),
    );
    expect(problems.map(({ rule, path }) => [rule, path])).toEqual([
      ['reports-to-known', 'dottedReportsTo[0]'],
    ]);
  });
});
