import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test } from 'vitest';
import { synthesiseDemo } from './support/demo-app.ts';
import { call, tokenFor, until } from './support/http.ts';

interface Running {
  child: ChildProcess;
  apiUrl: string;
  issuerUrl: string;
  gatewayUrl: string;
  operatorEnv: Record<string, string>;
  outputs: Record<string, string>;
}

const children: ChildProcess[] = [];

async function launch(assembly: string, data: string): Promise<Running> {
  const script = join(import.meta.dirname, 'support', 'platform-child.ts');
  const child = spawn(process.execPath, [script, assembly, data], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text);
    });
    child.once('exit', (code) => reject(new Error(`the platform ended with ${code}`)));
  });
  return { child, ...JSON.parse(line) };
}

async function kill(running: Running): Promise<void> {
  const gone = new Promise((resolve) => running.child.once('exit', resolve));
  running.child.kill('SIGKILL');
  await gone;
}

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }
});

describe('a platform ended by force', () => {
  test('keeps everything it acknowledged, and the next one brings every execution to its end, once', async () => {
    const assembly = synthesiseDemo();
    const data = mkdtempSync(join(tmpdir(), 'stationkeeper-kill-'));
    const acknowledged = { started: new Set<string>(), redeemed: new Set<string>() };
    const ids = Array.from({ length: 60 }, (_, index) => `case-${index}`);
    const enginePids = new Set<string>();
    let running = await launch(assembly, data);

    for (let round = 0; round < 4; round += 1) {
      enginePids.add(readFileSync(join(data, 'dynoxide.pid'), 'utf8'));
      const token = await tokenFor(running, 'li', 'right');
      const post = async (path: string, body?: object) =>
        call(`${running.apiUrl}${path}`, { method: 'POST', token, ...(body ? { body } : {}) })
          .then((answer) => answer.status)
          .catch(() => 0);
      // The blow falls at another moment each round, in the middle of starting and then of redeeming; by what has
      // been acknowledged and not by the clock, so that it falls there on a slow machine too.
      const inTheMiddle = () =>
        round < 2 ? acknowledged.started.size > round * 15 : acknowledged.redeemed.size > (round - 2) * 15;
      let worked = false;
      const blow = (async () => {
        while (!worked && !inTheMiddle()) await new Promise((resolve) => setTimeout(resolve, 2));
        await kill(running);
      })();
      const work = Promise.all(
        ids.map(async (id) => {
          if (!acknowledged.started.has(id) && (await post('/approvals', { id })) === 202)
            acknowledged.started.add(id);
          if (acknowledged.started.has(id) && !acknowledged.redeemed.has(id)) {
            if ((await post(`/approvals/${id}/yes`)) === 204) acknowledged.redeemed.add(id);
          }
        }),
      );
      await work;
      worked = true;
      await blow;
      running = await launch(assembly, data);
    }
    expect(acknowledged.redeemed.size).toBeGreaterThan(0);

    const token = await tokenFor(running, 'li', 'right');
    const states = new SFNClient({
      endpoint: running.gatewayUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: running.operatorEnv.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: 'local' },
    });
    const describeOne = (id: string) =>
      states.send(
        new DescribeExecutionCommand({
          executionArn: `${running.outputs.MachineArn?.replace(':stateMachine:', ':execution:')}:${id}`,
        }),
      );
    // What was redeemed ends by itself: nobody has to say it again.
    for (const id of acknowledged.redeemed) {
      const done = await until(async () => {
        const execution = await describeOne(id);
        return execution.status === 'RUNNING' ? undefined : execution;
      });
      expect([id, done.status, done.output]).toEqual([id, 'SUCCEEDED', '{"decision":"yes"}']);
    }
    // What was started is there and can still be redeemed.
    for (const id of acknowledged.started) {
      if (acknowledged.redeemed.has(id)) continue;
      const done = await until(async () => {
        const execution = await describeOne(id);
        if (execution.status !== 'RUNNING') return execution;
        await call(`${running.apiUrl}/approvals/${id}/yes`, { method: 'POST', token });
        return undefined;
      });
      expect([id, done.status]).toEqual([id, 'SUCCEEDED']);
    }
    // Each start ended the engine that the killed platform had left behind.
    const alive = [...enginePids].filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(data);
      } catch {
        return false;
      }
    });
    expect(alive).toEqual([]);
  }, 60_000);
});
