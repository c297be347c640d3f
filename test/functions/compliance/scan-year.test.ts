import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventsOf } from '../../../functions/audit/publish-changes/publish-changes.ts';
import { scanShards } from '../../../functions/compliance/scan-shards/scan-shards.ts';
import { addDays, daysBetween, type LocalDate, startOf } from '../../../packages/domain/calendar.ts';
import { packFacts } from '../../../packages/domain/compliance/pack-facts.ts';
import type { StationFacts } from '../../../packages/domain/compliance/station-facts.ts';
import { sumTotals } from '../../../packages/domain/compliance/totals.ts';
import type { DutyFacts } from '../../../packages/domain/duty/duty-facts.ts';
import { shardOf } from '../../../packages/domain/shards.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { seeded } from '../../../packages/simulator/seeded.ts';
import { dutyRules } from '../../../packages/standard/duty-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import { type ComplianceStore, complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { dutyStore } from '../../../packages/table/stores/duty-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { Table } from '../../../packages/table/table.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { factsOfNetwork, soundFactsOf } from '../../support/facts-of.ts';
import { plainWeeks } from '../../support/paths.ts';
import { emptyTable, hasEmulator } from '../../table/emulator.ts';

const firstDay = '2026-01-01';
const days = 365;
/** A hundred stations that lie in one shard, so that a day is a few calls. */
const shards = [3];
const stations = [...factsOfNetwork(8000, firstDay, soundFactsOf)]
  .filter(({ stationId }) => shards.includes(shardOf(stationId)))
  .slice(0, 100);

const duties = dutyRules(loadEdition('edition-1'));
type Draws = ReturnType<typeof seeded>;

let table: Table;
beforeAll(async () => {
  if (!hasEmulator) return;
  const { end, ...own } = await emptyTable();
  table = own;
  return end;
});

/** What happens at a station in the year, as a plain list of what is wrong from which day to which. */
interface Trouble {
  key: string;
  /** Days on which a scan finds it, both included; mended on the day after. */
  from: LocalDate;
  to: LocalDate;
}
interface Year {
  facts(day: LocalDate): StationFacts;
  troubles: Trouble[];
}

/**
 * A year of one station, made up day by day without any of the code that is tested: somebody leaves and is replaced, a
 * certificate runs out and is renewed early, in grace or after it, a correction and a step are late for a while, duties
 * are missed and made up for.
 */
function yearOf(sound: StationFacts): Year {
  const draws = seeded(2026, 'year', sound.stationId);
  const troubles: Trouble[] = [];
  const within = (from: LocalDate, to: LocalDate, day: LocalDate) => from <= day && day <= to;
  const sometime = (from: number, to: number) => addDays(firstDay, draws.whole(from, to));

  // The only holder of GA goes on a day and somebody comes on another one.
  const gone = sometime(2, 150);
  const back = addDays(gone, draws.whole(1, 120));
  troubles.push(
    { key: 'uncovered-seat#GA', from: gone, to: addDays(back, -1) },
    { key: 'vacant-seat#GA', from: gone, to: addDays(back, -1) },
  );

  // The station head's certificate ends, and is renewed up to fifty days before or after.
  const ends = sometime(100, 250);
  const renewed = addDays(ends, draws.whole(-50, 50));
  const holder = sound.holders.find(({ position }) => position === 'SM')?.personId ?? '';
  const of = (rule: string) => `${rule}#${holder}#SM`;
  const tell = (key: string, from: LocalDate, to: LocalDate) => {
    const last = to < addDays(renewed, -1) ? to : addDays(renewed, -1);
    if (from <= last) troubles.push({ key, from, to: last });
  };
  tell(of('certificate-expiring'), addDays(ends, -90), ends);
  tell(of('grace-alone'), addDays(ends, 1), addDays(ends, 30));
  tell(of('certificate-lapsed'), addDays(ends, 31), addDays(ends, 400));

  // A correction is due on a day and closed on another one; a step of an onboarding likewise.
  const due = sometime(20, 300);
  const closed = addDays(due, draws.whole(-5, 30));
  if (closed > addDays(due, 1))
    troubles.push({ key: 'correction-overdue#ncf_1', from: addDays(due, 1), to: addDays(closed, -1) });
  const step = sometime(20, 300);
  const done = addDays(step, draws.whole(-5, 30));
  if (done > addDays(step, 1))
    troubles.push({ key: 'onboarding-overdue#onb_1', from: addDays(step, 1), to: addDays(done, -1) });

  const duties = dutiesOf(draws, sometime);
  troubles.push(...duties.troubles);

  return {
    troubles,
    facts: (day) => ({
      ...sound,
      duties: duties.facts(day),
      dutiesFrom: firstDay,
      holders: sound.holders.filter(
        ({ position }) => position !== 'GA' || !within(gone, addDays(back, -1), day),
      ),
      certificates: sound.certificates.map((one) =>
        one.personId === holder && one.position === 'SM' && day < renewed
          ? { ...one, validUntil: ends }
          : one,
      ),
      corrections: day < closed ? [{ id: 'ncf_1', due, severity: 'major', owner: 'GA' }] : [],
      ways:
        day < done
          ? [{ id: 'onb_1', personId: holder, position: 'SM', part: 'registration', due: step, owner: 'GA' }]
          : [],
    }),
  };
}

/**
 * Three duties of a station in the year: a report for each month, due on the fifth and forgotten now and then, complaints
 * that are to be answered by an instant, and a measuring device that is verified again before or after its last day.
 */
function dutiesOf(draws: Draws, sometime: (from: number, to: number) => LocalDate) {
  const troubles: Trouble[] = [];
  const months = Array.from({ length: 12 }, (_, n) => `2026-${String(n + 1).padStart(2, '0')}`);
  const reports = months.map((month, n) => {
    const fifth = `${months[n + 1] ?? '2027-01'}-05`;
    return { month, fifth, on: addDays(fifth, draws.chance(0.3) ? draws.whole(2, 45) : draws.whole(-4, 0)) };
  });
  const isMissing = (day: LocalDate) => reports.some(({ fifth, on }) => fifth < day && day < on);
  for (let n = 0, since: LocalDate | undefined; n <= days; n++) {
    const day = addDays(firstDay, n);
    // What still lasts on the last day is not seen to end.
    const missing = isMissing(day) && n < days;
    if (!missing && since) troubles.push({ key: 'duty-missed#R05', from: since, to: addDays(day, -1) });
    since = missing ? (since ?? day) : undefined;
  }

  const complaints = [sometime(20, 100), sometime(150, 300)].map((day) => {
    const due = startOf(day) + draws.whole(0, 23) * 3_600_000;
    const found = due <= startOf(day) + 2.5 * 3_600_000 ? day : addDays(day, 1);
    const answered = addDays(day, draws.whole(-1, 6));
    if (answered > found) troubles.push({ key: 'duty-missed#R06', from: found, to: addDays(answered, -1) });
    return { due, opened: addDays(day, -2), answered };
  });

  const validUntil = sometime(30, 300);
  const verified = addDays(validUntil, draws.whole(-20, 40));
  if (verified > addDays(validUntil, 1))
    troubles.push({ key: 'duty-missed#R36', from: addDays(validUntil, 1), to: addDays(verified, -1) });

  return {
    troubles,
    facts(day: LocalDate): DutyFacts {
      const sent = reports.filter(({ on }) => on <= day);
      const newest = sent.at(-1)?.month;
      const gaps = reports.filter(({ month, on }) => newest !== undefined && month < newest && day < on);
      const open = complaints.filter(({ opened, answered }) => opened <= day && day < answered);
      return {
        ...(newest ? { until: { [newest]: 'R05' } } : {}),
        ...(gaps.length > 0 ? { gaps: { R05: gaps.map(({ month }) => month).join(' ') } } : {}),
        ...(open.length > 0 ? { cases: { R06: open.map(({ due }) => due / 60_000) } } : {}),
        dates: { R36: day < verified ? validUntil : addDays(validUntil, 365) },
      };
    },
  };
}

interface Told {
  name: string;
  stationId: string;
  key: string;
  since: string;
  owner: string;
  day: LocalDate;
}

describe.runIf(hasEmulator)('A year of a hundred stations', () => {
  test('opens and closes each breach on its day, once, with an owner, and its sums are those of its stations', async () => {
    const real = complianceStore(table);
    const told: Told[] = [];
    let day = firstDay;
    const store: ComplianceStore = {
      ...real,
      // What the stream would tell of each write.
      async saveCompliance(item, before) {
        const saved = await real.saveCompliance(item, before);
        const image = (of: object) => marshall(of, { removeUndefinedValues: true });
        if (saved)
          for (const { name, detail } of eventsOf({
            eventID: '',
            eventName: before ? 'MODIFY' : 'INSERT',
            dynamodb: {
              SequenceNumber: '',
              NewImage: image(item),
              ...(before ? { OldImage: image(before) } : {}),
            },
          }) as unknown as { name: string; detail: Record<string, string> }[])
            told.push({
              name,
              stationId: detail.stationId ?? '',
              key: `${detail.rule}#${detail.subject}`,
              since: detail.since ?? '',
              owner: detail.owner ?? '',
              day,
            });
        return saved;
      },
    };
    const scan = scanShards({
      compliance: store,
      editions: {
        editionRules: async () => rulesOfEdition1,
        editionDuties: async () => ({
          ...duties,
          duties: duties.duties.filter(({ id }) => ['R05', 'R06', 'R36'].includes(id)),
        }),
      } as unknown as EditionStore,
      duties: dutyStore(table),
      calendar: plainWeeks,
      hash: contentHash,
      unreadable: (error) => {
        throw error;
      },
    });
    const years = new Map(stations.map((station) => [station.stationId, yearOf(station)]));
    const kept = new Map<string, string>();
    const openOn = (date: LocalDate) =>
      [...years].flatMap(([stationId, { troubles }]) =>
        troubles.filter(({ from, to }) => from <= date && date <= to).map(({ key }) => `${stationId} ${key}`),
      );

    for (let n = 0; n < days; n++) {
      day = addDays(firstDay, n);
      for (const [stationId, year] of years) {
        const facts = year.facts(day);
        const text = packFacts(facts);
        if (kept.get(stationId) === text) continue;
        kept.set(stationId, text);
        const { regionId } = facts;
        const readAt = new Date(startOf(day)).toISOString();
        await real.saveStationFacts(
          { type: 'station-facts', v: 1, stationId, regionId, readAt, facts: text },
          await real.stationFacts(stationId, true),
        );
      }
      // Every tenth day is scanned twice.
      for (let times = n % 10 === 0 ? 2 : 1; times > 0; times--) {
        const id = `scn_${day}-${times}`;
        await real.openScan({
          type: 'scan',
          v: 1,
          scanId: id,
          scope: {},
          at: new Date(startOf(day) + 2.5 * 3_600_000 + 1000 * (2 - times)).toISOString(),
          date: day,
          edition: '1',
          shards: shards.length,
          pendingShards: new Set(shards),
          stations: 0,
          opened: 0,
          worsened: 0,
          closed: 0,
          open: 0,
          unreadable: 0,
          requestedBy: 'test',
          ttl: 0,
        });
        await scan({ scanId: id, shards });
        const done = await real.scan(id);
        const expected = openOn(day).length;
        expect([day, done?.stations, done?.open]).toEqual([day, stations.length, expected]);
        const sums = await Promise.all(shards.map((shard) => real.complianceDayAsOf(shard, day)));
        const total = sumTotals(sums.flatMap((one) => Object.values(one?.regions ?? {})));
        const bySeverity = Object.values(total.bySeverity).reduce((sum, count) => sum + count, 0);
        expect([day, total.stations, bySeverity]).toEqual([day, stations.length, expected]);
      }
    }

    const lastDay = addDays(firstDay, days - 1);
    const opened = told.filter(({ name }) => name === 'BreachOpened');
    const closings = told.filter(({ name }) => name === 'BreachClosed');
    const line = ({ stationId, key, since, day: on }: Told) => `${stationId} ${key} ${since} ${on}`;
    const troubles = [...years].flatMap(([stationId, { troubles: all }]) =>
      all.filter(({ from }) => from <= lastDay).map((one) => ({ stationId, ...one })),
    );
    expect(opened.map(line).sort()).toEqual(
      troubles.map(({ stationId, key, from }) => `${stationId} ${key} ${from} ${from}`).sort(),
    );
    expect(closings.map(line).sort()).toEqual(
      troubles
        .filter(({ to }) => to < lastDay)
        .map(({ stationId, key, from, to }) => `${stationId} ${key} ${from} ${addDays(to, 1)}`)
        .sort(),
    );
    expect(told.filter(({ owner }) => !/\S/.test(owner))).toEqual([]);
    // A certificate that comes near its end is told ninety days before, again sixty and again thirty days before.
    const nearing = troubles.filter(
      ({ key, from, to }) => key.startsWith('certificate-expiring#') && to <= lastDay && from > firstDay,
    );
    const again = (from: LocalDate) => [addDays(from, 30), addDays(from, 60)];
    expect(nearing.filter(({ from, to }) => addDays(from, 60) <= to).length).toBeGreaterThan(50);
    expect(
      told
        .filter(({ name, key }) => name === 'BreachWorsened' && key.startsWith('certificate-expiring#'))
        .map(line)
        .sort(),
    ).toEqual(
      nearing
        .flatMap(({ stationId, key, from, to }) =>
          again(from).flatMap((on) => (on <= to ? [`${stationId} ${key} ${from} ${on}`] : [])),
        )
        .sort(),
    );
    // A vacancy that lasts longer than its sixty days gets worse, and climbs the ladder.
    const long = troubles.filter(
      ({ key, from, to }) => key === 'vacant-seat#GA' && daysBetween(from, to) > 61 && to <= lastDay,
    );
    expect(long.length).toBeGreaterThan(10);
    for (const { stationId, key, from } of long)
      expect(
        told.some(
          (one) =>
            one.name === 'BreachWorsened' &&
            one.stationId === stationId &&
            one.key === key &&
            one.day === addDays(from, 61),
        ),
      ).toBe(true);
  }, 300_000);
});
