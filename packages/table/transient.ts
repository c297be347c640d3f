import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unavailable } from '../domain/errors.ts';

/** Errors of the table that a later attempt may not meet, whatever their HTTP status. */
const passing = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

/** The same, as reasons why a transaction was cancelled. */
const passingReasons = new Set([
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'TransactionConflict',
  'TransactionInProgress',
]);

interface AnsweredError {
  name: string;
  $metadata?: { httpStatusCode?: number };
  CancellationReasons?: { Code?: string }[];
}

/**
 * True when the table, or another service, is busy or out of reach: throttled, a transaction in the way of another, a server error, or no
 * answer at all. A transaction of which a condition failed is no such case: the condition would fail again.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, $metadata, CancellationReasons = [] } = error as Error & AnsweredError;
  const codes = CancellationReasons.map((reason) => reason.Code ?? 'None');
  if (codes.includes('ConditionalCheckFailed')) return false;
  if (passing.has(name) || codes.some((code) => passingReasons.has(code))) return true;
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return status >= 500;
  return name === 'TimeoutError' || ('code' in error && String(error.code).startsWith('E'));
}

/**
 * Names the table's passing troubles `DependencyUnavailable` once the client has given up, because that is what
 * workflows try again and what a route answers with 503.
 */
export function nameTransientErrors(client: DynamoDBClient): DynamoDBClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (!isTransient(error)) throw error;
        throw unavailable('the table is busy or out of reach', {
          details: { error: (error as Error).name },
          cause: error,
        });
      }
    },
    { step: 'initialize', priority: 'high', name: 'nameTransientErrors' },
  );
  return client;
}
