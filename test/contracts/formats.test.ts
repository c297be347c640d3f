import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formats } from '../../packages/contracts/messages.ts';

test('What a pattern of a field is called has words in both languages', () => {
  const named = globSync(['packages/contracts/*.ts', 'functions/**/*.ts']).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/z\.regex\([^\n]*, '([a-z ]+)'\)/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((name) => !Object.hasOwn(formats, name))).toEqual([]);
});
