import * as fc from 'fast-check';
import type { DocumentedOperation, JsonSchema } from '../../packages/contracts/openapi.ts';

/** A request as it goes over the wire: the path is ready, the body is text. */
export interface AnyRequest {
  method: string;
  path: string;
  body?: string;
  headers: Record<string, string>;
}

/** Values that exist on the platform, by the name of the parameter or field. */
export type Known = Record<string, readonly string[]>;

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, -1e308, Number.MAX_SAFE_INTEGER, '', ' ', [], {}),
  fc.constantFrom(
    '\u0000',
    '\u202e',
    '\ufeff',
    '🚗'.repeat(300),
    'é'.repeat(3),
    '\ud800',
    '٣',
    '\r\n',
    "'--",
  ),
  fc.constantFrom('__proto__', 'constructor', 'CAMPAIGN#', '$(x)', '{{x}}', '../..', '%00', '<script>'),
  fc.integer({ min: 1000, max: 5000 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 50, max: 500 }).map(nested),
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
);

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value };
  return value;
}

/** Values that a JSON schema of the document allows. */
export function allowedBy(schema: JsonSchema, known: Known, name = ''): fc.Arbitrary<unknown> {
  const choices = (schema.oneOf ?? schema.anyOf) as JsonSchema[] | undefined;
  if (choices) return fc.oneof(...choices.map((choice) => allowedBy(choice, known, name)));
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...(schema.enum as unknown[]));
  switch (schema.type) {
    case 'string':
      return texts(schema, known[name] ?? []);
    case 'integer':
    case 'number':
      return fc.integer({
        min: Math.max(Number(schema.minimum ?? -1000), -1_000_000),
        max: Math.min(Number(schema.maximum ?? 1000), 1_000_000),
      });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(allowedBy(schema.items as JsonSchema, known, name), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.min(Number(schema.maxItems ?? 3), Number(schema.minItems ?? 0) + 3),
      });
    case 'object':
      return objects(schema, known);
    default:
      return fc.jsonValue();
  }
}

function texts(schema: JsonSchema, known: readonly string[]): fc.Arbitrary<string> {
  const free = schema.pattern
    ? fc.stringMatching(new RegExp(String(schema.pattern)))
    : fc.string({
        unit: 'grapheme',
        minLength: Number(schema.minLength ?? 0),
        maxLength: Math.min(Number(schema.maxLength ?? 20), 20),
      });
  return known.length === 0 ? free : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, free);
}

function objects(schema: JsonSchema, known: Known): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  if (properties.length === 0 && typeof schema.additionalProperties === 'object')
    return fc.dictionary(
      fc.string({ minLength: 1, maxLength: 12 }),
      allowedBy(schema.additionalProperties as JsonSchema, known),
      { maxKeys: 4 },
    );
  return fc.record(
    Object.fromEntries(
      properties.map(([name, property]) => [
        name,
        allowedBy(property, known, name === 'ids' ? idsOf(property) : name),
      ]),
    ),
    { requiredKeys: (schema.required ?? []) as never[] },
  );
}

/** A list called `ids` holds ids of the kind that its pattern names. */
function idsOf(schema: JsonSchema): string {
  const pattern = String((schema.items as JsonSchema | undefined)?.pattern ?? '');
  return pattern.startsWith('^reg_') ? 'regionId' : pattern.startsWith('^stn_') ? 'stationId' : '';
}

/** The value with one place changed: something odd instead, something left out, or something more. */
function nearly(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(value, fc.nat(), odd, fc.constantFrom('replace', 'replace', 'leave out', 'add', 'whole'))
    .map(([whole, where, instead, how]) => {
      if (how === 'whole') return instead;
      const copy = structuredClone(whole);
      const places = placesIn(copy);
      const place = places[where % Math.max(places.length, 1)];
      if (!place) return instead;
      if (how === 'replace') Object.assign(place.holder, { [place.key]: instead });
      else if (how === 'leave out') Reflect.deleteProperty(place.holder, place.key);
      else Object.assign(place.holder, { extra: instead, [`x${where}`]: instead });
      return copy;
    });
}

function placesIn(value: unknown): { holder: object; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [{ holder: value, key }, ...placesIn(part)]);
}

/** Places that no list has ever given out. */
export const wrongPlaces: readonly object[] = [
  { after: '' },
  { after: 'x'.repeat(2000) },
  { after: {} },
  { after: null },
  { after: 'AUDIT#stn_NOPE' },
  { after: 'a|b' },
  { from: -1 },
  { from: 1e15 },
  { from: '1' },
  { shard: -1 },
  { shard: 0, after: {} },
  { shard: 0, after: '' },
  { shard: 1e9, after: 'z' },
  { shard: 3, after: 'META' },
  { after: ' ' },
  { shard: 5, after: 'AUDIT#~' },
];

export const cursorOf = (place: unknown) =>
  Buffer.from(JSON.stringify(place)).toString('base64url').slice(0, 400);

/** Cursors that have the right letters and say something else than the platform ever wrote. */
const wrongCursors = fc
  .oneof(
    fc.constantFrom<unknown>(...wrongPlaces),
    fc.record(
      { after: odd, shard: fc.oneof(fc.integer({ min: -1, max: 64 }), odd), from: fc.integer() },
      { requiredKeys: [] },
    ),
    fc.jsonValue(),
  )
  .map(cursorOf);

const bodiesThatAreNone = fc.constantFrom(
  '',
  ' ',
  '{',
  'null',
  '[]',
  '"text"',
  '1e999',
  '{"a":1,}',
  '\ufeff{}',
  '{"__proto__":{"dryRun":true}}',
  '{"name":"\\ud800"}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
);

/** The text of a value in a URL; '.' and '..' would be another address. */
const inAddress = (value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return encodeURIComponent((text || '_').toWellFormed().slice(0, 3000)).replace(/^\.+$/, '_');
};

/**
 * Requests for an operation: as the document allows them, and nearly so.
 * @param example a body that the platform accepts, so that mutations reach behind the first check
 */
export function anyRequest(
  template: string,
  method: string,
  operation: DocumentedOperation,
  known: Known,
  example?: object,
): fc.Arbitrary<AnyRequest> {
  const parameters = operation.parameters.flatMap((parameter) => ('name' in parameter ? [parameter] : []));
  const valuesOf = ({ name, schema }: (typeof parameters)[number]): fc.Arbitrary<unknown> => {
    const allowed = allowedBy(schema, known, name);
    const wrong =
      name === 'cursor'
        ? fc.oneof({ weight: 9, arbitrary: wrongCursors }, { weight: 1, arbitrary: odd })
        : odd;
    const share = name === 'cursor' ? 20 : 1;
    return fc.oneof({ weight: 5, arbitrary: allowed }, { weight: share, arbitrary: wrong });
  };
  const inPlace = (place: string, options: { requiredKeys?: [] } = {}) =>
    fc.record(
      Object.fromEntries(parameters.filter((p) => p.in === place).map((p) => [p.name, valuesOf(p)])),
      options,
    ) as fc.Arbitrary<Record<string, unknown>>;

  const schema = operation.requestBody?.content['application/json'].schema;
  const allowed = schema ? allowedBy(schema, known) : undefined;
  const body: fc.Arbitrary<string | undefined> = allowed
    ? fc.oneof(
        { weight: 3, arbitrary: allowed.map((value) => JSON.stringify(value)) },
        { weight: 4, arbitrary: nearly(allowed).map((value) => JSON.stringify(value)) },
        ...(example
          ? [{ weight: 4, arbitrary: nearly(fc.constant(example)).map((value) => JSON.stringify(value)) }]
          : []),
        { weight: 1, arbitrary: bodiesThatAreNone },
      )
    : fc.constant(undefined);

  return fc
    .tuple(
      inPlace('path'),
      inPlace('query', { requiredKeys: [] }),
      inPlace('header', { requiredKeys: [] }),
      fc.oneof(
        { weight: 9, arbitrary: fc.constant('') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('extra=1', 'limit=1&limit=2', 'cursor=', '__proto__=1', '%'),
        },
      ),
      body,
      fc.constantFrom('en', 'zh-CN', '*', ''),
    )
    .map(([path, query, headers, more, text, language]) => {
      const search = [
        ...Object.entries(query).map(([name, value]) => `${name}=${inAddress(value)}`),
        ...(more ? [more] : []),
      ].join('&');
      const address = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => inAddress(path[name]));
      return {
        method,
        path: `${address}${search ? `?${search}` : ''}`,
        ...(text === undefined ? {} : { body: text }),
        headers: {
          'accept-language': language,
          ...Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, inAddress(value).slice(0, 500)]),
          ),
        },
      };
    });
}
