import type { Guard } from '../access/guard.ts';
import type { Assembly } from '../assembly/assembly.ts';
import { asList, asNumber, asObject, asString } from '../json.ts';
import type { FunctionSpec } from '../lambda/function-specs.ts';
import { compilePattern, type Pattern } from './pattern.ts';

/** An event source mapping from a table's stream to a function. */
export interface StreamMapping {
  /** Physical name: the checkpoint belongs to it. */
  id: string;
  streamArn: string;
  functionName: string;
  functionArn: string;
  region: string;
  batchSize: number;
  /** How long records are gathered for one batch, at most; 0 hands over at once. */
  windowMs: number;
  bisects: boolean;
  reportsFailures: boolean;
  /** -1: until the record is too old. */
  maxRetries: number;
  /** -1: never. */
  maxAgeSeconds: number;
  startsAtLatest: boolean;
  filters: Pattern[];
  /** ARN of the queue for what is given up. */
  onFailure?: string;
}

/** The enabled stream mappings; one whose function may not read the stream is refused and left out. */
export function readStreamMappings(
  assembly: Assembly,
  functions: ReadonlyMap<string, FunctionSpec>,
  guard: Guard,
): StreamMapping[] {
  const mappings: StreamMapping[] = [];
  for (const { name, properties, region } of assembly.all('AWS::Lambda::EventSourceMapping')) {
    const streamArn = asString(properties.EventSourceArn) ?? '';
    if (!streamArn.includes(':dynamodb:')) continue;
    if (properties.Enabled === false || properties.Enabled === 'false') continue;
    const functionName = (asString(properties.FunctionName) ?? '').split(':function:').at(-1) ?? '';
    const spec = functions.get(functionName);
    if (!spec) throw new Error(`${name}: there is no function ${functionName}`);
    const caller = {
      name: spec.name,
      caseKey: () => undefined,
      role: spec.role ?? { name: 'none', arn: 'no role', statements: [] },
    };
    try {
      guard.demand(caller, [
        { action: 'dynamodb:DescribeStream', resource: streamArn },
        { action: 'dynamodb:GetRecords', resource: streamArn },
        { action: 'dynamodb:GetShardIterator', resource: streamArn },
      ]);
    } catch {
      continue;
    }
    const filters = asList(asObject(properties.FilterCriteria).Filters);
    const onFailure = asString(asObject(asObject(properties.DestinationConfig).OnFailure).Destination);
    mappings.push({
      id: name,
      streamArn,
      functionName,
      functionArn: spec.arn,
      region,
      batchSize: asNumber(properties.BatchSize) ?? 100,
      windowMs: (asNumber(properties.MaximumBatchingWindowInSeconds) ?? 0) * 1000,
      bisects: properties.BisectBatchOnFunctionError === true,
      reportsFailures: asList(properties.FunctionResponseTypes).includes('ReportBatchItemFailures'),
      maxRetries: asNumber(properties.MaximumRetryAttempts) ?? -1,
      maxAgeSeconds: asNumber(properties.MaximumRecordAgeInSeconds) ?? -1,
      startsAtLatest: properties.StartingPosition === 'LATEST',
      filters: filters.map((filter) => compilePattern(asObject(filter).Pattern ?? '{}')),
      ...(onFailure ? { onFailure } : {}),
    });
  }
  return mappings;
}
