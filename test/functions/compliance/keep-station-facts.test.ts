import { describe, expect, test } from 'vitest';
import {
  type FactsMessage,
  keepStationFacts,
} from '../../../functions/compliance/keep-station-facts/keep-station-facts.ts';
import { readFacts } from '../../../functions/compliance/read-facts.ts';
import { unpackFacts } from '../../../packages/domain/compliance/pack-facts.ts';
import { dutyRules } from '../../../packages/standard/duty-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import type { StationFactsItem } from '../../../packages/table/compliance-items.ts';
import { plainWeeks } from '../../support/paths.ts';

type Ports = Parameters<typeof keepStationFacts>[0];

const stationId = 'stn_A-1';
const duties = dutyRules(loadEdition('edition-1'));
const audit = (auditId: string, dueAt: string, given: object = {}) => ({
  auditId,
  stationId,
  status: 'answering',
  pending: new Set(['SM']),
  dueAt: `${dueAt}T10:00:00Z`,
  ...given,
});

/** A station, its audits, what is kept of them, and how they were read. */
function aStation(...given: ReturnType<typeof audit>[]) {
  const audits = new Map(given.map((one) => [one.auditId, one]));
  const reads: string[] = [];
  const seen = (name: string): undefined => void reads.push(name);
  let kept: StationFactsItem | null = null;
  /** What happens between a reading and its writing, once. */
  let meanwhile = async () => {};
  let messages = 0;
  const ports = {
    network: {
      station: async () =>
        seen('station') ?? { stationId, regionId: 'reg_E', repairClass: 'I', nev: false, intake: {} },
      roster: async () => seen('roster') ?? null,
    },
    persons: {
      certificatesIn: async () => ({ items: [] }),
      ways: async () => ({ items: [] }),
      waysAtHq: async () => ({ items: [] }),
    },
    nonconformities: { nonconformitiesOfStation: async () => [] },
    audits: {
      auditsOfStation: async () => seen('audits') ?? { items: [...audits.values()] },
      audit: async (id: string) => seen(id) ?? audits.get(id) ?? null,
    },
    findings: { findingsAt: async () => [] },
    duties: { ofStation: async () => seen('duties') ?? { records: [], cases: [], devices: [] } },
    editions: { currentEdition: async () => null },
    compliance: {
      stationFacts: async () => kept,
      saveStationFacts: async (item: StationFactsItem, before: StationFactsItem | null) => {
        const happens = meanwhile;
        meanwhile = async () => {};
        await happens();
        if (before !== kept) return false;
        kept = item;
        return true;
      },
    },
    clock: { now: () => Date.parse('2026-11-24T08:00:00Z') },
    failed: (error: unknown) => {
      throw error;
    },
  } as unknown as Ports;
  const keep = keepStationFacts(ports);
  return {
    audits,
    reads,
    before: (work: () => Promise<void>) => {
      meanwhile = work;
    },
    async hears(...heard: FactsMessage[]) {
      const Records = heard.map((message) => ({
        messageId: String(++messages),
        receiptHandle: 'r',
        body: JSON.stringify(message),
        attributes: { ApproximateReceiveCount: '1' },
      }));
      expect(await keep({ Records })).toEqual({ batchItemFailures: [] });
    },
    known: () => (kept ? unpackFacts(kept.facts, kept).audits : null),
  };
}
const changed = (...ids: string[]): FactsMessage => ({ stations: [{ stationId, changed: { audits: ids } }] });
const first = { id: 'aud_1', due: '2026-12-01' };
const second = { id: 'aud_2', due: '2026-12-02' };

describe('The facts of a station', () => {
  test('are read whole where nothing is known, and by the items that have changed afterwards', async () => {
    const station = aStation(audit('aud_1', '2026-12-01'));
    await station.hears(changed('aud_1'));
    expect(station.known()).toEqual([first]);
    expect(station.reads.splice(0)).toContain('audits');
    station.audits.set('aud_2', audit('aud_2', '2026-12-02'));
    await station.hears(changed('aud_2'), changed('aud_2'));
    expect(station.known()).toEqual([first, second]);
    expect(station.reads.splice(0)).toEqual(['aud_2']);
  });

  test.each([
    ['is over', audit('aud_1', '2026-12-01', { status: 'closed' })],
    ['is another station’s', audit('aud_1', '2026-12-01', { stationId: 'stn_B-1' })],
    ['is gone', null],
  ])('lose an item that %s, and no other', async (_what, now) => {
    const station = aStation(audit('aud_1', '2026-12-01'), audit('aud_2', '2026-12-02'));
    await station.hears(changed('aud_1'));
    station.audits.delete('aud_1');
    if (now) station.audits.set('aud_1', now);
    await station.hears(changed('aud_1'));
    await station.hears(changed('aud_1'));
    expect(station.known()).toEqual([second]);
  });

  test('take in two items that changed at the same moment', async () => {
    const station = aStation(audit('aud_1', '2026-12-08'), audit('aud_2', '2026-12-09'));
    await station.hears(changed('aud_1'));
    station.audits.set('aud_1', audit('aud_1', '2026-12-01'));
    station.audits.set('aud_2', audit('aud_2', '2026-12-02'));
    station.before(() => station.hears(changed('aud_1')));
    await station.hears(changed('aud_2'));
    expect(station.known()).toEqual([first, second]);
  });

  test('are read as a whole for a message that names nothing, also of a version before', async () => {
    const station = aStation(audit('aud_1', '2026-12-01'));
    await station.hears(changed('aud_1'));
    station.reads.splice(0);
    await station.hears(
      changed('aud_1'),
      JSON.parse(`{"stations":[{"stationId":"${stationId}","parts":["ways"]}]}`),
    );
    expect(station.reads).toContain('audits');
    expect(station.reads).not.toContain('aud_1');
  });

  test('look at duties when a seat changes, where any are owed', async () => {
    const station = aStation();
    await station.hears(changed('aud_1'));
    station.reads.splice(0);
    await station.hears({ stations: [{ stationId, changed: { seats: 'whole' } }] });
    expect(station.reads).toEqual(['station', 'roster']);
  });

  test('do not ask for a patrol with a technician who acts no more', async () => {
    const now = Date.parse('2026-03-02T08:00:00Z');
    const holder = (position: string) => ({
      ...{ personId: `per_${position}`, position, since: '2025-01-01' },
      acting: false,
    });
    const record = { dutyId: 'R23', period: '2026-02', position: 'TD', by: 'per_TD', evidence: 'E' };
    const patrol = { ...record, recordId: 'rec_1', subject: 'per_MT', at: '2026-02-10T02:00:00.000Z' };
    const acting = { personId: 'per_SA', position: 'MT', from: '2026-01-20', renewed: 0 };
    const facts = async (until: string) => {
      const ports = {
        network: {
          station: async () => ({ stationId, regionId: 'reg_E', repairClass: 'I', nev: false, intake: {} }),
          roster: async () => ({
            assignments: ['TD', 'MT', 'SA'].map(holder),
            acting: [{ ...acting, until }],
          }),
        },
        persons: {
          certificatesIn: async () => ({ items: [] }),
          ways: async () => ({ items: [] }),
          waysAtHq: async () => ({ items: [] }),
        },
        nonconformities: { nonconformitiesOfStation: async () => [] },
        audits: { auditsOfStation: async () => ({ items: [] }) },
        findings: { findingsAt: async () => [] },
        duties: {
          ofStation: async () => ({
            from: '2026-02-01',
            audited: {},
            records: [patrol],
            open: [],
            devices: [],
          }),
          dutyRecordsEnding: async () => [],
        },
        editions: { currentEdition: async () => '1', editionDuties: async () => duties },
        clock: { now: () => now },
        calendar: plainWeeks,
      } as unknown as Parameters<typeof readFacts>[0];
      return (await readFacts(ports, stationId, null, undefined))?.duties.until;
    };
    expect(await facts('2026-02-18')).toEqual({ '2026-02': 'R23' });
    expect(await facts('2026-03-02')).toBeUndefined();
  });
});
