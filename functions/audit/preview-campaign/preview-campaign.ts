import {
  type Burden,
  burdenLimitMinutes,
  burdenOfPositions,
  burdenOfStations,
  checklistBurden,
  hours,
  type StationBurden,
} from '../../../packages/domain/audit/burden.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { PositionSheet } from '../../../packages/standard/schema.ts';
import type { AuditItem } from '../../../packages/table/items.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { type CampaignForm, type CheckedCampaign, checkCampaign } from '../check-campaign.ts';
import { stationToOpen } from '../station-to-open.ts';

/** Reads side by side: quick, and gentle on a table that others use. */
const atOnce = 8;
/** Stations whose other audits are looked up; each costs two reads and the answer has to come within seconds. */
const stationsToCheck = 200;
/** Entries of a list, so that the answer stays below the limits of the gateway. */
const listed = 500;
const auditsPerRead = 98;

interface Ports {
  audits: AuditStore;
  editions: EditionStore;
  network: NetworkStore;
  clock: Clock;
}

/** What a launch of the same form would do now, by the rules that the launch and the opening follow; writes nothing. */
export const previewCampaign =
  (ports: Ports) =>
  async (input: CampaignForm, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'campaigns are for the network'));
    const checked = await checkCampaign(ports, input, ports.clock.now());
    const { facts, rules } = checked;
    const found = (await eachOf(facts.shards, (shard) => ports.network.stationsOfShard(shard)))
      .flat()
      .map((item) => stationToOpen(rules, facts, item));
    const refusals = found
      .flatMap((one) => (one.outcome === 'refused' ? [{ ...one.station, reason: one.reason }] : []))
      .sort(byStation);
    const asked = found.flatMap((one) => (one.outcome === 'asked' ? [one] : []));

    const askedCodes = new Set(asked.flatMap(({ positions }) => positions));
    const positions = rules.positions.map(({ code }) => code).filter((code) => askedCodes.has(code));
    const checklists = await checklistsOf(ports.editions, checked, positions);
    const stations = asked
      .map(
        ({ station: { stationId, regionId, name }, positions }): StationBurden => ({
          stationId,
          regionId,
          name,
          ...burdenOfPositions(positions, checklists),
        }),
      )
      .sort(byStation);
    const { regions, perStation, items, minutes } = burdenOfStations(stations);
    const heavy = stations.filter((station) => station.minutes > burdenLimitMinutes);
    const checkOpen = stations.length <= stationsToCheck;
    const open = checkOpen
      ? (await eachOf(stations, ({ stationId }) => openAudits(ports.audits, stationId))).flat()
      : [];

    return {
      status: 200,
      body: {
        edition: facts.edition,
        opensAt: facts.opensAt,
        dueAt: facts.dueAt,
        closesAt: facts.closesAt,
        positions,
        stations: { asked: stations.length, refused: refusals.length },
        items,
        minutes,
        hours: hours(minutes),
        perStation: { maxHours: hours(perStation.max), medianHours: hours(perStation.median) },
        regions: regions.map((region) => ({ ...region, hours: hours(region.minutes) })),
        refusals: refusals.slice(0, listed),
        openAudits: { checked: checkOpen, upTo: stationsToCheck },
        warnings: {
          burdenAboveLimit: heavy.length,
          auditsOpen: open.length,
          limitHours: hours(burdenLimitMinutes),
          heavy: heavy
            .slice(0, listed)
            .map(({ stationId, name, minutes }) => ({ stationId, name, hours: hours(minutes) })),
          open: open
            .slice(0, listed)
            .map(({ stationId, name, auditId, dueAt }) => ({ stationId, name, auditId, dueAt })),
        },
      },
    };
  };

/** The methods of the items stand in the sheets only; the rules do without them. */
async function checklistsOf(
  editions: EditionStore,
  { facts }: CheckedCampaign,
  positions: readonly string[],
): Promise<Map<string, Burden>> {
  const sheets = await eachOf(positions, async (code) => {
    const sheet = (await editions.editionPosition(facts.edition, code)) as PositionSheet | null;
    if (!sheet) throw missing('EditionNotFound', 'the edition lacks a position of its rules');
    return [code, checklistBurden(sheet.audit.items)] as const;
  });
  return new Map(sheets);
}

async function openAudits(audits: AuditStore, stationId: string): Promise<AuditItem[]> {
  const open: AuditItem[] = [];
  let after: string | undefined;
  do {
    const page = await audits.auditsOfStation(stationId, auditsPerRead, after);
    open.push(...page.items.filter((audit) => audit.status === 'answering'));
    after = page.next;
  } while (after !== undefined);
  return open;
}

const byStation = (a: { stationId: string }, b: { stationId: string }) =>
  a.stationId < b.stationId ? -1 : a.stationId > b.stationId ? 1 : 0;

/** Asks for each entry, a few at a time; answers in the order of the entries. */
async function eachOf<Entry, Result>(
  entries: readonly Entry[],
  ask: (entry: Entry) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = entries.entries();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [i, entry] of waiting) results[i] = await ask(entry);
    }),
  );
  return results;
}
