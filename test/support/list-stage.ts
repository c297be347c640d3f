import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { auditId } from '../../packages/domain/ids.ts';
import { findingStore } from '../../packages/table/stores/finding-store.ts';
import { connectTable } from '../../packages/table/table.ts';
import { peopleStage } from './people-stage.ts';
import { demand, type RunningPlatform } from './running-platform.ts';

export interface ListedStation {
  stationId: string;
  regionId: string;
  /** Words that tell the station: every id of what belongs to it holds the code. */
  words: readonly string[];
}

/** A network in which every list of the API holds something of every station. */
export interface ListStage {
  /** Those of a region lie side by side. */
  stations: ListedStation[];
  /** Things that are there, by the name of the path parameter. */
  there: Record<string, string>;
  masterOf(stationId: string): string;
  /** A new mechanic, who sees nothing of the colleagues. */
  mechanicOf(stationId: string): string;
  end(): void;
}

/** Three regions; the one in the middle has three stations, so that there is a neighbour on either side. */
const network = [
  ['HB', 'HBX-101'],
  ['HD', 'HDX-201'],
  ['HD', 'HDX-202'],
  ['HD', 'HDX-203'],
  ['XN', 'XNX-301'],
] as const;
const names = ['甲', '乙', '丙', '丁', '戊'];
const positions = ['SM', 'GA', 'MT', 'MT'];
/** Of a campaign without a review: its items fail, and one of each station is disputed. */
const audited = 'MT';
const disputed = 'AU-MT-01';

const login = (prefix: string, stationId: string) => `${prefix}.${stationId.slice(4).toLowerCase()}`;

export async function listStage(running: RunningPlatform): Promise<ListStage> {
  const { platform, call } = running;
  const take = async <Body extends object>(user: string, method: string, path: string, body?: object) => {
    const answer = await call<Body>(user, method, path, body);
    demand(answer, 200, 201, 202);
    return answer.body;
  };
  const receiver = createServer((_request, response) => void response.writeHead(204).end());
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;

  await running.publishEdition([]);
  await take('hq', 'POST', '/v1/network/imports', { dryRun: false, rows: networkRows() });
  const { webhookId } = await take<{ webhookId: string }>('hq', 'POST', '/v1/webhooks', { url });
  const stations = network.map(([region, code], at) => ({
    stationId: `stn_${code}`,
    regionId: `reg_${region}`,
    words: [code, `${names[at]}服务商`],
  }));
  const people = peopleStage(running);
  for (const { stationId } of stations)
    for (const turn of [1, 2])
      await people.hire(stationId, `${stationId.slice(4)}-NEW${turn}`, 'MT', { exception: '测试用岗位' });
  await take('hq', 'POST', '/v1/certificates/imports', certificateRows());

  const campaignId = await running.launch({ positions: [audited] });
  await platform.idle();
  for (const { stationId } of stations)
    await running.answerAll(auditId(campaignId, stationId), login('sm', stationId), () => 'not');
  const reviewed = await running.launch({ positions: ['GA'], review: 'hq' });
  await platform.idle();
  for (const { stationId } of stations)
    await running.answerAll(auditId(reviewed, stationId), login('sm', stationId));
  await platform.idle();
  for (const { stationId } of stations)
    await take(login('sm', stationId), 'POST', `/v1/audits/${auditId(campaignId, stationId)}/appeals`, {
      ...{ position: audited, item: disputed, answer: 'satisfied' },
      ...{ reason: '记录在另一本台账', evidence: '台账 7' },
    });
  // Nothing is lost here, so what the scan of waits would find is put there.
  const findings = findingStore(connectTable(platform.outputs.TableName ?? ''));
  for (const { stationId, regionId } of stations)
    await findings.openFinding(
      'HQ',
      {
        ...{ kind: 'workflow-gone', of: auditId(reviewed, stationId), campaignId: reviewed },
        ...{ stationId, regionId, owner: 'hq-network' },
      },
      '2026-11-02',
    );
  await take('hq', 'POST', '/v1/compliance/scans', {});
  await platform.idle();

  return {
    stations,
    there: { campaignId, webhookId },
    masterOf: (stationId) => login('sm', stationId),
    mechanicOf: (stationId) => `login-${stationId.slice(4)}-NEW1`.toLowerCase(),
    end: () => receiver.close(),
  };
}

const row = (cells: Record<string, string>, at: number) => ({ row: at + 2, cells });
const codes = network.map(([, code]) => code);
const everybody = codes.flatMap((code) =>
  positions.map((position, at) => ({ code, position, person: `${code}-${position}${at}` })),
);

function networkRows() {
  const regions = [...new Set(network.map(([region]) => region))];
  return {
    regions: regions.map((code, at) =>
      row({ region_code: code, name_zh: `${code}大区`, name_en: `Region ${code}` }, at),
    ),
    stations: network.map(([region, code], at) =>
      row(
        {
          ...{ station_code: code, name: `${names[at]}服务商`, region_code: region, province: '山东' },
          ...{ city: '济南', repair_class: 'I', nev: 'yes', opened_on: '2020-01-01' },
        },
        at,
      ),
    ),
    intake: codes.map((code, at) => row({ station_code: code, month: '2026-10', visits: '900' }, at)),
    people: everybody.map(({ code, position, person }, at) =>
      row(
        {
          ...{ person_code: person, station_code: code, name: '王小明', phone: '13800000000' },
          ...{ hired_on: '2026-01-01' },
          ...(position === audited ? {} : { login: `${position}.${code}`.toLowerCase() }),
        },
        at,
      ),
    ),
    assignments: everybody.map(({ code, position, person }, at) =>
      row({ station_code: code, person_code: person, position, since: '2026-01-01', acting: 'no' }, at),
    ),
  };
}

const certificateRows = () => ({
  dryRun: false,
  reason: '加盟前已取得',
  rows: [...everybody, ...codes.map((code) => ({ code, position: audited, person: `${code}-NEW1` }))].map(
    ({ code, position, person }, at) =>
      row(
        {
          ...{ station_code: code, person_code: person, position, level: 'L1', evidence: '档案 1' },
          ...{ valid_from: '2026-01-01', valid_until: '2027-12-31' },
        },
        at,
      ),
  ),
});
