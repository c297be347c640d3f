import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../packages/domain/trail/canonical.ts';
import { type Image, readChange } from '../../../packages/domain/trail/read-change.ts';

const station = 'stn_SD-JN-001';
const read = (before: Image | undefined, after: Image | undefined) =>
  readChange({ event: 'e1', before, after, writtenAt: '2026-11-24T00:00:00.000Z' });
const changes = (before: Image | undefined, after: Image | undefined) => read(before, after)?.fact.changes;

const audit = {
  type: 'audit',
  v: 1,
  auditId: 'aud_0123456789_SD-JN-001',
  stationId: station,
  status: 'answering',
  openedAt: '2026-11-01T00:00:00.000Z',
  pending: new Set(['SM', 'SA']),
  accepted: {},
};

describe('An audit', () => {
  test('that was opened is a fact of its station, by the function that opened it', () => {
    expect(read(undefined, audit)).toEqual({
      chain: station,
      fact: {
        at: '2026-11-01T00:00:00.000Z',
        by: 'open-station-audits',
        object: { kind: 'audit', id: audit.auditId },
        what: 'created',
        changes: [{ field: 'status', old: null, new: 'answering' }],
        event: 'e1',
      },
    });
  });

  test('whose answers were accepted names the position, their hash, who gave them and when', () => {
    const after = {
      ...audit,
      pending: new Set(['SM']),
      accepted: { SA: '3fb2' },
      changedBy: 'per_1',
      changedAt: '2026-11-02T00:00:00.000Z',
    };
    expect(read(audit, after)?.fact).toMatchObject({
      at: '2026-11-02T00:00:00.000Z',
      by: 'per_1',
      what: 'changed',
      changes: [{ field: 'accepted.SA', old: null, new: '3fb2' }],
    });
  });

  test('that changed in nothing that is trailed leaves none', () => {
    expect(read(audit, { ...audit, pending: new Set(['SM']) })).toBeNull();
    expect(read(audit, audit)).toBeNull();
  });
});

describe('Where a person works', () => {
  test('is a fact as soon as it is planned to change, and again when it does', () => {
    const employment = { type: 'employment', v: 1, personId: 'per_1', stationId: station, holds: ['SA'] };
    const planned = { ...employment, plannedFor: '2026-12-01', changedBy: 'take-personnel-change' };
    expect(read(employment, planned)?.fact).toMatchObject({
      by: 'take-personnel-change',
      changes: [{ field: 'plannedFor', old: null, new: '2026-12-01' }],
    });
    expect(changes(planned, { ...employment, holds: [] })?.map(({ field }) => field)).toEqual([
      ...['holds', 'plannedFor'],
    ]);
  });
});

describe('A person', () => {
  const person = {
    type: 'person',
    v: 1,
    stationId: station,
    personId: 'per_K1',
    code: 'K1',
    name: '王小明',
    phone: '13812345678',
    hiredOn: '2021-03-01',
    login: 'wang.xm',
    changedBy: 'hq',
    changedAt: '2026-11-02T00:00:00.000Z',
  };

  test('changes without a word of what', () => {
    expect(changes(person, { ...person, phone: '13900000000' })).toEqual([
      { field: 'phone', personal: true },
    ]);
  });

  test('who was removed is, and nobody is named who may not have done it', () => {
    expect(read(person, undefined)?.fact).toMatchObject({
      what: 'removed',
      by: null,
      at: '2026-11-24T00:00:00.000Z',
      object: { kind: 'person', id: 'per_K1' },
    });
  });

  test('never shows what is personal, whatever it is', () => {
    const word = fc.string({ minLength: 6, maxLength: 20 }).map((text) => `§${text}§`);
    const some = fc.option(fc.record({ name: word, phone: word, hiredOn: word, login: word }), {
      nil: undefined,
    });
    fc.assert(
      fc.property(some, some, (old, now) => {
        const before = old && { ...person, ...old };
        const after = now && { ...person, ...now };
        const text = JSON.stringify(read(before, after));
        for (const one of [...Object.values(old ?? {}), ...Object.values(now ?? {})])
          expect(text).not.toContain(JSON.stringify(one).slice(1, -1));
      }),
    );
  });
});

describe('What people write', () => {
  const finding = { type: 'nonconformity', nonconformityId: 'ncr_1', stationId: station, status: 'open' };

  test('stands as a digest, by which the text can be proved', () => {
    const step = {
      by: 'per_1',
      at: '2026-11-24T08:00:00.000Z',
      text: '点检表未及时更新,联系张三 13812345678',
    };
    const found = changes({ ...finding, facts: {} }, { ...finding, facts: { rootCause: step } });
    expect(found).toEqual([
      { field: 'facts.rootCause', old: null, new: { ...step, text: digestOf(step.text) } },
    ]);
    expect(JSON.stringify(found)).not.toContain('13812345678');
  });

  test('is a digest too where a shown value is longer than a line', () => {
    const long = 'x'.repeat(1000);
    expect(changes(finding, { ...finding, clause: long })).toEqual([
      { field: 'clause', old: null, new: digestOf(long) },
    ]);
  });
});

describe('What HQ corrects and sends back', () => {
  test('shows item and answer, and of the reason its digest', () => {
    const correction = { position: 'SA', item: 'SA-01', answer: 'not', reason: '记录与现场不符' };
    const review = {
      type: 'review',
      auditId: audit.auditId,
      stationId: station,
      decision: 'accept',
      hash: 'ab',
    };
    expect(changes(undefined, { ...review, corrections: [correction] })).toEqual([
      { field: 'decision', old: null, new: 'accept' },
      { field: 'hash', old: null, new: 'ab' },
      { field: 'corrections', old: [], new: [{ ...correction, reason: digestOf(correction.reason) }] },
    ]);
  });

  test('names each position that is sent back', () => {
    expect(changes(audit, { ...audit, round: 1, sentBack: { SA: '请补充证据' } })).toEqual([
      { field: 'round', old: null, new: 1 },
      { field: 'sentBack.SA', old: null, new: digestOf('请补充证据') },
    ]);
  });
});

describe('A list', () => {
  const roster = (...positions: string[]) => ({
    type: 'roster',
    stationId: station,
    assignments: positions.map((position) => ({
      personId: 'per_1',
      position,
      since: '2021-01-01',
      acting: false,
    })),
  });

  test('names what came and what went, and not what stayed', () => {
    expect(changes(roster('SM', 'SA'), roster('SM', 'MT'))).toEqual([
      { field: 'assignments', old: roster('SA').assignments, new: roster('MT').assignments },
    ]);
  });

  test('that is long enough to be unreadable stands as its digest', () => {
    const ids = Array.from({ length: 1000 }, (_, i) => `stn_${i}`);
    const campaign = { type: 'campaign', campaignId: 'cmp_1' };
    expect(changes(campaign, { ...campaign, scope: { ids } })).toEqual([
      { field: 'scope.ids', old: [], new: digestOf(ids) },
    ]);
  });

  test('says nothing of itself when it is empty and was not there', () => {
    expect(changes(undefined, roster())).toBeUndefined();
  });

  test('of the table as a set is a sorted one', () => {
    const subject = { type: 'subject', subject: 'x', role: 'hq-auditor' };
    expect(changes(subject, { ...subject, positions: new Set(['TD', 'SM']) })).toEqual([
      { field: 'positions', old: [], new: ['SM', 'TD'] },
    ]);
  });
});

describe('What belongs to no station', () => {
  test('is a fact of the network', () => {
    const campaign = {
      type: 'campaign',
      campaignId: 'cmp_1',
      launchedBy: 'hq',
      launchedAt: '2026-11-01T00:00:00Z',
    };
    expect(read(undefined, { ...campaign, status: 'launched' })).toMatchObject({
      chain: 'network',
      fact: { by: 'hq', at: '2026-11-01T00:00:00Z' },
    });
    expect(read(undefined, { type: 'subject', subject: 'hq', role: 'hq-network' })?.chain).toBe('network');
    expect(read(undefined, { type: 'subject', subject: 'sm', stationId: station, role: 'x' })?.chain).toBe(
      station,
    );
  });
});

describe('What is not trailed', () => {
  test.each(['answers', 'draft', 'wait', 'tally', 'trail', 'unheard-of', 'constructor', undefined])(
    'is %s',
    (type) => {
      expect(read(undefined, { type, stationId: station, status: 'x', remark: 'x' })).toBeNull();
    },
  );
});
