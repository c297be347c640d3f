import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { apiDocument, apiOperations } from '../../infra/api-document.ts';
import { functionSpecs } from '../../infra/function-specs.ts';
import { camelCase } from '../../infra/names.ts';
import { type DocumentedOperation, openApiDocument } from '../../packages/contracts/openapi.ts';

const specs = await functionSpecs();
const operations = await apiOperations(specs);
const document = await apiDocument(specs);
const documented = (name: string): DocumentedOperation => {
  const found = Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .find(({ operationId }) => operationId === camelCase(name));
  if (!found) throw new Error(`${name} is not in the document`);
  return found;
};
/** Everything that is said under a key, however deep. */
const allUnder = (key: string, value: unknown): unknown[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, part]) => [
        ...(name === key ? [part] : []),
        ...allUnder(key, part),
      ]);

describe('The OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate({ ...structuredClone(document) });
    expect({ valid, errors, version: validator.version }).toEqual({
      valid: true,
      errors: undefined,
      version: '3.1',
    });
  });

  test('that lacks a response is not valid, so the check above can fail', async () => {
    const broken = structuredClone(document) as { paths: Record<string, Record<string, object>> };
    broken.paths['/v1/me'] = { get: { operationId: 1, parameters: 'none' } };
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  test('is the same text in whatever order the routes are found', () => {
    expect(JSON.stringify(openApiDocument(operations.toReversed()))).toBe(JSON.stringify(document));
  });

  test('refers to nothing that it does not hold', () => {
    const references = allUnder('$ref', document).map(String);
    expect(references.length).toBeGreaterThan(100);
    for (const reference of new Set(references)) {
      const [root, ...path] = reference.split('/');
      const target = path.reduce<unknown>(
        (value, part) => (value as Record<string, unknown> | undefined)?.[part],
        document,
      );
      expect([root, typeof target], reference).toEqual(['#', 'object']);
    }
  });

  test('names every route of the manifests and no other', () => {
    const routes = specs.flatMap(({ manifest: { trigger } }) =>
      trigger.kind === 'http' ? [`${trigger.method} ${trigger.path}`] : [],
    );
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(routes.sort());
  });

  test('keeps formats, bounds and closedness of the schemas', () => {
    const launch = documented('launch-campaign').requestBody?.content['application/json'].schema as {
      additionalProperties: boolean;
      properties: Record<string, object>;
    };
    expect(launch.additionalProperties).toBe(false);
    expect(launch.properties.name).toEqual({ type: 'string', minLength: 1, maxLength: 80 });
    const { parameters } = documented('list-stations');
    expect(parameters).toContainEqual({
      name: 'regionId',
      in: 'path',
      required: true,
      schema: { type: 'string', pattern: '^reg_[A-Z0-9][A-Z0-9-]{1,19}$' },
    });
  });
});

describe('A documented route', () => {
  test.each(operations)(
    '$name says what it is for, which right it demands and what it answers',
    (operation) => {
      const { summary, tags, responses, parameters, security, ...rest } = documented(operation.name);
      const open = operation.action === null;
      expect([summary, tags, rest['x-action'] ?? null]).toEqual([
        operation.purpose,
        [operation.context],
        operation.action,
      ]);
      // What the document says of all routes holds for those that say nothing else.
      expect(security).toEqual(open ? [] : undefined);
      const answers = Object.keys({ ...operation.output, ...operation.media });
      expect(answers, 'schema.ts exports output, status → body, or media').not.toEqual([]);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(answers));
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '429', '500', '503']));
      expect(['401' in responses, '403' in responses]).toEqual([!open, !open]);
      const inPath = parameters.flatMap((p) => ('in' in p && p.in === 'path' ? [`{${p.name}}`] : []));
      expect(inPath.sort()).toEqual([...operation.path.matchAll(/\{\w+\}/g)].map(([name]) => name).sort());
    },
  );

  test.each(operations)('$name answers objects that are closed or say what else they hold', ({ output }) => {
    for (const body of Object.values(output)) {
      const objects = [z.toJSONSchema(body), ...allUnder('items', z.toJSONSchema(body))].filter(
        (schema) => (schema as { type?: string }).type === 'object',
      );
      expect(objects.length).toBeGreaterThan(0);
      for (const schema of objects) expect(schema).toHaveProperty('additionalProperties');
    }
  });
});
