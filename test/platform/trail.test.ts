import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { auditId } from '../../packages/domain/ids.ts';
import type { NetworkRows } from '../../packages/domain/network/network-files.ts';
import type { AnchorProof } from '../../packages/domain/trail/anchor.ts';
import type { Entry } from '../../packages/domain/trail/chain.ts';
import { verifyTrail } from '../../packages/domain/trail/verify-trail.ts';
import { makeNetwork } from '../../packages/simulator/make-network.ts';
import type { TrailItem } from '../../packages/table/items.ts';
import { entriesOf } from '../../packages/table/stores/trail-store.ts';
import { atTen } from '../support/at-ten.ts';
import { runScript } from '../support/run-script.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

let running: RunningPlatform;
let rows: NetworkRows;
let here = '';
let elsewhere = '';
let audit = '';
let folder: string;

const loginOf = (station: string) => `sm.${station.slice(4).toLowerCase()}`;
const trailOf = async (user: string, place: string, query = '') =>
  running.call<{ items: Entry[]; next?: string }>(user, 'GET', `${place}/trail?limit=1000${query}`);
const story = async (station = here, query = '') =>
  (await trailOf('hq', `/v1/stations/${station}`, query)).body.items.toReversed();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stationkeeper-trail-'));
  running = await runPlatform();
  await running.publishEdition([]);
  await atTen(running);
  rows = makeNetwork({ stations: 12, seed: 1, asOf: '2026-11-01' });
  const stations = await running.importSample(12);
  const regionOf = (code: string) =>
    rows.stations?.find(({ cells }) => cells.station_code === code)?.cells.region_code;
  here = stations[0] ?? '';
  elsewhere = stations.find((one) => regionOf(one.slice(4)) !== regionOf(here.slice(4))) ?? '';
  const campaign = await running.launch({
    scope: { kind: 'stations', ids: [here] },
    positions: ['SA', 'MT'],
  });
  await running.platform.idle();
  audit = auditId(campaign, here);
  await running.answerAll(audit, loginOf(here));
  await running.platform.idle();
});
afterAll(async () => {
  await running.end();
  rmSync(folder, { recursive: true, force: true });
});

describe('The trail of a station', () => {
  test('begins with its import, by who imported it', async () => {
    const entries = await story();
    expect(entries.map(({ n }) => n)).toEqual(entries.map((_, i) => i + 1));
    const imported = entries.filter(({ object }) =>
      ['station', 'roster', 'person', 'subject'].includes(object.kind),
    );
    expect(new Set(imported.map(({ what, by }) => `${what} ${by}`))).toEqual(new Set(['created hq']));
    expect(imported.find(({ object }) => object.kind === 'station')).toMatchObject({
      object: { id: here },
      changes: expect.arrayContaining([
        { field: 'regionId', old: null, new: expect.stringMatching(/^reg_/) },
      ]),
    });
  });

  test('tells an audit from its opening over the answers to its grade, and who did what', async () => {
    const told = (await story(here, `&object=${audit}`)).map(({ by, what, changes }) => [
      by,
      what,
      Object.fromEntries(changes.map((change) => [change.field, 'new' in change ? change.new : '—'])),
    ]);
    const master = expect.stringMatching(/^per_/);
    const hash = expect.stringMatching(/^[0-9a-f]{16}$/);
    expect(told).toEqual([
      ['open-station-audits', 'created', expect.objectContaining({ status: 'answering', edition: '1' })],
      [master, 'changed', { 'accepted.MT': hash }],
      [master, 'changed', { 'accepted.SA': hash }],
      [
        'score-audit',
        'changed',
        { status: 'closed', score: 10_000, grade: 'A', uncapped: 'A', openCritical: 0 },
      ],
    ]);
  });

  test('names somebody who was removed and what the roster was, and nothing personal', async () => {
    const code = here.slice(4);
    const gone =
      rows.people?.filter(({ cells }) => cells.station_code === code).at(-1)?.cells.person_code ?? '';
    const of = (name: 'people' | 'assignments') =>
      (rows[name] ?? []).filter(({ cells }) => cells.station_code === code && cells.person_code !== gone);
    const pick = (name: 'stations' | 'intake') =>
      (rows[name] ?? []).filter(({ cells }) => cells.station_code === code);
    const before = (await story()).length;
    await running.call('hq', 'POST', '/v1/network/imports', {
      dryRun: false,
      rows: {
        stations: pick('stations'),
        intake: pick('intake'),
        people: of('people'),
        assignments: of('assignments'),
      },
    });
    await running.platform.idle();
    const news = (await story()).slice(before);
    expect(news.map(({ what, object }) => `${what} ${object.kind} ${object.id}`)).toEqual(
      expect.arrayContaining([
        `removed person per_${gone}`,
        `changed roster ${here}`,
        `changed station ${here}`,
      ]),
    );
    expect(news.find(({ object }) => object.kind === 'roster')).toMatchObject({
      by: 'hq',
      changes: [
        {
          field: 'assignments',
          old: expect.arrayContaining([expect.objectContaining({ personId: `per_${gone}` })]),
          new: [],
        },
      ],
    });
  });

  test('comes in pages, newest first, and only of what is asked for', async () => {
    const all = (await story()).toReversed();
    const seen: number[] = [];
    for (let cursor = ''; ; ) {
      const page = await running.call<{ items: Entry[]; next?: string }>(
        loginOf(here),
        'GET',
        `/v1/stations/${here}/trail?limit=7${cursor && `&cursor=${cursor}`}`,
      );
      expect(page.body.items.length).toBeLessThanOrEqual(7);
      seen.push(...page.body.items.map(({ n }) => n));
      if (!page.body.next) break;
      cursor = page.body.next;
    }
    expect(seen).toEqual(all.map(({ n }) => n));
    const people = await story(here, '&object=person');
    expect(new Set(people.map(({ object }) => object.kind))).toEqual(new Set(['person']));
  });

  test('is exported from any entry on, so that a copy can be kept up', async () => {
    const exportFrom = async (query: string) =>
      (await running.call<{ items: Entry[] }>('hq', 'GET', `/v1/stations/${here}/trail/export${query}`)).body
        .items;
    const all = await exportFrom('');
    for (const after of [0, 1, 5, all.length - 1, all.length, 99_999])
      expect(await exportFrom(`?after=${after}`)).toEqual(all.slice(after));
    for (const query of ['after=-1', 'after=x', 'anchor=yesterday', 'cursor=x'])
      expect((await running.call('hq', 'GET', `/v1/stations/${here}/trail/export?${query}`)).status).toBe(
        400,
      );
  });

  test('refuses a place that is none, and an object that could be none', async () => {
    for (const query of ['cursor=abc', 'object=%20', 'limit=0', 'what=x']) {
      const answer = await running.call('hq', 'GET', `/v1/stations/${here}/trail?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });
});

describe('Who may read a trail', () => {
  const statusOf = async (user: string, path: string) => (await running.call(user, 'GET', path)).status;

  test.each(['/trail', '/trail/export'])(
    'of a station (%s): its master, its region, headquarters',
    async (path) => {
      const { body } = await running.call<{ regionId: string }>('hq', 'GET', `/v1/stations/${here}`);
      const manager = await running.managerOf(body.regionId);
      for (const user of ['hq', 'auditor', manager, loginOf(here)])
        expect([user, await statusOf(user, `/v1/stations/${here}${path}`)]).toEqual([user, 200]);
      for (const user of [manager, loginOf(here)])
        expect([user, await statusOf(user, `/v1/stations/${elsewhere}${path}`)]).toEqual([user, 404]);
      expect(await statusOf('hq', `/v1/stations/stn_NOWHERE${path}`)).toBe(404);
    },
  );

  test.each(['/v1/trail', '/v1/trail/export'])('of the network (%s): headquarters alone', async (path) => {
    for (const user of ['hq', 'auditor']) expect(await statusOf(user, path)).toBe(200);
    expect(await statusOf(loginOf(here), path)).toBe(403);
  });
});

describe('Every chain', () => {
  test('holds nobody’s name, phone or login of the network', async () => {
    const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } =
      running.platform.operatorEnv;
    const client = new DynamoDBClient({
      endpoint: AWS_ENDPOINT_URL ?? '',
      region: AWS_REGION ?? '',
      credentials: { accessKeyId: AWS_ACCESS_KEY_ID ?? '', secretAccessKey: AWS_SECRET_ACCESS_KEY ?? '' },
    });
    let text = '';
    let start: Record<string, never> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({
          TableName: running.platform.outputs.TableName ?? '',
          FilterExpression: 'begins_with(pk, :trail)',
          ExpressionAttributeValues: { ':trail': { S: 'TRAIL' } },
          ...(start ? { ExclusiveStartKey: start } : {}),
        }),
      );
      for (const item of page.Items ?? []) {
        const { entries, ...rest } = unmarshall(item) as Partial<TrailItem>;
        text += JSON.stringify([rest, entries ? entriesOf({ ...rest, entries } as TrailItem) : []]);
      }
      start = page.LastEvaluatedKey as Record<string, never> | undefined;
    } while (start);
    const people = rows.people ?? [];
    expect(people.length).toBeGreaterThan(100);
    expect(text.split('"person"').length).toBeGreaterThan(people.length);
    for (const { cells } of people)
      for (const personal of [cells.name, cells.phone, cells.login, cells.hired_on ? `"${cells.name}"` : ''])
        if (personal) expect(text).not.toContain(personal);
  });
});

describe('The night', () => {
  test('anchors every chain, at two in China, and tells the root', async () => {
    const next = running.platform.schedules()['stationkeeper-local-anchor-trail-schedule'] ?? 0;
    expect(new Date(next).toISOString().slice(10, 16)).toBe('T18:00');
    const before = running.platform.counters.snapshot();
    running.platform.clock.advance(next - running.platform.clock.now() + 1000);
    await running.platform.idle();
    const used = running.platform.counters.since(before);
    expect(used.invocations['stationkeeper-local-anchor-trail']).toBe(1);
    // Until then the scan of waits may have begun, which tells of its eight parts.
    const parts = 8 * (used.invocations['stationkeeper-local-begin-wait-scan'] ?? 0);
    expect(used.eventsPut - parts).toBe(1);
    const roots = new Set<string>();
    for (const place of [`/v1/stations/${here}`, `/v1/stations/${elsewhere}`, '/v1']) {
      const { body } = await running.call<{ items: (Entry | AnchorProof)[]; next?: number }>(
        'hq',
        'GET',
        `${place}/trail/export`,
      );
      const proof = body.items.at(-1);
      if (!proof || !('anchor' in proof)) throw new Error('the export has no anchor');
      roots.add(proof.anchor.root);
      const lines = body.items.map((item, i) =>
        'anchor' in item ? { line: i + 2, proof: item } : { line: i + 2, entry: item },
      );
      const chain = place === '/v1' ? 'network' : place.slice('/v1/stations/'.length);
      expect(verifyTrail(chain, lines, proof.anchor.root).fault).toBeNull();
    }
    expect(roots.size).toBe(1);
  });

  test('makes one anchor for many days that were slept through', async () => {
    const before = running.platform.counters.snapshot();
    running.platform.clock.advance(40 * 86_400_000);
    await running.platform.idle();
    expect(running.platform.counters.since(before).invocations['stationkeeper-local-anchor-trail']).toBe(1);
    expect(running.platform.denials()).toEqual([]);
    expect(Object.values(running.platform.deadLetters()).flat()).toEqual([]);
  });
});

describe('stationkeeper trail', () => {
  const command = (environment: Record<string, string>, ...args: string[]) =>
    runScript('packages/cli/stationkeeper.ts', args, {
      XDG_CONFIG_HOME: join(folder, 'config'),
      STATIONKEEPER_LANG: 'en',
      ...environment,
    });
  const online = (...args: string[]) =>
    command(
      {
        STATIONKEEPER_API: running.addresses.apiUrl,
        STATIONKEEPER_ISSUER: running.addresses.issuerUrl,
        STATIONKEEPER_CLIENT: running.addresses.clientId,
      },
      '--user',
      loginOf(here),
      '--password',
      demoPassword,
      ...args,
    );
  /** Without any address of the platform. */
  const offline = (...args: string[]) => command({}, 'trail', 'verify', ...args);
  const file = () => join(folder, 'trail.jsonl');

  test('shows what happened to an object', async () => {
    const { out, code } = await online('trail', 'show', here, '--object', audit);
    expect(code).toBe(0);
    expect(out).toContain('score-audit');
    expect(out).toContain('status: answering → closed');
    const json = await online('--json', 'trail', 'show', here, '--limit', '2');
    expect(JSON.parse(json.out)).toHaveLength(2);
  });

  test('exports a file that verifies anywhere, also against the root that somebody kept', async () => {
    const { out, err, code } = await online('trail', 'export', here, '--out', file());
    expect([code, err]).toEqual([0, expect.stringContaining('exporting entries')]);
    expect(out).toMatch(/^\d+ entries and 1 anchors exported/);
    const verified = await offline(file());
    expect([verified.code, verified.out]).toEqual([
      0,
      expect.stringMatching(/The trail is whole: \d+ entries/),
    ]);
    const proof = JSON.parse(readFileSync(file(), 'utf8').trimEnd().split('\n').at(-1) ?? '') as AnchorProof;
    expect((await offline(file(), '--anchor', proof.anchor.root)).code).toBe(0);
    const kept = await offline('--lang', 'zh', file(), '--anchor', '0'.repeat(64));
    expect([kept.code, kept.out]).toEqual([1, expect.stringContaining('文件中没有您留存的锚')]);
    expect((await offline(file(), '--anchor', 'abc')).code).toBe(2);
  });

  test('names the entry that was tampered with, in one line, and as JSON', async () => {
    const lines = readFileSync(file(), 'utf8').trimEnd().split('\n');
    const other = join(folder, 'other.jsonl');
    writeFileSync(other, `${lines.filter((_, i) => i !== 5).join('\n')}\n`);
    const removed = await offline(other);
    expect([removed.code, removed.out.trim()]).toEqual([
      1,
      'Line 6: entry 5 is missing; expected number 5, found 6',
    ]);
    writeFileSync(
      other,
      lines.map((line, i) => (i === 3 ? line.replace('"created"', '"changed"') : line)).join('\n'),
    );
    const changed = await command({}, '--json', 'trail', 'verify', other);
    expect(changed.code).toBe(1);
    expect(JSON.parse(changed.out)).toMatchObject({
      verified: false,
      fault: { fault: 'changed', line: 4, n: 3 },
    });
  });

  test.each([
    ['is none', 'no trail\n', 1],
    ['holds a line of something else', '{"trail":"stationkeeper-trail-1","chain":"stn_X"}\n{"n":1}\n', 2],
  ])('says so when the file %s', async (_what, text, line) => {
    const other = join(folder, 'none.jsonl');
    writeFileSync(other, text);
    const { code, out } = await offline(other);
    expect([code, out.trim()]).toEqual([1, `Line ${line} is no line of an exported trail`]);
  });

  test('says so in one line when there is no such file, or no right to the trail', async () => {
    const none = await offline(join(folder, 'nowhere.jsonl'));
    expect([none.code, none.err.trim().split('\n').length]).toEqual([1, 1]);
    const foreign = await online('trail', 'export', elsewhere, '--out', join(folder, 'foreign.jsonl'));
    expect(foreign.code).toBe(1);
    expect(foreign.err).toContain('There is no such station');
  });
});
