import type { Row } from '../../packages/domain/network/network-files.ts';
import type { CounterSet } from '../../packages/local/counters.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { atTen } from '../support/at-ten.ts';
import { demand, type RunningPlatform, runPlatform } from '../support/running-platform.ts';
import { type Cost, costsOf } from './costs.ts';

/** The same audit in two surroundings. */
export interface StationAuditCosts {
  /** Nobody else does anything: what each input costs by itself. */
  alone: Cost;
  /** Twenty stations of a campaign at work at the same time. */
  together: Cost;
}

const more = 4;
const atWork = 20;
/** Each station hands in a position, or takes a step, every two minutes, and no two stations at once. */
const betweenInputs = 120_000 / atWork;

/**
 * Runs a campaign over a network of one station and one over a network of five, and takes the difference per station:
 * what a campaign costs whatever its size falls out. Each station's audit is the full case of 20 inputs of people: 16
 * positions answered, HQ's review, and one correction (cause and plan, evidence, verification, which closes it). Then
 * twenty stations do the same side by side, and what the campaign costs by itself is taken off.
 */
export async function countStationAudit(): Promise<StationAuditCosts> {
  const running = await runPlatform();
  try {
    await atTen(running);
    await running.publishEdition();
    await importStations(running, 1);
    // The first campaign meets cold functions, which read the edition once; it is not counted.
    await campaign(running, oneByOne);
    const one = await campaign(running, oneByOne);
    await importStations(running, 1 + more);
    const five = await campaign(running, oneByOne);
    await importStations(running, atWork);
    const twenty = await campaign(running, sideBySide);
    const alone = (count: (set: CounterSet) => number) => (count(five) - count(one)) / more;
    const together = (count: (set: CounterSet) => number) => {
      const campaignItself = count(one) - alone(count);
      return (count(twenty) - campaignItself) / atWork;
    };
    return { alone: costsOf(five, alone), together: costsOf(twenty, together) };
  } finally {
    await running.end();
  }
}

interface OpenAudit {
  stationId: string;
  auditId: string;
  master: string;
}
/** What a person does about a station's audit, in the order in which it is done. */
type Input = (audit: OpenAudit) => Promise<void>;

/** Each input is done with, to the last of its consequences, before the next one comes. */
async function oneByOne({ platform }: RunningPlatform, audits: OpenAudit[], inputs: Input[]): Promise<void> {
  for (const audit of audits)
    for (const input of inputs) {
      await input(audit);
      await platform.idle();
    }
}

/** What takes its time, like the gathering of changes for the trail, takes it. */
async function sideBySide(
  { platform }: RunningPlatform,
  audits: OpenAudit[],
  inputs: Input[],
): Promise<void> {
  for (const input of inputs)
    for (const audit of audits) {
      await input(audit);
      await platform.quiet();
      platform.clock.advance(betweenInputs);
    }
}

async function campaign(running: RunningPlatform, run: typeof oneByOne): Promise<CounterSet> {
  // Ids are made from the business key, so that counting needs no call of the API.
  const stations = stationCodes(stationsNow).map((code) => ({ code, master: `sm.${code.toLowerCase()}` }));
  // Whoever logs in asks the issuer, not us.
  for (const { master } of stations) await running.token(master);
  await running.platform.idle();
  const before = running.platform.counters.snapshot();
  const id = await running.launch({ review: 'hq' });
  await running.platform.idle();
  const audits = stations.map(({ code, master }) => ({
    stationId: `stn_${code}`,
    auditId: `aud_${id.slice(4)}_${code}`,
    master,
  }));
  // Another item at each campaign: the same one again within a year would be a graver matter.
  await run(running, audits, inputsOf(running, minorItems[campaigns++] ?? ''));
  await running.platform.idle();
  const used = running.platform.counters.since(before);
  const { body } = await running.call<{ status: string }>('hq', 'GET', `/v1/campaigns/${id}`);
  if (body.status !== 'closed') throw new Error(`the campaign is ${body.status}`);
  return used;
}

function inputsOf(running: RunningPlatform, failing: string): Input[] {
  const post = async (user: string, path: string, body: object) =>
    demand(await running.call(user, 'POST', path, body), 200);
  const answered = edition.positions.map(({ code, audit: { items } }): Input => {
    const answers = items.map((item, i) => ({
      item: item.id,
      answer: item.id === failing ? 'not' : i === 0 ? 'partly' : 'satisfied',
      ...(i === 0 || item.id === failing
        ? { remark: '记录不完整,缺近一个月内容', evidence: 'DMS-2026-11-004' }
        : {}),
    }));
    return ({ auditId, master }) =>
      // Nobody audits the own work: master and technical director are HQ's.
      post(
        ['SM', 'TD'].includes(code) ? 'auditor' : master,
        `/v1/audits/${auditId}/positions/${code}/answers`,
        {
          answers,
        },
      );
  });
  const reviewed: Input = ({ auditId }) =>
    post('auditor', `/v1/audits/${auditId}/review`, { decision: 'accept' });
  /** The station master hands in and approves, brings the evidence, and HQ verifies. */
  const correction = ({ auditId }: OpenAudit) => `/v1/nonconformities/ncf_${auditId.slice(4)}_${failing}`;
  const corrected: Input[] = [
    (audit) =>
      post(audit.master, `${correction(audit)}/steps`, {
        containment: '当日补做',
        rootCause: '交接单没有该栏，无人知道要填',
        plan: '修订交接单并每周抽查',
      }),
    (audit) =>
      post(audit.master, `${correction(audit)}/steps`, {
        implementation: '新交接单已启用',
        evidence: 'DMS-2026-11-017',
      }),
    (audit) => post('auditor', `${correction(audit)}/verification`, { decision: 'accept', submission: 2 }),
  ];
  return [...answered, reviewed, ...corrected];
}

const edition = loadEdition('edition-1');
const minorItems = ['SA', 'SVM', 'PM', 'MT'].flatMap((code) => {
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
