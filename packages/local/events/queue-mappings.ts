import type { Guard } from '../access/guard.ts';
import type { Assembly } from '../assembly/assembly.ts';
import { asList, asNumber, asString } from '../json.ts';
import type { FunctionSpec } from '../lambda/function-specs.ts';

/** An event source mapping from a queue to a function. */
export interface QueueMapping {
  queue: string;
  queueArn: string;
  functionName: string;
  region: string;
  batchSize: number;
  /** How long messages are gathered for one batch, at most; 0 hands over at once. */
  windowMs: number;
  reportsFailures: boolean;
}

/** The enabled queue mappings; one whose function may not work the queue is refused and left out. */
export function readQueueMappings(
  assembly: Assembly,
  functions: ReadonlyMap<string, FunctionSpec>,
  guard: Guard,
): QueueMapping[] {
  const mappings: QueueMapping[] = [];
  for (const { name, properties, region } of assembly.all('AWS::Lambda::EventSourceMapping')) {
    const queueArn = asString(properties.EventSourceArn) ?? '';
    if (!queueArn.includes(':sqs:')) continue;
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
      guard.demand(
        caller,
        ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].map((action) => ({
          action,
          resource: queueArn,
        })),
      );
    } catch {
      continue;
    }
    mappings.push({
      queue: queueArn.split(':').at(-1) ?? '',
      queueArn,
      functionName,
      region,
      batchSize: asNumber(properties.BatchSize) ?? 10,
      windowMs: (asNumber(properties.MaximumBatchingWindowInSeconds) ?? 0) * 1000,
      reportsFailures: asList(properties.FunctionResponseTypes).includes('ReportBatchItemFailures'),
    });
  }
  return mappings;
}
