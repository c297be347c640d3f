import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { fieldProblems } from '../contracts/read-input.ts';
import { Failure, inputRejected } from '../domain/errors.ts';
import { connectTable } from '../table/table.ts';
import { environment } from './environment.ts';
import type { Ports } from './http.ts';
import { logger } from './logger.ts';

/**
 * The middleware stack of everything that is not a route: workflow tasks, events and stream batches. The input is
 * parsed first; one that does not fit is `InputRejected`, which no definition retries.
 */
export function task<Input extends z.ZodMiniType, Output>(
  input: Input,
  build: (ports: Ports) => (input: z.infer<Input>) => Promise<Output>,
) {
  let run: ReturnType<typeof build> | undefined;
  return middy()
    .use({
      before: ({ context }: { context: Context }) => {
        logger.resetKeys();
        logger.appendKeys({ request: context.awsRequestId });
      },
      onError: ({ error }: { error: Error | null }) => {
        if (error instanceof Failure && error.family === 'refused')
          logger.warn('refused', { code: error.code, details: error.details });
        else logger.error('failed', error as Error);
      },
    })
    .handler(async (event: unknown): Promise<Output> => {
      const parsed = z.safeParse(input, event, { reportInput: true });
      if (!parsed.success) throw inputRejected(fieldProblems(parsed.error, 'input'));
      run ??= build({ environment, table: connectTable(environment.tableName) });
      return run(parsed.data);
    });
}
