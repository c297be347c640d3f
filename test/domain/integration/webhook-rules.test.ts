import { describe, expect, test } from 'vitest';
import {
  attemptsAtMost,
  checkWebhookUrl,
  isConcerned,
  isLastAttempt,
  isToBePaused,
  pauseAfter,
  secretsInForce,
  stationOfEvent,
  toldOutside,
} from '../../../packages/domain/integration/webhook-rules.ts';

const isPublic = (address: string) => address === '1.1.1.1';
const accepted = (url: string, loopback = false) => checkWebhookUrl(url, loopback, isPublic).length === 0;

describe("An endpoint's address", () => {
  test('is https to a public name or number', () => {
    expect(accepted('https://dms.example.com/hook?a=b')).toBe(true);
    expect(accepted('https://dms.example.com:8443/')).toBe(true);
    expect(accepted('https://1.1.1.1/')).toBe(true);
    for (const url of [
      'http://dms.example.com/',
      'https://2.2.2.2/',
      'https://dms/',
      'https://a.internal/',
      'https://u:p@dms.example.com/',
      'https://dms.example.com/#x',
      'https://localhost/',
      'https://localhost./',
      'https://127.1/',
      'https://[::1]/',
      'javascript:alert(1)',
    ])
      expect([url, accepted(url)]).toEqual([url, false]);
  });

  test('may be of this very machine where the stage says so, by http as well', () => {
    for (const url of ['http://127.0.0.1:9000/', 'http://localhost:1/', 'https://[::1]:2/'])
      expect([url, accepted(url, true)]).toEqual([url, true]);
    expect(accepted('ftp://127.0.0.1/', true)).toBe(false);
    expect(accepted('http://dms.example.com/', true)).toBe(false);
  });
});

describe('A delivery that is not taken', () => {
  test('is tried again later and later, within the twelve hours that a queue can hide a message', () => {
    const pauses = Array.from({ length: attemptsAtMost - 1 }, (_, i) => pauseAfter(i + 1));
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(pauses.at(-1)).toBeLessThanOrEqual(12 * 3600);
    expect(pauseAfter(99)).toBe(pauses.at(-1));
  });

  test('is given up after the last attempt, and at once where the endpoint says that it is gone', () => {
    expect(isLastAttempt(attemptsAtMost - 1, 500)).toBe(false);
    expect(isLastAttempt(attemptsAtMost, 500)).toBe(true);
    expect(isLastAttempt(1, 410)).toBe(true);
  });

  test('pauses its endpoint when nothing was taken for a day', () => {
    const since = '2026-11-24T08:00:00.000Z';
    expect(isToBePaused(since, Date.parse('2026-11-25T07:59:59.999Z'))).toBe(false);
    expect(isToBePaused(since, Date.parse('2026-11-25T08:00:00.000Z'))).toBe(true);
  });
});

describe('An event', () => {
  test('is about the station that it names, itself or by its audit', () => {
    expect(stationOfEvent({ stationId: 'stn_A1' })).toBe('stn_A1');
    expect(stationOfEvent({ auditId: 'aud_01jd0000000000000000000000_A1' })).toBe('stn_A1');
    expect(stationOfEvent({ campaignId: 'cmp_1' })).toBeUndefined();
  });

  test('that we carry out in parts is one fact to others', () => {
    const parts = [[0, 1], [2]].map((shards) => toldOutside({ v: 1, campaignId: 'cmp_1', shards }));
    expect(parts).toEqual([
      { v: 1, campaignId: 'cmp_1' },
      { v: 1, campaignId: 'cmp_1' },
    ]);
  });

  test('concerns an endpoint that wants it and whose region it is of', () => {
    const event = { name: 'StationAuditClosed', regionId: 'reg_EAST' };
    expect(isConcerned({ events: [] }, event)).toBe(true);
    expect(isConcerned({ events: ['CampaignClosed'] }, event)).toBe(false);
    expect(isConcerned({ events: [], regionId: 'reg_EAST' }, event)).toBe(true);
    expect(isConcerned({ events: [], regionId: 'reg_WEST' }, event)).toBe(false);
    expect(isConcerned({ events: [], regionId: 'reg_EAST' }, { name: 'CampaignClosed' })).toBe(false);
  });
});

describe('The secret before', () => {
  test('is signed with until its time is over', () => {
    const kept = { secret: 'new', previous: 'old', previousUntil: '2026-11-25T08:00:00.000Z' };
    expect(secretsInForce(kept, Date.parse('2026-11-25T07:59:59Z'))).toEqual(['new', 'old']);
    expect(secretsInForce(kept, Date.parse('2026-11-25T08:00:00Z'))).toEqual(['new']);
    expect(secretsInForce({ secret: 'new' }, 0)).toEqual(['new']);
  });
});
