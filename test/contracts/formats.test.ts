import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { explain, formats } from '../../packages/contracts/messages.ts';
import { knownEvents } from '../../packages/domain/duty/duty-cases.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';

test('What a pattern of a field is called has words in both languages', () => {
  const named = globSync(['packages/contracts/*.ts', 'functions/**/*.ts']).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/z\.regex\([^\n]*, '([a-z ]+)'\)/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((name) => !Object.hasOwn(formats, name))).toEqual([]);
});

test('Every event from which duties follow is told with its name; one of a later edition by its code', () => {
  const events = knownEvents(loadEdition('edition-1').recurringDuties);
  const told = (language: 'zh' | 'en') =>
    explain(
      { field: 'event', code: 'unknown-event', value: 'x', allowed: [...events, 'of-later'].join(', ') },
      language,
    ).allowed ?? '';
  expect(events.filter((event) => !told('zh').includes(`${event} (`))).toEqual([]);
  expect(told('zh')).toMatch(/vehicle-delivered \(交车\), .*of-later 之一$/);
  expect(told('en')).toContain('complaint-opened (a complaint came in)');
});

test('What is missing and can be one of few things only is told with them', () => {
  const gravity = { field: 'gravity', code: 'missing-choice', allowed: 'ordinary, major' };
  expect(explain(gravity, 'zh')).toMatchObject({ problem: '未填写', allowed: 'ordinary, major 之一' });
});
