import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { nameTransientErrors } from './transient.ts';

/** The table as a store sees it. */
export interface Table {
  client: DynamoDBDocumentClient;
  name: string;
}

/** Connects lazily by the plain SDK: region, endpoint and credentials come from the environment. */
export const connectTable = (name: string): Table => ({
  client: DynamoDBDocumentClient.from(nameTransientErrors(new DynamoDBClient({})), {
    marshallOptions: { removeUndefinedValues: true },
  }),
  name,
});

/** Per write of a cancelled transaction: true where the condition failed. Empty for any other error. */
export const failedConditions = (error: unknown): boolean[] =>
  error instanceof Error && error.name === 'TransactionCanceledException'
    ? ((error as Error & { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? []).map(
        (reason) => reason.Code === 'ConditionalCheckFailed',
      )
    : [];

/** True when a conditional write found another state than the one it demands. */
export const isConditionFailure = (error: unknown): boolean =>
  (error instanceof Error && error.name === 'ConditionalCheckFailedException') ||
  failedConditions(error).includes(true);
