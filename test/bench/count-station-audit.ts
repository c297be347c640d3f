import type { Row } from '../../packages/domain/network/network-files.ts';
import type { CounterSet } from '../../packages/local/counters.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { demand, type RunningPlatform, runPlatform } from '../support/running-platform.ts';

/** What one more station costs a campaign; every figure is exact and repeatable. */
export interface StationAuditCost {
  transitions: number;
  lambdaCalls: number;
  writeUnits: number;
  readUnits: number;
  events: number;
  largestPayloadBytes: number;
  longestHistoryEvents: number;
  /** Calls of each function, so that a difference can be explained. */
  calls: Record<string, number>;
}

const more = 4;

/**
 * Runs a campaign over a network of one station and one over a network of five, and takes the difference per station:
 * what a campaign costs whatever its size falls out. Each station's audit is the full case of 20 inputs of people, one by
 * one and nothing overlapping: 16 positions answered, HQ's review, and one correction (cause and plan, evidence,
 * verification, which closes it).
 */
export async function countStationAudit(): Promise<StationAuditCost> {
  const running = await runPlatform();
  try {
    await running.publishEdition();
    await importStations(running, 1);
    // The first campaign meets cold functions, which read the edition once; it is not counted.
    await campaign(running);
    const one = await campaign(running);
    await importStations(running, 1 + more);
    const five = await campaign(running);
    const per = (count: (set: CounterSet) => number) => (count(five) - count(one)) / more;
    const sum = (counts: Record<string, number>) =>
      Object.values(counts).reduce((total, count) => total + count, 0);
    const names = [...new Set([...Object.keys(one.invocations), ...Object.keys(five.invocations)])].sort();
    return {
      transitions: per((set) => sum(set.transitions)),
      lambdaCalls: per((set) => sum(set.invocations)),
      writeUnits: per((set) => set.writeUnits),
      readUnits: per((set) => set.readUnits),
      events: per((set) => set.eventsPut),
      largestPayloadBytes: five.largestPayload,
      longestHistoryEvents: five.longestHistory,
      calls: Object.fromEntries(
        names
          .map(
            (name) =>
              [name.replace('stationkeeper-local-', ''), per((set) => set.invocations[name] ?? 0)] as const,
          )
          .filter(([, calls]) => calls !== 0),
      ),
    };
  } finally {
    await running.end();
  }
}

async function campaign(running: RunningPlatform): Promise<CounterSet> {
  await running.platform.idle();
  const before = running.platform.counters.snapshot();
  const id = await running.launch({ review: 'hq' });
  await running.platform.idle();
  // Another item at each campaign: the same one again within a year would be a graver matter.
  const failing = minorItems[campaigns++] ?? '';
  for (const { stationId, auditId } of await openAudits(id)) {
    await answer(stationId, auditId);
    demand(
      await running.call('auditor', 'POST', `/v1/audits/${auditId}/review`, { decision: 'accept' }),
      200,
    );
    await running.platform.idle();
    await correct(stationId, auditId);
  }
  await running.platform.idle();
  const used = running.platform.counters.since(before);
  const { body } = await running.call<{ status: string }>('hq', 'GET', `/v1/campaigns/${id}`);
  if (body.status !== 'closed') throw new Error(`the campaign is ${body.status}`);
  return used;

  /** Ids are made from the business key, so that counting needs no call of the API. */
  async function openAudits(campaignId: string) {
    return stationCodes(stationsNow).map((code) => ({
      stationId: `stn_${code}`,
      auditId: `aud_${campaignId.slice(4)}_${code}`,
    }));
  }

  /** The station master hands in and approves, brings the evidence, and HQ verifies. */
  async function correct(stationId: string, auditId: string) {
    const master = `sm.${stationId.slice(4).toLowerCase()}`;
    const path = `/v1/nonconformities/ncf_${auditId.slice(4)}_${failing}`;
    const inputs: [string, string, object][] = [
      [
        master,
        'steps',
        { containment: '当日补做', rootCause: '交接单没有该栏，无人知道要填', plan: '修订交接单并每周抽查' },
      ],
      [master, 'steps', { implementation: '新交接单已启用', evidence: 'DMS-2026-11-017' }],
      ['auditor', 'verification', { decision: 'accept', submission: 2 }],
    ];
    for (const [user, name, body] of inputs) {
      demand(await running.call(user, 'POST', `${path}/${name}`, body), 200);
      await running.platform.idle();
    }
  }

  async function answer(stationId: string, auditId: string) {
    for (const position of edition.positions) {
      const answers = position.audit.items.map((item, i) => ({
        item: item.id,
        answer: item.id === failing ? 'not' : i === 0 ? 'partly' : 'satisfied',
        ...(i === 0 || item.id === failing
          ? { remark: '记录不完整,缺近一个月内容', evidence: 'DMS-2026-11-004' }
          : {}),
      }));
      const path = `/v1/audits/${auditId}/positions/${position.code}/answers`;
      // Nobody audits the own work: master and technical director are HQ's.
      const master = `sm.${stationId.slice(4).toLowerCase()}`;
      const auditor = ['SM', 'TD'].includes(position.code) ? 'auditor' : master;
      demand(await running.call(auditor, 'POST', path, { answers }), 200);
      await running.platform.idle();
    }
  }
}

const edition = loadEdition('edition-1');
const minorItems = ['SA', 'SVM', 'PM'].flatMap((code) => {
  const items = edition.positions.find((position) => position.code === code)?.audit.items ?? [];
  return items.find(({ severity }) => severity === 'minor')?.id ?? [];
});
let campaigns = 0;
let stationsNow = 0;
const stationCodes = (count: number) => Array.from({ length: count }, (_, i) => `BENCH-${i + 1}`);

/** Stations with one person in each of the 16 positions. */
async function importStations(running: RunningPlatform, count: number): Promise<void> {
  stationsNow = count;
  const row = (cells: Record<string, string>, i: number): Row => ({ row: i + 2, cells });
  const codes = stationCodes(count);
  const positions = edition.positions.map((position) => position.code);
  const people = codes.flatMap((code, s) =>
    positions.map((position, p) => ({ code, position, person: `P${s}-${p}` })),
  );
  const rows = {
    regions: [row({ region_code: 'BENCH', name_zh: '测试大区', name_en: 'Bench' }, 0)],
    stations: codes.map((code, i) =>
      row(
        {
          station_code: code,
          name: `测试服务商${i + 1}`,
          region_code: 'BENCH',
          province: '山东',
          city: '济南',
          repair_class: 'II',
          nev: 'no',
          opened_on: '2020-01-01',
        },
        i,
      ),
    ),
    intake: codes.map((code, i) => row({ station_code: code, month: '2026-10', visits: '120' }, i)),
    people: people.map(({ code, position, person }, i) =>
      row(
        {
          person_code: person,
          station_code: code,
          name: '测试员',
          phone: '15400000000',
          hired_on: '2021-01-01',
          login: position === 'SM' ? `sm.${code.toLowerCase()}` : '',
        },
        i,
      ),
    ),
    assignments: people.map(({ code, position, person }, i) =>
      row({ station_code: code, person_code: person, position, since: '2021-01-01', acting: 'no' }, i),
    ),
  };
  const answer = await running.call<{ problems: unknown[] }>('hq', 'POST', '/v1/network/imports', {
    dryRun: false,
    rows,
  });
  demand(answer, 200);
  if (answer.body.problems.length > 0) throw new Error(JSON.stringify(answer.body.problems));
}
