import { describe, expect, test } from 'vitest';
import { compilePattern } from '../../../packages/local/events/pattern.ts';
import { targetPayload } from '../../../packages/local/events/target-input.ts';
import type { Json } from '../../../packages/local/json.ts';

const EVENT: Json = {
  source: 'hr',
  'detail-type': 'PersonHired',
  detail: {
    station: 'stn_1',
    grade: 7,
    roles: ['a', 'b'],
    note: null,
    lines: [
      { kind: 'x', n: 1 },
      { kind: 'y', n: 5 },
    ],
  },
};

describe('an event pattern', () => {
  test.each<[string, Json, boolean]>([
    ['equality', { source: ['hr', 'dms'] }, true],
    ['all keys must match', { source: ['hr'], 'detail-type': ['PersonLeft'] }, false],
    ['prefix', { detail: { station: [{ prefix: 'stn_' }] } }, true],
    ['suffix', { detail: { station: [{ suffix: '_2' }] } }, false],
    ['wildcard', { 'detail-type': [{ wildcard: 'Person*ed' }] }, true],
    ['anything-but a list', { source: [{ 'anything-but': ['hr', 'dcs'] }] }, false],
    ['anything-but a prefix', { detail: { station: [{ 'anything-but': { prefix: 'x' } }] } }, true],
    ['anything-but needs the field', { missing: [{ 'anything-but': ['a'] }] }, false],
    ['numeric range', { detail: { grade: [{ numeric: ['>', 5, '<=', 7] }] } }, true],
    ['numeric on text', { source: [{ numeric: ['>', 5] }] }, false],
    ['exists', { detail: { grade: [{ exists: true }] } }, true],
    ['exists not', { detail: { gone: [{ exists: false }] } }, true],
    ['null', { detail: { note: [null] } }, true],
    ['one element of a list', { detail: { roles: ['b', 'z'] } }, true],
    ['no element of a list', { detail: { roles: ['z'] } }, false],
    ['objects in a list', { detail: { lines: { kind: ['y'], n: [{ numeric: ['=', 5] }] } } }, true],
    ['$or', { $or: [{ source: ['x'] }, { detail: { grade: [7] } }] }, true],
    ['ignoring case', { source: [{ 'equals-ignore-case': 'HR' }] }, true],
  ])('%s', (_, pattern, expected) => {
    expect(compilePattern(pattern)(EVENT)).toBe(expected);
  });

  test('with an operator that is not known here is refused, not ignored', () => {
    expect(() => compilePattern({ detail: { ip: [{ cidr: '10.0.0.0/8' }] } })).toThrow('cidr');
  });

  test('filters stream records as event source mappings do', () => {
    const filter = compilePattern(
      '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"pk":{"S":[{"prefix":"TASK#"}]}}}}',
    );
    const record = (eventName: string, pk: string) => ({
      eventName,
      dynamodb: { NewImage: { pk: { S: pk } } },
    });
    expect(filter(record('INSERT', 'TASK#1'))).toBe(true);
    expect(filter(record('MODIFY', 'TASK#1'))).toBe(false);
    expect(filter(record('INSERT', 'PERSON#1'))).toBe(false);
  });
});

describe('what a target gets', () => {
  const event = { id: 'e1', time: '2026-01-01T00:00:00Z', detail: { station: 'say "stn"', n: 5 } };
  test.each([
    ['the event', {}, event],
    ['a constant', { Input: '{"a":1}' }, { a: 1 }],
    ['a part', { InputPath: '$.detail.n' }, 5],
    [
      'a transformed text',
      {
        InputTransformer: {
          InputPathsMap: { station: '$.detail.station', n: '$.detail.n' },
          InputTemplate:
            '{"station": <station>, "text": "n is <n> at <station>", "rule": "<aws.events.rule-name>"}',
        },
      },
      { station: 'say "stn"', text: 'n is 5 at say "stn"', rule: 'r' },
    ],
  ])('%s', (_, target, expected) => {
    expect(JSON.parse(targetPayload(target, event, 'arn:aws:events:x:y:rule/r'))).toEqual(expected);
  });
});
