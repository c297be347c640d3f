import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { apiOperations } from '../../infra/api-document.ts';
import { functionSpecs } from '../../infra/function-specs.ts';
import { day, instant } from '../../packages/contracts/fields.ts';
import { fieldProblems } from '../../packages/contracts/read-input.ts';
import { readInput } from '../../packages/lambda/http.ts';

describe('The body of a request', () => {
  const read = (body: string) =>
    readInput({ body: z.strictObject({ text: z.string(), of: z.record(z.string(), z.string()) }) }, {
      body,
    } as never);

  test('is text of whole characters, in values and in names', () => {
    expect(read('{"text":"\\ud83d\\ude97","of":{"\\u8f66":"\\\\ud800"}}')).toEqual({
      text: '🚗',
      of: { 车: '\\ud800' },
    });
    for (const body of ['{"text":"\\ud83d","of":{}}', '{"text":"","of":{"\\ude97":""}}'])
      expect(() => read(body)).toThrow(
        expect.objectContaining({ fields: [{ field: 'body', code: 'body-not-json' }] }),
      );
  });
});

describe('An instant', () => {
  test.each([
    '2026-02-30T00:00:00Z',
    '2026-11-31T08:00:00+08:00',
    '9999-12-31T23:59:59Z',
    '0001-01-01T00:00Z',
  ])('is not %s, which no calendar has or reaches', (text) =>
    expect(z.safeParse(instant, text).success).toBe(false),
  );
  test('is of a day that is there', () => {
    for (const text of ['2028-02-29T23:59:59.999Z', '2026-11-30T00:00-11:00'])
      expect(z.safeParse(instant, text).success).toBe(true);
  });
});

test.each([
  [day, 'date', '2026-02-30'],
  [day, 'date', '2026-13-01'],
  [day, 'date', 'today'],
  [instant, 'instant', '2026-02-30T00:00:00Z'],
  [instant, 'instant', 'today'],
] as const)(
  'What is no %s of a calendar is told once, with the form that is asked for',
  (schema, form, text) => {
    const { error } = z.safeParse(z.object({ on: schema }), { on: text });
    expect(error && fieldProblems(error)).toEqual([{ field: 'on', code: 'wrong-format', allowed: form }]);
  },
);

const operations = await apiOperations(await functionSpecs());
const texts = operations.flatMap(({ name, input }) =>
  Object.entries((input.body?.shape ?? {}) as Record<string, z.ZodMiniType>).flatMap(([field, schema]) =>
    z.safeParse(schema, '写了点什么').success && !z.safeParse(schema, '').success
      ? [{ name, field, schema }]
      : [],
  ),
);

describe('What somebody has to say in words', () => {
  test('is asked for by many routes', () => expect(texts.length).toBeGreaterThan(20));

  test.each(texts)('is no blank: $field of $name', ({ schema }) => {
    for (const blank of [' ', '      ', '\u3000\u3000\u3000', '\t\n'])
      expect(z.safeParse(schema, blank).success).toBe(false);
  });
});
