import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shardOf } from '../../../packages/domain/shards.ts';
import type { WaitFindingItem, WaitItem } from '../../../packages/table/items.ts';
import { keys } from '../../../packages/table/keys.ts';
import {
  type Correction,
  type CorrectionStage,
  correctionStage,
  workflow,
} from '../../support/correction-stage.ts';
import { day } from '../../support/workflow-stage.ts';

const hour = day / 24;

/** The scan of waits over corrections, on the running platform. */
let stage: CorrectionStage;
beforeAll(async () => {
  stage = await correctionStage();
});
afterAll(() => stage.end());

interface Finding {
  kind: string;
  of: string;
  owner: string;
  restartedAt: string | null;
}
const findings = async (of: string): Promise<Finding[]> => {
  const { body } = await stage.running.call<{ items: Finding[] }>('hq', 'GET', '/v1/wait-findings?limit=100');
  return body.items.filter((finding) => finding.of === of);
};
async function nextMorning(): Promise<void> {
  const next = stage.running.platform.schedules()[stage.functionName('begin-wait-scan-schedule')] ?? 0;
  await stage.pass(next - stage.running.platform.clock.now() + 1000);
}
async function stop(name: string): Promise<void> {
  const machine = stage.running.platform.executions.machines()[stage.functionName(workflow)] ?? '';
  const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
  await stage.workflows.send(new StopExecutionCommand({ executionArn }));
  await stage.running.platform.idle();
}
const waitOf = ({ id }: Correction) => stage.get<WaitItem>(keys.correctionWait(id, 'correction', 1));
/** Longer ago than what the scan takes for work under way. */
const settle = () => stage.pass(2 * hour);

describe('A correction whose execution was stopped', () => {
  test('is found, watched again under the next name, and closed like any other', async () => {
    const one = await stage.raise('major');
    await settle();
    const { token } = await waitOf(one);
    await stop(one.id);
    await nextMorning();
    expect(await findings(one.id)).toEqual([
      expect.objectContaining({
        kind: 'workflow-gone',
        owner: 'hq-network',
        restartedAt: expect.any(String),
      }),
    ]);
    const finding = keys.waitFinding(shardOf(one.station), `${one.id}#workflow-gone`);
    expect((await stage.get<WaitFindingItem>(finding)).restartedAs).toBe(`${one.id}_2`);
    expect(stage.statusOf(workflow, `${one.id}_2`)).toBe('RUNNING');
    expect((await waitOf(one)).token).not.toBe(token);
    await nextMorning();
    expect(await findings(one.id)).toEqual([]);
    await stage.correct(one);
    await stage.verify(one);
    expect((await stage.nonconformity(one.id)).status).toBe('closed');
    expect(stage.statusOf(workflow, `${one.id}_2`)).toBe('SUCCEEDED');
    expect(stage.statusOf(workflow, stage.nameOf(one.id, 'effect-check'))).toBe('RUNNING');
  });

  test('is told of the rung that passed while nobody watched, once', async () => {
    const one = await stage.raise('minor');
    const { dueAt } = await waitOf(one);
    await stage.pass(Date.parse(dueAt) - stage.running.platform.clock.now() - hour);
    await stop(one.id);
    const told = () => stage.running.platform.counters.ofCase(`${one.id}_2`)?.eventsPut ?? 0;
    await nextMorning();
    expect(stage.statusOf(workflow, `${one.id}_2`)).toBe('RUNNING');
    await stage.pass(hour);
    expect(told()).toBe(1);
    await nextMorning();
    expect(told()).toBe(1);
    expect(await findings(one.id)).toEqual([]);
  });

  test('by a wait that was removed, is found and goes on at its next date', async () => {
    const one = await stage.raise('major');
    await settle();
    await stage.remove(keys.correctionWait(one.id, 'correction', 1));
    await nextMorning();
    expect(await findings(one.id)).toEqual([expect.objectContaining({ kind: 'wait-gone' })]);
    expect(stage.statusOf(workflow, `${one.id}_2`)).toBeUndefined();
  });
});

describe('A correction that is closed', () => {
  test('is found when the watch over its effect is gone, and watched again until its date', async () => {
    const one = await stage.raise('major');
    await stage.correct(one);
    await stage.verify(one);
    await settle();
    const name = stage.nameOf(one.id, 'effect-check');
    await nextMorning();
    expect(await findings(one.id)).toEqual([]);
    await stop(name);
    await nextMorning();
    expect(await findings(one.id)).toEqual([expect.objectContaining({ kind: 'workflow-gone' })]);
    expect(stage.statusOf(workflow, `${name}_2`)).toBe('RUNNING');
    await stage.pass(61 * day);
    const { submission } = await stage.nonconformity(one.id);
    await stage.take('hq', one.id, 'effect-check', { result: 'effective', submission });
    expect(stage.statusOf(workflow, `${name}_2`)).toBe('SUCCEEDED');
  });
});

describe('The scan', () => {
  test('leaves nothing behind: no call was denied and no message is dead', () => {
    expect(stage.running.platform.denials()).toEqual([]);
    expect(Object.values(stage.running.platform.deadLetters()).flat()).toEqual([]);
  });
});
