import * as z from 'zod/mini';
import { gatewayBody, problemBody } from './problem.ts';

/** A route of the API as its manifest and its schema describe it. */
export interface ApiOperation {
  /** The context, for example `audit`. */
  context: string;
  /** The folder of the function, for example `get-audit`. */
  name: string;
  purpose: string;
  method: string;
  path: string;
  /** The right that the route demands; null = it is public. */
  action: string | null;
  /** Whether it looks up things besides the subject, and whether it changes any. */
  looksUp: boolean;
  changes: boolean;
  input: { path?: z.ZodMiniObject; query?: z.ZodMiniObject; body?: z.ZodMiniObject };
  headers?: z.ZodMiniObject | undefined;
  /** Status → body of the answers to what is accepted; empty = not said. */
  output: Readonly<Record<number, z.ZodMiniType>>;
  /** Status → media type of the answers that are no JSON: files and pages. */
  media: Readonly<Record<number, string>>;
}

export type JsonSchema = { [key: string]: unknown };
interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  schema: JsonSchema;
}
export interface DocumentedOperation {
  operationId: string;
  summary: string;
  tags: string[];
  'x-action'?: string;
  /** Empty where no token is asked for. */
  security?: object[];
  parameters: (Parameter | { $ref: string })[];
  requestBody?: { required: true; content: { 'application/json': { schema: JsonSchema } } };
  responses: Record<string, object>;
}
export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  security: object[];
  tags: { name: string }[];
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: Record<string, object>;
}

const content = (schema: JsonSchema, type = 'application/json') => ({ [type]: { schema } });
const problem = content({ $ref: '#/components/schemas/Problem' }, 'application/problem+json');
const gateway = content({ $ref: '#/components/schemas/GatewayMessage' });

/** Every answer that is no success, by status. What the gateway answers by itself has its own, poorer form. */
const failures = {
  400: { name: 'InputRejected', description: 'The input is not right; fields says where', content: problem },
  401: { name: 'TokenMissing', description: 'No token, or none that is valid', content: gateway },
  403: { name: 'NotPermitted', description: 'The subject has no right to do this', content: problem },
  404: { name: 'Missing', description: 'Not there, or not there for the subject', content: problem },
  409: { name: 'Refused', description: 'The rules say no', content: problem },
  413: { name: 'BodyTooLarge', description: 'The body is larger than the gateway takes', content: gateway },
  429: { name: 'TooManyCalls', description: 'Too many calls at the moment; try again', content: gateway },
  500: { name: 'Unexpected', description: 'Something went wrong on our side', content: anybodys() },
  503: { name: 'Unavailable', description: 'Not available for the moment; try again', content: anybodys() },
};

function anybodys() {
  return { ...problem, ...gateway };
}

/**
 * The OpenAPI 3.1 document of the API. The order of the operations handed in does not matter: paths, methods and
 * tags are sorted, so that the same API always gives the same text.
 */
export function openApiDocument(operations: readonly ApiOperation[]): OpenApiDocument {
  const sorted = [...operations].sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
  const paths: OpenApiDocument['paths'] = {};
  for (const operation of sorted) {
    const methods = paths[operation.path] ?? {};
    methods[operation.method.toLowerCase()] = documented(operation);
    paths[operation.path] = methods;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stationkeeper',
      version: '1',
      description:
        'Governs the organisation and the people of independent service stations. Scores are points with two decimals; instants are ISO 8601.',
    },
    security: [{ token: [] }],
    tags: [...new Set(operations.map(({ context }) => context))].sort().map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      parameters: {
        AcceptLanguage: {
          name: 'accept-language',
          in: 'header',
          required: false,
          description: 'English when it is asked for first, otherwise Chinese',
          schema: { type: 'string' },
        },
      },
      schemas: { Problem: schemaOf(problemBody, 'output'), GatewayMessage: schemaOf(gatewayBody, 'output') },
      responses: Object.fromEntries(Object.values(failures).map(({ name, ...response }) => [name, response])),
    },
  };
}

function documented(operation: ApiOperation): DocumentedOperation {
  const { input, headers, output, media } = operation;
  return {
    operationId: operation.name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    summary: operation.purpose,
    tags: [operation.context],
    ...(operation.action === null ? { security: [] } : { 'x-action': operation.action }),
    parameters: [
      ...parameters('path', input.path),
      ...parameters('query', input.query),
      ...parameters('header', headers),
      { $ref: '#/components/parameters/AcceptLanguage' },
    ],
    ...(input.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(input.body, 'input') } },
          },
        }
      : {}),
    responses: {
      ...(Object.keys({ ...output, ...media }).length === 0 ? { 200: { description: successes[200] } } : {}),
      ...Object.fromEntries(
        Object.entries(output).map(([status, body]) => [
          status,
          { description: successes[status] ?? 'Done', content: content(schemaOf(body, 'output')) },
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(media).map(([status, type]) => [
          status,
          {
            description: successes[status] ?? failures[Number(status) as keyof typeof failures].description,
            content: type.startsWith('text/') ? content({ type: 'string' }, type) : { [type]: {} },
          },
        ]),
      ),
      ...Object.fromEntries(
        Object.entries(failures)
          .filter(([status]) => applies(Number(status), operation))
          .map(([status, { name }]) => [status, { $ref: `#/components/responses/${name}` }]),
      ),
    },
  };
}

const successes: Record<string, string> = { 200: 'Done', 201: 'Made', 202: 'Accepted; the work goes on' };

function applies(status: number, operation: ApiOperation): boolean {
  if (status in operation.media) return false;
  if (operation.action === null && [401, 403, 409].includes(status)) return false;
  // What is looked up may be missing, or not yet where it can be asked about.
  if (status === 404 || status === 409) return operation.looksUp;
  if (status === 413) return operation.input.body !== undefined;
  return true;
}

function parameters(place: Parameter['in'], schema: z.ZodMiniObject | undefined): Parameter[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property as JsonSchema,
  }));
}

function schemaOf(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io }) as JsonSchema;
  return rest;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
