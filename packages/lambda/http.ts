import middy from '@middy/core';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import * as z from 'zod/mini';
import { explain, failureTitles, type Language, languageOf } from '../contracts/messages.ts';
import { fieldProblems } from '../contracts/read-input.ts';
import { may, type Resource, type Subject } from '../domain/access/may.ts';
import { systemClock } from '../domain/clock.ts';
import { Failure, type FieldProblem, inputRejected, refused, unavailable } from '../domain/errors.ts';
import { subjectStore } from '../table/stores/subject-store.ts';
import { connectTable, type Table } from '../table/table.ts';
import { type Environment, environment } from './environment.ts';
import { logger } from './logger.ts';
import type { HttpTrigger, Manifest } from './manifest.ts';

export interface HttpInput {
  path?: z.ZodMiniObject;
  query?: z.ZodMiniObject;
  body?: z.ZodMiniObject;
}
type Parsed<Part> = Part extends z.ZodMiniType ? z.infer<Part> : object;
export type InputOf<Input extends HttpInput> = Parsed<Input['path']> &
  Parsed<Input['query']> &
  Parsed<Input['body']>;

/** Who asks. `allow` refuses, or answers as if the thing were not there, by the table of rights. */
export interface Caller {
  subject: Subject;
  idempotencyKey: string | undefined;
  /** @param hidden the failure that a foreign thing is answered with */
  allow(resource: Resource, hidden: () => Failure): void;
}

export interface Answer {
  status: number;
  body: object;
}

/** An answer that is no JSON: a file, or a page. */
export interface Content {
  status: number;
  content: string | Uint8Array;
  /** The content's type among them. */
  headers: Record<string, string>;
}

export interface Ports {
  environment: Environment;
  table: Table;
}

/**
 * The middleware stack of every route: who is it, may they, is the input right, do it, answer; every failure
 * becomes problem+json in the caller's language. Ports are made once per instance, at the first call.
 */
export function http<Input extends HttpInput>(
  manifest: Manifest & { trigger: HttpTrigger },
  input: Input,
  build: (ports: Ports) => (input: InputOf<Input>, caller: Caller) => Promise<Answer | Content>,
) {
  type Event = APIGatewayProxyEventV2WithJWTAuthorizer;
  let ready: { run: ReturnType<typeof build>; subjects: ReturnType<typeof subjectStore> } | undefined;
  const { action } = manifest.trigger;

  return middy()
    .use({
      before: ({ event, context }: { event: Event; context: Context }) => {
        logger.resetKeys();
        logger.appendKeys({ request: context.awsRequestId, route: event.routeKey });
      },
      onError: (request: { event: Event; context: Context; error: Error | null; response?: unknown }) => {
        request.response = problem(
          request.error,
          request.context.awsRequestId,
          languageOf(request.event.headers?.['accept-language']),
        );
      },
    })
    .handler(async (event: Event): Promise<APIGatewayProxyStructuredResultV2> => {
      if (!ready) {
        const table = connectTable(environment.tableName);
        ready = { run: build({ environment, table }), subjects: subjectStore(table) };
      }
      const name = String(event.requestContext.authorizer.jwt.claims.sub ?? '');
      const subject = name ? await ready.subjects.subject(name, systemClock.now()) : null;
      if (!subject) throw notPermitted();
      const caller: Caller = {
        subject,
        idempotencyKey: event.headers['idempotency-key'],
        allow(resource, hidden) {
          const answer = may(subject, action, resource);
          if (answer === 'no') throw notPermitted();
          if (answer === 'hidden') throw hidden();
        },
      };
      // Refused before the input is looked at: somebody without the right learns nothing about the form.
      if (may(subject, action) === 'no') throw notPermitted();
      return response(await ready.run(readInput(input, event), caller));
    });
}

const notPermitted = () => refused('NotPermitted', 'the subject has no right to do this', { status: 403 });

/** An answer as the gateway takes it; bytes travel as base64. */
export function response(answer: Answer | Content): APIGatewayProxyStructuredResultV2 {
  if ('body' in answer)
    return {
      statusCode: answer.status,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(answer.body),
    };
  const { status, content, headers } = answer;
  const isText = typeof content === 'string';
  return {
    statusCode: status,
    headers,
    body: isText ? content : Buffer.from(content).toString('base64'),
    isBase64Encoded: !isText,
  };
}

type Parts = Pick<
  APIGatewayProxyEventV2,
  'pathParameters' | 'queryStringParameters' | 'body' | 'isBase64Encoded'
>;

/** @throws InputRejected naming every field that is not right */
export function readInput<Input extends HttpInput>(input: Input, event: Parts): InputOf<Input> {
  const problems: FieldProblem[] = [];
  const result: Record<string, unknown> = {};
  const take = (schema: z.ZodMiniObject | undefined, value: unknown) => {
    if (!schema) return;
    const parsed = z.safeParse(schema, value, { reportInput: true });
    if (parsed.success) Object.assign(result, parsed.data);
    else problems.push(...fieldProblems(parsed.error));
  };
  take(input.path, event.pathParameters ?? {});
  take(input.query ?? z.strictObject({}), event.queryStringParameters ?? {});
  if (input.body) take(input.body, readBody(event));
  if (problems.length > 0) throw inputRejected(problems);
  return result as InputOf<Input>;
}

function readBody(event: Parts): unknown {
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString()
    : (event.body ?? '');
  try {
    return JSON.parse(text, wholeText);
  } catch {
    throw inputRejected([{ field: 'body', code: 'body-not-json' }]);
  }
}

/** JSON can write down half of a character, which is no text that the table keeps. */
function wholeText(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed()))
    throw new SyntaxError('half of a character');
  return value;
}

/** The middleware gives up shortly before Lambda would, so that there is an answer at all. */
const isTooSlow = (error: unknown) => error instanceof Error && error.name === 'TimeoutError';
const tooSlow = () => unavailable('the answer took too long');

/** What the caller may know of an error; null when it is none that we name. It is written down here. */
export function failureOf(error: unknown): Failure | null {
  const failure = error instanceof Failure ? error : isTooSlow(error) ? tooSlow() : null;
  if (!failure || failure.family === 'unavailable') logger.error('failed', error as Error);
  else logger.info('refused', { code: failure.code });
  return failure;
}

/** A failure as problem+json. */
export function problem(
  error: unknown,
  request: string,
  language: Language,
): APIGatewayProxyStructuredResultV2 {
  const failure = failureOf(error);
  const body = {
    type: 'about:blank',
    title:
      failureTitles[(failure?.name ?? 'Unexpected') as keyof typeof failureTitles]?.[language] ??
      failureTitles.Unexpected[language],
    status: failure?.status ?? 500,
    code: failure?.code ?? 'unexpected',
    ...(failure && failure.fields.length > 0
      ? { fields: failure.fields.map((field) => explain(field, language)) }
      : {}),
    ...(failure && Object.keys(failure.details).length > 0 ? { details: failure.details } : {}),
    request,
  };
  return {
    statusCode: body.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': language === 'zh' ? 'zh-CN' : 'en',
    },
    body: JSON.stringify(body),
  };
}
