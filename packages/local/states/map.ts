import { randomUUID } from 'node:crypto';
import { asNumber, asObject, type Json, type JsonObject } from '../json.ts';
import type { MapWork, RunnerCore, Step } from './core.ts';
import { childScope } from './definition.ts';
import { type ContextObject, effectiveInput, fillTemplate, valueAt } from './evaluate.ts';
import { StateError } from './state-error.ts';
import type { ExecutionRow, FrameRow } from './store.ts';
import { beginExecution, failJoin, launchItems, settleJoin, workOf } from './transitions.ts';

const INLINE_CONCURRENCY = 40;
const DISTRIBUTED_CONCURRENCY = 1000;

/** A Map state is entered: its items are cut out, selected and batched, then the first children start. */
export async function enterMap(core: RunnerCore, step: Step, context: ContextObject): Promise<boolean> {
  const { frame, execution, state, input } = step;
  const { raw } = state;
  const given = await effectiveInput(raw, input, context);
  const items = raw.ItemsPath === undefined ? given : await valueAt(raw, 'ItemsPath', given, context);
  if (!Array.isArray(items)) throw new StateError('States.Runtime', `${frame.state}: the items are no list`);
  const work = await planMap(core, step, items, given, context);
  core.journal.write(() => {
    frame.phase = 'join';
    frame.total = work.inputs.length;
    frame.started = 0;
    frame.done = 0;
    frame.failed = 0;
    frame.work = JSON.stringify(work);
    core.works.set(frame.id, work);
    const events = [{ type: 'MapStateStarted', details: { length: items.length } }];
    if (work.distributed) events.push({ type: 'MapRunStarted', details: { length: work.inputs.length } });
    if (frame.total === 0) {
      settleJoin(core, frame, execution, '[]');
    } else if (work.distributed) {
      launchExecutions(core, frame, execution, work);
    } else {
      launchItems(core, frame, execution, work);
    }
    if (!core.store.saveFrame(frame)) throw new StateError('States.Runtime', 'the state was left meanwhile');
    core.store.appendHistory(execution.id, core.clock.now(), events);
    if (frame.phase !== 'join') core.schedule(frame.id);
  });
  return false;
}

async function planMap(
  core: RunnerCore,
  step: Step,
  items: Json[],
  given: Json,
  context: ContextObject,
): Promise<MapWork> {
  const { frame, execution, state } = step;
  const { raw } = state;
  const processor = asObject(raw.ItemProcessor ?? raw.Iterator);
  const config = asObject(processor.ProcessorConfig);
  const isDistributed = config.Mode === 'DISTRIBUTED';
  const number = async (field: string, owner: JsonObject = raw): Promise<number | undefined> => {
    const path = `${field}Path`;
    return asNumber(owner[path] === undefined ? owner[field] : await valueAt(owner, path, given, context));
  };
  const selected: Json[] = [];
  const selector =
    raw.ItemSelector !== undefined ? 'ItemSelector' : raw.Parameters !== undefined ? 'Parameters' : '';
  for (const [Index, Value] of items.entries()) {
    const own = { ...context, Map: { Item: { Index, Value } } };
    selected.push(selector === '' ? Value : await fillTemplate(raw, selector, given, own));
  }
  const wanted = (await number('MaxConcurrency')) ?? 0;
  const list = core.definitionOf(execution.definition).scopes.get(childScope(frame.scope, frame.state, 0));
  if (!isDistributed) {
    return {
      inputs: selected.map((value) => JSON.stringify(value)),
      concurrency: wanted > 0 ? wanted : INLINE_CONCURRENCY,
      ...(list?.readsMapItem ? { items: items.map((Value, Index) => JSON.stringify({ Index, Value })) } : {}),
    };
  }
  const batcher = raw.ItemBatcher === undefined ? undefined : asObject(raw.ItemBatcher);
  const batches = batcher
    ? cutBatches(
        selected,
        await number('MaxItemsPerBatch', batcher),
        await number('MaxInputBytesPerBatch', batcher),
      )
    : selected.map((value) => [value]);
  const common =
    batcher?.BatchInput === undefined ? undefined : await fillTemplate(batcher, 'BatchInput', given, context);
  const inputs = batches.map((batch) =>
    JSON.stringify(
      batcher ? { ...(common === undefined ? {} : { BatchInput: common }), Items: batch } : batch[0],
    ),
  );
  const count = await number('ToleratedFailureCount');
  const percentage = await number('ToleratedFailurePercentage');
  return {
    inputs,
    sizes: batches.map((batch) => batch.length),
    concurrency: Math.min(wanted > 0 ? wanted : DISTRIBUTED_CONCURRENCY, DISTRIBUTED_CONCURRENCY),
    distributed: {
      express: config.ExecutionType === 'EXPRESS',
      label: String(raw.Label ?? frame.state.replace(/[^\w-]/g, '').slice(0, 40)),
      itemCount: items.length,
      ...(count === undefined ? {} : { toleratedCount: count }),
      ...(percentage === undefined ? {} : { toleratedPercentage: percentage }),
    },
  };
}

/** Batches of at most `most` items and `bytes` bytes; an item larger than that travels alone. */
export function cutBatches(items: Json[], most = Number.POSITIVE_INFINITY, bytes = 262_144): Json[][] {
  const batches: Json[][] = [];
  let batch: Json[] = [];
  let size = 0;
  for (const item of items) {
    const own = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (batch.length > 0 && (batch.length >= most || size + own > bytes)) {
      batches.push(batch);
      batch = [];
      size = 0;
    }
    batch.push(item);
    size += own;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** Starts child executions of a Distributed Map up to its concurrency; the caller saves the parent. */
function launchExecutions(core: RunnerCore, parent: FrameRow, execution: ExecutionRow, work: MapWork): void {
  const { distributed } = work;
  const machine = core.machine(execution.machine);
  if (!distributed || !machine) return;
  while (parent.started < parent.total && parent.started - parent.done < work.concurrency) {
    const position = parent.started;
    parent.started += 1;
    const name = randomUUID();
    beginExecution(
      core,
      {
        arn: `${machine.arn.replace(':stateMachine:', ':execution:')}/${distributed.label}:${name}`,
        machine: execution.machine,
        definition: execution.definition,
        name,
        input: work.inputs[position] ?? 'null',
        started: core.clock.now(),
        due: null,
        case_key: execution.case_key,
        scope: childScope(parent.scope, parent.state, 0),
        parent: parent.id,
        position,
        express: distributed.express ? 1 : 0,
      },
      machine.roleArn,
    );
  }
}

/** A child execution has ended: the next one starts, or the Map run is over, well or not. Inside `journal.write`. */
export function childExecutionEnded(core: RunnerCore, parent: FrameRow, child: ExecutionRow): void {
  const work = workOf(core, parent);
  const execution = core.store.execution(parent.execution);
  if (!work?.distributed || !execution || parent.phase !== 'join') return;
  parent.done += 1;
  if (child.status !== 'SUCCEEDED') parent.failed += work.sizes?.[child.position ?? 0] ?? 1;
  const now = core.clock.now();
  const refused = overTolerance(parent.failed, work.distributed);
  if (refused) {
    core.store.appendHistory(execution.id, now, [
      { type: 'MapRunFailed', details: { error: refused.error } },
    ]);
    failJoin(core, parent, refused);
    return;
  }
  launchExecutions(core, parent, execution, work);
  if (parent.done === parent.total) {
    core.store.appendHistory(execution.id, now, [{ type: 'MapRunSucceeded', details: {} }]);
    // What failed within the tolerance leaves no entry in the output.
    const outputs = core.store.childExecutions(parent.id).filter((one) => one.status === 'SUCCEEDED');
    settleJoin(core, parent, execution, `[${outputs.map((one) => one.output ?? 'null').join(',')}]`);
    core.store.detachChildren(parent.id);
  }
  if (core.store.saveFrame(parent) && parent.phase !== 'join') core.schedule(parent.id);
}

function overTolerance(failed: number, run: NonNullable<MapWork['distributed']>): StateError | undefined {
  if (failed === 0) return undefined;
  const { toleratedCount, toleratedPercentage, itemCount } = run;
  const none = toleratedCount === undefined && toleratedPercentage === undefined;
  const overCount = toleratedCount !== undefined && failed > toleratedCount;
  const overShare = toleratedPercentage !== undefined && (failed / itemCount) * 100 > toleratedPercentage;
  if (!none && !overCount && !overShare) return undefined;
  const cause = `The specified tolerated failure threshold was exceeded: ${failed} of ${itemCount} items failed`;
  return new StateError('States.ExceedToleratedFailureThreshold', cause);
}
