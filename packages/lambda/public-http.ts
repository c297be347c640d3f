import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { languageOf } from '../contracts/messages.ts';
import type { Failure } from '../domain/errors.ts';
import { connectTable } from '../table/table.ts';
import { environment } from './environment.ts';
import {
  type Answer,
  type Content,
  failureOf,
  type HttpInput,
  type InputOf,
  type Ports,
  problem,
  readInput,
  response,
} from './http.ts';
import { logger } from './logger.ts';
import type { Manifest, PublicTrigger } from './manifest.ts';

/** What is answered to everybody is true at the moment of asking and is kept by nobody. */
const everybodys = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * The middleware stack of the routes that ask for no token: is the input right, do it, answer. Failures become
 * problem+json in the caller's language, or the page that people are shown instead.
 * @param page shows a failure to people; null is one that we do not name
 */
export function publicHttp<Input extends HttpInput>(
  _manifest: Manifest & { trigger: PublicTrigger },
  input: Input,
  build: (ports: Ports) => (input: InputOf<Input>) => Promise<Answer | Content>,
  page?: (failure: Failure | null) => Content,
) {
  let run: ReturnType<typeof build> | undefined;
  const withHeaders = (answer: APIGatewayProxyStructuredResultV2): APIGatewayProxyStructuredResultV2 => ({
    ...answer,
    headers: { ...everybodys, ...answer.headers },
  });

  return middy()
    .use({
      before: ({ event, context }: { event: APIGatewayProxyEventV2; context: Context }) => {
        logger.resetKeys();
        logger.appendKeys({ request: context.awsRequestId, route: event.routeKey });
      },
      onError: (request: {
        event: APIGatewayProxyEventV2;
        context: Context;
        error: Error | null;
        response?: unknown;
      }) => {
        const { error, event, context } = request;
        request.response = withHeaders(
          page
            ? response(page(failureOf(error)))
            : problem(error, context.awsRequestId, languageOf(event.headers?.['accept-language'])),
        );
      },
    })
    .handler(async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
      run ??= build({ environment, table: connectTable(environment.tableName) });
      return withHeaders(response(await run(readInput(input, event))));
    });
}
