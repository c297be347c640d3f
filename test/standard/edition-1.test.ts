import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editionRules, type HeadFormula } from '../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import type { Rubric } from '../../packages/standard/schema.ts';

const edition = loadEdition('edition-1');
const duties = edition.positions.flatMap((position) => position.duties);
const items = edition.positions.flatMap((position) => position.audit.items);

describe('the positions of edition 1', () => {
  test('stand in the order of the org chart', () => {
    expect(edition.positions.map((position) => position.code).join(' ')).toBe(
      'SM SVM SA WA ST WSM MT BT PT QI PM PP PS GA TD CC',
    );
  });

  test('carry the 57 clauses of the source document, each once', () => {
    const source = duties.filter((duty) => duty.origin === 'source').map((duty) => duty.clause);
    expect(source).toHaveLength(57);
    expect(new Set(source).size).toBe(57);
    const perGroup = Map.groupBy(source, (clause) => clause.split('.')[0]);
    expect(Object.fromEntries([...perGroup].map(([group, clauses]) => [group, clauses.length]))).toEqual({
      1: 8,
      2: 4,
      3: 9,
      4: 7,
      5: 7,
      6: 8,
      7: 6,
      8: 8,
    });
  });

  test('keep clauses of the house in groups H9 to H16', () => {
    const house = duties.filter((duty) => duty.origin === 'house').map((duty) => duty.clause.split('.')[0]);
    expect(new Set(house)).toEqual(new Set(['H9', 'H10', 'H11', 'H12', 'H13', 'H14', 'H15', 'H16']));
  });

  test('are eight main ones, five by law and three advisory', () => {
    const byEnforcement = Map.groupBy(edition.positions, (position) => position.enforcement);
    const codes = (kind: 'brand-mandatory' | 'statutory' | 'advisory') =>
      byEnforcement.get(kind)?.map((position) => position.code);
    expect(codes('brand-mandatory')).toEqual(['SM', 'SVM', 'SA', 'WSM', 'PM', 'GA', 'TD', 'CC']);
    expect(codes('statutory')).toEqual(['ST', 'MT', 'BT', 'PT', 'QI']);
    expect(codes('advisory')).toEqual(['WA', 'PP', 'PS']);
    for (const position of edition.positions)
      expect(position.mainPosition).toBe(position.enforcement === 'brand-mandatory');
  });

  test('have 103 checklist items, eleven of them critical', () => {
    expect(items).toHaveLength(103);
    const critical = items.filter((item) => item.severity === 'critical').map((item) => item.id);
    expect(critical).toEqual([
      'AU-SM-05',
      'AU-WA-02',
      'AU-ST-03',
      'AU-WSM-06',
      'AU-MT-04',
      'AU-BT-03',
      'AU-PT-04',
      'AU-QI-02',
      'AU-PS-05',
      'AU-TD-03',
      'AU-CC-02',
    ]);
  });

  test('ask for the hours of training that the modules add up to', () => {
    const hours = new Map(edition.modules.map((module) => [module.id, module.hours]));
    const required = (code: string) =>
      edition.positions
        .find((position) => position.code === code)
        ?.modules.filter((one) => one.when === 'always')
        .reduce((sum, one) => sum + (hours.get(one.module) ?? Number.NaN), 0);
    expect({ SM: required('SM'), MT: required('MT'), TD: required('TD'), CC: required('CC') }).toEqual({
      SM: 63,
      MT: 89,
      TD: 97,
      CC: 57,
    });
  });

  test('certify the technical director at HQ only', () => {
    const director = edition.positions.find((position) => position.code === 'TD');
    expect(director?.certification.certifiers).toEqual([
      { levels: ['qualified'], assesses: 'hq-training', approves: 'hq-training' },
    ]);
  });

  test('have HQ countersign technicians whose line manager is their assessor', () => {
    expect(edition.certification.countersigning).toMatchObject([
      { combined: ['WSM', 'TD'], candidates: ['MT', 'BT', 'PT'], approves: 'hq-training' },
    ]);
    for (const { combined, candidates } of edition.certification.countersigning)
      for (const code of candidates) {
        const candidate = edition.positions.find((position) => position.code === code);
        const assessors = candidate?.certification.certifiers.map(({ assesses }) => assesses) ?? [];
        expect(combined).toContain(candidate?.reportsTo);
        expect(assessors.every((assessor) => combined.includes(assessor))).toBe(true);
      }
  });

  test('let level 3 alone assess, and level 1 alone', () => {
    const may = edition.certification.levels.flatMap(({ id, mayAssess }) =>
      mayAssess.length > 0 ? [[id, mayAssess]] : [],
    );
    expect(may).toEqual([['L3', ['L1']]]);
  });

  test('name the modules that are onboarding steps, with the hours that the law sets', () => {
    const steps = edition.onboarding.steps.flatMap(({ id, modules }) =>
      modules.length === 0 ? [] : [[id, modules.join()]],
    );
    expect(steps).toEqual([
      ['safety-education', 'C02,C07'],
      ['duty-briefing', 'C06'],
    ]);
    const hours = (module: string) => edition.modules.find(({ id }) => id === module)?.statutory?.hours;
    expect([hours('C02'), hours('C07')]).toEqual([24, 32]);
  });
});

describe('the rubrics of edition 1', () => {
  const steps = (rubric: Rubric) => rubric.tasks.flatMap((task) => task.steps);
  const ofPositions = edition.positions.map(
    ({ code, certification }) => [code, steps(certification.rubric)] as const,
  );

  test.each(ofPositions)('%s: 8 to 16 steps, one of which at least must be right', (_, ofPosition) => {
    expect(ofPosition.length).toBeGreaterThanOrEqual(8);
    expect(ofPosition.length).toBeLessThanOrEqual(16);
    expect(ofPosition.some(({ safetyCritical }) => safetyCritical)).toBe(true);
  });

  test.each(ofPositions)('%s: every clause of the position is assessed', (code, ofPosition) => {
    const duties = edition.positions.find((position) => position.code === code)?.duties ?? [];
    const assessed = new Set(ofPosition.map(({ clause }) => clause));
    expect(duties.map(({ clause }) => clause).filter((clause) => !assessed.has(clause))).toEqual([]);
  });

  test('the high-voltage practical is lost by a mistake in power-down, proving dead or protection', () => {
    const hv = edition.certification.authorisations.find(({ id }) => id === 'hv');
    if (!hv?.rubric) throw new Error('high voltage has no rubric');
    const powerDown = hv.rubric.tasks[0]?.steps ?? [];
    expect(powerDown).toHaveLength(8);
    expect(powerDown.every(({ safetyCritical }) => safetyCritical)).toBe(true);
    expect(powerDown.map(({ text }) => text.en).join()).toMatch(/second.*gloves.*locks.*known source/);
  });

  test('the welding authorisation rests on its certificate and has no practical', () => {
    expect(edition.certification.authorisations.map(({ id, rubric }) => [id, rubric !== null])).toEqual([
      ['hv', true],
      ['welding', false],
      ['internal-auditor', true],
    ]);
  });

  test('a sheet with its rubric still fits into one item of the table', () => {
    for (const position of edition.positions)
      expect(Buffer.byteLength(JSON.stringify(position)), position.code).toBeLessThan(32 * 1024);
  });
});

/** The formula as the README and staffing.json describe it, written again to check the table. */
function headsBy(formula: HeadFormula, intake: number, headsOf: (code: string) => number): number {
  switch (formula.kind) {
    case 'constant':
      return formula.heads;
    case 'per-volume':
      return Math.max(formula.minimum, Math.ceil(intake / formula.visitsPerHead));
    case 'workload':
      return Math.max(
        formula.minimum,
        Math.ceil((intake * formula.share * formula.hoursPerVisit) / formula.hoursPerHead),
      );
    case 'per-technicians':
      return Math.max(
        formula.minimum,
        Math.ceil(
          formula.technicians.reduce((sum, code) => sum + headsOf(code), 0) / formula.techniciansPerHead,
        ),
      );
  }
}

describe('the staffing table of edition 1', () => {
  const { bands, table, formulas } = editionRules(edition).staffing;

  test.each(bands.map((band, at) => ({ ...band, at })))(
    'follows the formulas at the design intake of $id',
    (band) => {
      const given = Object.fromEntries(Object.entries(table).map(([code, heads]) => [code, heads[band.at]]));
      const computed = Object.fromEntries(
        Object.entries(formulas).map(([code, formula]) => [
          code,
          headsBy(formula, band.designIntake, (technician) => given[technician] ?? Number.NaN),
        ]),
      );
      expect(given).toEqual(computed);
    },
  );

  test('asks for 17 to 48 heads', () => {
    const heads = bands.map((_, at) =>
      Object.values(table).reduce((sum, row) => sum + (row[at] ?? Number.NaN), 0),
    );
    expect(heads).toEqual([17, 19, 26, 35, 48]);
  });
});

describe('the recurring duties of edition 1', () => {
  test('are 42, each with at least one position and one rule', () => {
    expect(edition.recurringDuties.map((duty) => duty.id)).toEqual(
      Array.from({ length: 42 }, (_, at) => `R${String(at + 1).padStart(2, '0')}`),
    );
  });

  test('take only the daily check of messages as it stands from the source document', () => {
    expect(edition.recurringDuties.filter((duty) => duty.origin === 'source').map((duty) => duty.id)).toEqual(
      ['R01'],
    );
  });

  test('say a cadence that their rules bear out', () => {
    const periods = { weekly: 'week', monthly: 'month', quarterly: 'quarter', yearly: 'year' } as const;
    const unlike = edition.recurringDuties.filter(({ cadence, rules }) => {
      if (cadence === 'per-event')
        return !rules.some((rule) => rule.kind === 'event' || rule.kind === 'before-event');
      if (cadence === 'daily') return !rules.some((rule) => rule.kind === 'workday-cutoff');
      return !rules.some((rule) =>
        rule.kind === 'window' ? rule.period === periods[cadence] : rule.kind === 'expiry',
      );
    });
    expect(unlike.map((duty) => duty.id)).toEqual([]);
  });
});

describe('the texts of edition 1', () => {
  const folder = join(import.meta.dirname, '../../packages/standard/edition-1');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  const texts = files.flatMap((file) => {
    const found: { at: string; zh: string; en: string }[] = [];
    JSON.parse(readFileSync(join(folder, file), 'utf8'), function (key, value) {
      if (key === 'zh') found.push({ at: file, zh: value, en: this.en });
      return value;
    });
    return found;
  });
  const proper = /DCS\/DMS|DCS|DMS|PDI|6S|VOCs|N1|C1|HQ/g;

  test('are there in both languages, more than 700 of them', () => {
    expect(texts.length).toBeGreaterThan(700);
    expect(texts.filter(({ en }) => typeof en !== 'string')).toEqual([]);
  });

  test('have no English words in Chinese beyond proper names', () => {
    // Titles of the sources quote the names of foreign publications.
    const own = texts.filter(({ at }) => at !== 'edition.json');
    expect(own.filter(({ zh }) => /[A-Za-z]{2,}/.test(zh.replaceAll(proper, '')))).toEqual([]);
  });

  test('have no Chinese characters or full-width marks in English', () => {
    expect(texts.filter(({ en }) => /[\u3000-\u9fff\uff00-\uffef]/.test(en))).toEqual([]);
  });

  test('have Chinese punctuation in Chinese', () => {
    expect(texts.filter(({ zh }) => /[,;()]/.test(zh))).toEqual([]);
  });
});
