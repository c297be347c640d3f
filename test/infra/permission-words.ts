import { indexPartitions, partitions, tableIndexes } from '../../packages/table/keys.ts';
import type { Statement } from './rights.ts';

/** A kind of statement and how it reads. `on` is matched against each resource. */
interface Wording {
  actions: string[];
  on: RegExp;
  verb: string;
  /** What the verb applies to: the kinds behind the leading keys, or what the pattern captured. */
  objects?: 'partitions' | 'indexes' | 'captured' | 'events';
}

const wordings: Wording[] = [
  {
    actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
    on: /^table$/,
    verb: 'reads',
    objects: 'partitions',
  },
  {
    actions: [
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ],
    on: /^table$/,
    verb: 'writes',
    objects: 'partitions',
  },
  {
    // The construct library makes one statement of two that are limited to the same keys.
    actions: [
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ],
    on: /^table$/,
    verb: 'reads and writes',
    objects: 'partitions',
  },
  { actions: ['dynamodb:ConditionCheckItem'], on: /^table$/, verb: 'checks', objects: 'partitions' },
  { actions: ['dynamodb:UpdateItem'], on: /^table$/, verb: 'writes waits of', objects: 'partitions' },
  {
    actions: ['dynamodb:Query'],
    on: new RegExp(`^table/index/(${tableIndexes.join('|')})$`),
    verb: 'lists',
    objects: 'indexes',
  },
  { actions: ['events:PutEvents'], on: /^bus$/, verb: 'puts on the bus', objects: 'events' },
  { actions: ['s3:PutObject'], on: /^files of (.+)$/, verb: 'puts files of', objects: 'captured' },
  { actions: ['s3:GetObject'], on: /^files of (.+)$/, verb: 'hands out files of', objects: 'captured' },
  { actions: ['lambda:InvokeFunction'], on: /^function (.+)$/, verb: 'invokes', objects: 'captured' },
  { actions: ['states:StartExecution'], on: /^workflow (.+)$/, verb: 'starts', objects: 'captured' },
  {
    actions: ['states:SendTaskSuccess', 'states:StartExecution'],
    on: /^workflow (.+)$/,
    verb: 'starts and answers waits of',
    objects: 'captured',
  },
  {
    actions: ['states:SendTaskSuccess'],
    on: /^workflow (.+)$/,
    verb: 'answers waits of',
    objects: 'captured',
  },
  {
    actions: ['states:SendTaskHeartbeat', 'states:StartExecution'],
    on: /^workflow (.+)$/,
    verb: 'starts, and watches waits of',
    objects: 'captured',
  },
  {
    actions: ['states:SendTaskHeartbeat'],
    on: /^workflow (.+)$/,
    verb: 'watches waits of',
    objects: 'captured',
  },
  {
    actions: ['states:DescribeExecution'],
    on: /^executions (.+):\*$/,
    verb: 'sees executions of',
    objects: 'captured',
  },
  {
    actions: ['states:DescribeExecution', 'states:StopExecution'],
    on: /^executions (.+):\*$/,
    verb: 'sees and stops executions of',
    objects: 'captured',
  },
  {
    actions: ['states:RedriveExecution'],
    on: /^executions (.+)\/\*:\*$/,
    verb: 'redrives map runs of',
    objects: 'captured',
  },
  {
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    on: /^stream$/,
    verb: "reads the table's stream",
  },
  { actions: ['dynamodb:ListStreams'], on: /^\*$/, verb: 'lists streams' },
  {
    actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
    on: /^queue (.+)$/,
    verb: 'leaves what failed in',
    objects: 'captured',
  },
  {
    actions: ['sqs:SendMessage'],
    on: /^queue (.+-dead-letters)$/,
    verb: 'leaves what failed in',
    objects: 'captured',
  },
  { actions: ['sqs:SendMessage'], on: /^queue (.+)$/, verb: 'sends to the queue of', objects: 'captured' },
  {
    actions: [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ],
    on: /^queue (.+)$/,
    verb: 'works the queue of',
    objects: 'captured',
  },
];

/**
 * A role's rights as one line, `submit-answers: reads edition, subject; writes audit`.
 * @throws Error for a statement that no wording fits: a new kind of right needs words before it can be granted
 */
export function permissionLine(role: string, statements: readonly Statement[]): string {
  const objectsByVerb = new Map<string, Set<string>>();
  for (const statement of statements) {
    for (const resource of statement.resources) {
      const wording = wordings.find(
        ({ actions, on }) => actions.join() === statement.actions.join() && on.test(resource),
      );
      if (!wording || statement.effect !== 'Allow')
        throw new Error(`${role}: no words for ${statement.effect} ${statement.actions} on ${resource}`);
      const objects = objectsByVerb.get(wording.verb) ?? new Set<string>();
      for (const object of objectsOf(wording, resource, statement.keys ?? [])) objects.add(object);
      objectsByVerb.set(wording.verb, objects);
    }
  }
  const clauses = [...objectsByVerb]
    .sort(([a], [b]) => place(a) - place(b))
    .map(([verb, objects]) => [verb, [...objects].sort().join(', ')].filter(Boolean).join(' '));
  return `${role}: ${clauses.join('; ') || 'nothing'}`;
}

const place = (verb: string) => wordings.findIndex((wording) => wording.verb === verb);

function objectsOf(wording: Wording, resource: string, keys: readonly string[]): string[] {
  if (wording.objects === 'captured') return [wording.on.exec(resource)?.[1] ?? ''];
  if (!wording.objects) return [];
  if (wording.objects === 'events') return [...keys];
  const kinds: Record<string, string> = wording.objects === 'partitions' ? partitions : indexPartitions;
  return keys.map((key) => Object.entries(kinds).find(([, pattern]) => pattern === key)?.[0] ?? `KEY ${key}`);
}
