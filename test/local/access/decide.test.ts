import { describe, expect, test } from 'vitest';
import { type AccessNeed, decide } from '../../../packages/local/access/decide.ts';
import { dynamodbNeeds, type TableKeys } from '../../../packages/local/access/dynamodb-needs.ts';
import { readStatements } from '../../../packages/local/access/policies.ts';
import type { JsonObject } from '../../../packages/local/json.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/facts';

function decision(statements: JsonObject[], need: AccessNeed) {
  return decide(readStatements({ Statement: statements }, 'test'), need);
}

describe('a policy', () => {
  const get = {
    Effect: 'Allow',
    Action: ['dynamodb:Get*', 'dynamodb:query'],
    Resource: [TABLE, `${TABLE}/index/*`],
  };

  test.each([
    ['an action by wildcard', { action: 'dynamodb:GetItem', resource: TABLE }, 'allow'],
    ['an action in another case', { action: 'dynamodb:Query', resource: `${TABLE}/index/byDay` }, 'allow'],
    ['another action', { action: 'dynamodb:PutItem', resource: TABLE }, 'none'],
    ['another table', { action: 'dynamodb:GetItem', resource: `${TABLE}2` }, 'none'],
  ])('judges %s', (_, need, expected) => {
    expect(decision([get], need)).toBe(expected);
  });

  test('an explicit Deny wins over every Allow', () => {
    const deny = { Effect: 'Deny', Action: 'dynamodb:GetItem', Resource: '*' };
    expect(decision([get, deny], { action: 'dynamodb:GetItem', resource: TABLE })).toBe('deny');
  });

  test('NotAction and NotResource grant everything else', () => {
    const rest = { Effect: 'Allow', NotAction: 'dynamodb:Delete*', NotResource: `${TABLE}/index/*` };
    expect(decision([rest], { action: 'dynamodb:PutItem', resource: TABLE })).toBe('allow');
    expect(decision([rest], { action: 'dynamodb:DeleteItem', resource: TABLE })).toBe('none');
    expect(decision([rest], { action: 'dynamodb:PutItem', resource: `${TABLE}/index/a` })).toBe('none');
  });
});

describe('a condition on leading keys', () => {
  const own = {
    Effect: 'Allow',
    Action: 'dynamodb:*',
    Resource: TABLE,
    Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['TASK#*', 'ONE'] } },
  };
  const keyed = (...keys: string[]) => ({
    action: 'dynamodb:PutItem',
    resource: TABLE,
    context: { 'dynamodb:leadingkeys': keys },
  });

  test('allows when every key fits, refuses when one does not', () => {
    expect(decision([own], keyed('TASK#1', 'ONE'))).toBe('allow');
    expect(decision([own], keyed('TASK#1', 'STATION#1'))).toBe('none');
  });

  test('a condition nobody can judge here grants nothing', () => {
    const odd = { ...own, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } };
    expect(decision([odd], keyed('TASK#1'))).toBe('none');
  });

  test('StringEquals needs the key, StringEqualsIfExists does not', () => {
    const need = { action: 'events:PutEvents', resource: TABLE };
    const on = (operator: string) => ({
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { [operator]: { 'events:source': 'demo' } },
    });
    expect(decision([on('StringEquals')], need)).toBe('none');
    expect(decision([on('StringEqualsIfExists')], need)).toBe('allow');
    expect(decision([on('StringEquals')], { ...need, context: { 'events:source': ['demo'] } })).toBe('allow');
  });
});

describe('what a DynamoDB request needs', () => {
  const keys: TableKeys = { arn: TABLE, partitionKey: 'pk', indexKeys: new Map([['byDay', 'day']]) };
  const needs = (operation: string, request: JsonObject) =>
    dynamodbNeeds(
      operation,
      request,
      (name) => (name === 'facts' ? keys : undefined),
      (name) => `arn:unknown/${name}`,
    ).map((need) => [need.action, need.resource, need.context?.['dynamodb:leadingkeys']]);
  const item = (pk: string) => ({ pk: { S: pk } });

  test('a query on an index names the index and the key it asks for', () => {
    expect(
      needs('Query', {
        TableName: 'facts',
        IndexName: 'byDay',
        KeyConditionExpression: 'sk > :s AND #d = :d',
        ExpressionAttributeNames: { '#d': 'day' },
        ExpressionAttributeValues: { ':d': { S: '2026-01-01' }, ':s': { S: 'x' } },
      }),
    ).toEqual([['dynamodb:Query', `${TABLE}/index/byDay`, ['2026-01-01']]]);
  });

  test('a transaction needs the right of each item action', () => {
    expect(
      needs('TransactWriteItems', {
        TransactItems: [
          { Put: { TableName: 'facts', Item: item('a') } },
          { Update: { TableName: 'facts', Key: item('b') } },
          { ConditionCheck: { TableName: 'facts', Key: item('c') } },
          { Put: { TableName: 'other', Item: item('d') } },
        ],
      }),
    ).toEqual([
      ['dynamodb:PutItem', TABLE, ['a']],
      ['dynamodb:UpdateItem', TABLE, ['b']],
      ['dynamodb:ConditionCheckItem', TABLE, ['c']],
      ['dynamodb:PutItem', 'arn:unknown/other', undefined],
    ]);
  });

  test('a batch write is one right of its own, with every key', () => {
    const request = {
      RequestItems: { facts: [{ PutRequest: { Item: item('a') } }, { DeleteRequest: { Key: item('b') } }] },
    };
    expect(needs('BatchWriteItem', request)).toEqual([['dynamodb:BatchWriteItem', TABLE, ['a', 'b']]]);
  });
});
