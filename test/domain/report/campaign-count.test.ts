import { describe, expect, test } from 'vitest';
import {
  type CountedAudit,
  countCampaign,
  lostShare,
  weakestItems,
} from '../../../packages/domain/report/count-campaign.ts';
import {
  isToBeMadeAgain,
  keptDays,
  type LivingReport,
  reportStanding,
} from '../../../packages/domain/report/report-life.ts';
import { smallRules } from '../../support/edition.ts';

const aClosedAudit = (overrides: Partial<CountedAudit> = {}): CountedAudit => ({
  stationId: 'stn_A1',
  regionId: 'reg_EAST',
  name: 'A1',
  status: 'closed',
  accepted: { SM: 'h' },
  score: 8000,
  grade: 'B',
  ...overrides,
});
const sm = (answer: 'satisfied' | 'partly' | 'not' | 'not-applicable', hash = 'h') => ({
  position: 'SM',
  hash,
  answers: [{ item: 'SM-1', answer }],
});

describe("A campaign's count", () => {
  test('takes closed audits, and of their answers those that were accepted and apply', () => {
    const counting = countCampaign(smallRules);
    counting.add(aClosedAudit(), [sm('partly'), sm('not', 'other')], []);
    counting.add(aClosedAudit({ stationId: 'stn_A2' }), [sm('not-applicable')], []);
    counting.add(aClosedAudit({ stationId: 'stn_A3', status: 'answering' }), [sm('not')], []);
    const { opened, scored, items } = counting.result();
    expect([opened, scored.length]).toEqual([3, 2]);
    expect(items.find(({ item }) => item === 'SM-1')).toMatchObject({ asked: 1, partly: 1, not: 0 });
  });

  test('counts a position that was not shown as not satisfied, item by item', () => {
    const counting = countCampaign(smallRules);
    counting.add(aClosedAudit({ accepted: {}, notShown: ['SM'] }), [], []);
    const { notShown, items } = counting.result();
    expect(notShown).toEqual([{ stationId: 'stn_A1', regionId: 'reg_EAST', name: 'A1', positions: ['SM'] }]);
    expect(items.filter(({ not }) => not === 1).map(({ item }) => item)).toEqual(['SM-1', 'SM-2']);
  });

  test('calls weakest what lost the largest share, and nothing that lost none', () => {
    const count = (item: string, asked: number, partly: number, not: number) => ({
      position: 'SM',
      item,
      clause: '1.1',
      asked,
      partly,
      not,
    });
    const items = [count('a', 10, 0, 1), count('b', 4, 4, 0), count('c', 9, 0, 0), count('d', 0, 0, 0)];
    expect(items.map((item) => lostShare(item, smallRules.itemFactors))).toEqual([0.1, 0.5, 0, 0]);
    expect(weakestItems(items, smallRules.itemFactors, 5).map(({ item }) => item)).toEqual(['b', 'a']);
  });
});

describe('A report, as time passes', () => {
  const start = Date.parse('2026-11-24T08:00:00Z');
  const later = (minutes: number) => start + minutes * 60_000;
  const aReport = (overrides: Partial<LivingReport> = {}): LivingReport => ({
    of: 'audit',
    status: 'requested',
    requestedAt: '2026-11-24T08:00:00Z',
    ...overrides,
  });
  const ready = aReport({ status: 'ready', readyAt: '2026-11-24T08:00:00Z' });

  test('that nobody finishes has failed after half an hour', () => {
    expect(reportStanding(aReport(), later(30))).toEqual({ status: 'requested' });
    expect(reportStanding(aReport(), later(31))).toEqual({ status: 'failed', reason: 'stalled' });
    expect([isToBeMadeAgain(aReport(), later(30)), isToBeMadeAgain(aReport(), later(31))]).toEqual([
      false,
      true,
    ]);
  });

  test('expires a day before its file may be gone', () => {
    const day = 24 * 60;
    expect(reportStanding(ready, later((keptDays - 1) * day))).toEqual({ status: 'ready' });
    expect(reportStanding(ready, later((keptDays - 1) * day + 1))).toMatchObject({ reason: 'expired' });
  });

  test('of a campaign is good for an hour, of an audit for as long as it is kept', () => {
    expect(isToBeMadeAgain({ ...ready, of: 'campaign' }, later(61))).toBe(true);
    expect(isToBeMadeAgain({ ...ready, of: 'campaign' }, later(60))).toBe(false);
    expect(isToBeMadeAgain(ready, later(61))).toBe(false);
  });

  test('that failed says why, and is made again whenever somebody asks', () => {
    const failed = aReport({ status: 'failed', reason: 'making-failed' });
    expect(reportStanding(failed, later(1))).toEqual({ status: 'failed', reason: 'making-failed' });
    expect(isToBeMadeAgain(failed, later(1))).toBe(true);
  });
});
