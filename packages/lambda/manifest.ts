import type { IncomingName } from '../contracts/events.ts';
import type { Action } from '../domain/access/may.ts';
import type { IndexPartition, Partition } from '../table/keys.ts';

/** Kinds of files in the bucket; each is a folder of it and a unit of permission. */
export type FileKind = 'reports';

/**
 * What a function is, as plain data that infra, the local run, the documents and the tests all read. Permissions,
 * routes, triggers and environment follow from it and are written nowhere else.
 */
export interface Manifest {
  purpose: string;
  trigger:
    | HttpTrigger
    | PublicTrigger
    | TaskTrigger
    | EventTrigger
    | StreamTrigger
    | ScheduleTrigger
    | QueueTrigger;
  /** Kinds of partitions the function reads and writes; its role is limited to their leading keys. */
  reads?: readonly Partition[];
  writes?: readonly Partition[];
  /** Kinds of partitions whose items a transaction of it depends on and leaves alone. */
  checks?: readonly Partition[];
  lists?: readonly IndexPartition[];
  /** Kinds of files that it puts into the bucket, and that it gives links to. */
  puts?: readonly FileKind[];
  hands?: readonly FileKind[];
  /** Files of packages that lie beside the bundle, by their place in `node_modules`. */
  beside?: readonly string[];
  /** Functions into whose queues it puts messages. */
  sends?: readonly string[];
  /** Calls addresses that somebody outside has named; the stage says which ones may be called. */
  callsOutside?: true;
  /** Gives out addresses of public pages; the stack says where they are. */
  namesPublicPages?: true;
  /** Workflows it starts. */
  starts?: readonly string[];
  /** Workflows whose waits it answers. */
  resumes?: readonly string[];
  /** Workflows whose executions and waits it looks after. */
  watches?: readonly string[];
  /** Events it puts on the bus. */
  emits?: readonly string[];
  timeoutSeconds: number;
  memoryMegabytes?: number;
  /** Why running twice, late or out of order is harmless. */
  repeating: string;
}

export interface HttpTrigger {
  kind: 'http';
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  /** The right that the route demands; a route without one, that does not say either that it is public, does not compile. */
  action: Action;
  public?: never;
}

/** A route for everybody: no token is asked for, and calls are throttled harder. It only ever reads. */
export interface PublicTrigger {
  kind: 'http';
  method: 'GET';
  path: string;
  public: true;
  action?: never;
}

/** Called by a workflow's Task state. */
export interface TaskTrigger {
  kind: 'task';
  workflow: string;
}

/** Events of the bus: ours by their names, all of ours that other systems are told, or those that they tell us. */
export type HeardEvents = readonly string[] | 'outgoing' | { incoming: readonly IncomingName[] };

/** Called for each event of the bus. */
export interface EventTrigger {
  kind: 'event';
  detailType: HeardEvents;
}

/** Called for the messages of its own queue, which come again until they are worked or too often received. */
export interface QueueTrigger {
  kind: 'queue';
  batchSize: number;
  receivesAtMost: number;
  /** Events of the bus that a rule puts there, each as a message, besides what functions send. */
  detailType?: HeardEvents;
  /** How long messages are gathered for one call, at most; a batch of more than ten asks for it. */
  gathersSeconds?: number;
  /** How long a message lies before it is handed over, so that what it tells of can be read everywhere. */
  delaySeconds?: number;
}

/** Called for changes of items, after the filters (patterns over the stream record). */
export interface StreamTrigger {
  kind: 'stream';
  filters: readonly object[];
  batchSize: number;
  /** How long changes are gathered for one call, at most; 0 calls at once. */
  gathersSeconds: number;
}

/** Called at times; the input is `{"scheduledAt": "<instant>"}`, which a repeat bears too. */
export interface ScheduleTrigger {
  kind: 'schedule';
  /** As EventBridge Scheduler reads it: `cron(0 2 * * ? *)`, `rate(1 hour)`. */
  expression: string;
  /** IANA name of the time zone, for example `Asia/Shanghai`. */
  timezone: string;
}
