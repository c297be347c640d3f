import type { FunctionSpec } from '../../infra/function-specs.ts';
import { indexOf, indexPartitions, partitions } from '../../packages/table/keys.ts';

/**
 * What a manifest asks for, one by one, in the form of `singleRights`. Written apart from the construct on purpose:
 * the two have to agree.
 */
export function rightsOfManifest({ name, manifest }: FunctionSpec): string[] {
  const rights = new Set<string>();
  const add = (actions: string[], on: string) => {
    for (const action of actions) rights.add(`${action} ${on}`);
  };
  for (const kind of manifest.reads ?? [])
    add(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], `table ${partitions[kind]}`);
  for (const kind of manifest.writes ?? [])
    add(
      ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
      `table ${partitions[kind]}`,
    );
  for (const kind of manifest.checks ?? []) add(['dynamodb:ConditionCheckItem'], `table ${partitions[kind]}`);
  for (const kind of manifest.lists ?? [])
    add(['dynamodb:Query'], `table/index/${indexOf(kind)} ${indexPartitions[kind]}`);
  for (const workflow of manifest.starts ?? []) add(['states:StartExecution'], `workflow ${workflow}`);
  for (const workflow of manifest.resumes ?? []) add(['states:SendTaskSuccess'], `workflow ${workflow}`);
  for (const workflow of manifest.watches ?? []) {
    add(['states:SendTaskHeartbeat'], `workflow ${workflow}`);
    add(['states:DescribeExecution'], `executions ${workflow}:*`);
  }
  for (const event of manifest.emits ?? []) add(['events:PutEvents'], `bus ${event}`);
  for (const kind of manifest.puts ?? []) add(['s3:PutObject'], `files of ${kind}`);
  for (const kind of manifest.hands ?? []) add(['s3:GetObject'], `files of ${kind}`);
  const deadLetters = `queue ${name}-dead-letters`;
  for (const of of manifest.sends ?? []) add(['sqs:SendMessage'], `queue ${of}`);
  if (manifest.trigger.kind === 'queue')
    add(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
      `queue ${name}`,
    );
  if (manifest.trigger.kind === 'event' || manifest.trigger.kind === 'schedule')
    add(['sqs:SendMessage'], deadLetters);
  if (manifest.trigger.kind === 'stream') {
    add(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], 'stream');
    add(['dynamodb:ListStreams'], '*');
    add(['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], deadLetters);
  }
  return [...rights].sort();
}

/** What the schedule of a function may do: call it, and leave what it could not hand over. */
export const rightsOfSchedule = ({ name }: FunctionSpec): string[] => [
  `lambda:InvokeFunction function ${name}`,
  `sqs:SendMessage queue ${name}-dead-letters`,
];
