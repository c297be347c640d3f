import { describe, expect, test } from 'vitest';
import { resolveAssembly } from '../../../packages/local/assembly/assembly.ts';
import type { StackTemplate } from '../../../packages/local/assembly/templates.ts';
import type { JsonObject } from '../../../packages/local/json.ts';

const LOCAL = {
  gatewayUrl: 'http://127.0.0.1:1',
  issuerUrl: 'http://127.0.0.1:2',
  apiUrl: (id: string) => `http://127.0.0.1:3/${id}`,
};

function aStack(name: string, template: JsonObject): StackTemplate {
  return {
    name,
    account: '000000000000',
    region: 'us-east-1',
    partition: 'aws',
    template,
    assets: new Map(),
  };
}

/** Resolves one property of a queue, the simplest resource. */
function resolved(value: JsonObject[string], template: JsonObject = {}): unknown {
  const resources = {
    Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'facts' } },
    Pool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
    Probe: { Type: 'AWS::SQS::Queue', Properties: { Value: value } },
  };
  const assembly = resolveAssembly([aStack('S', { ...template, Resources: resources })], LOCAL);
  return assembly.all('AWS::SQS::Queue')[0]?.properties.Value;
}

describe('intrinsic functions', () => {
  test.each([
    ['Ref of a resource', { Ref: 'Table' }, 'facts'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Partition' }, 'aws'],
    ['GetAtt', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:aws:dynamodb:us-east-1:000000000000:table/facts'],
    [
      'GetAtt in one string',
      { 'Fn::GetAtt': 'Table.StreamArn' },
      'arn:aws:dynamodb:us-east-1:000000000000:table/facts/stream/local',
    ],
    [
      'Join',
      { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, { Ref: 'AWS::NoValue' }, 'b']] },
      'a-us-east-1-b',
    ],
    [
      'Sub',
      { 'Fn::Sub': 'x-$'.concat('{Table}-$', '{Table.Arn}-$', '{!Raw}') },
      'x-facts-arn:aws:dynamodb:us-east-1:000000000000:table/facts-$'.concat('{Raw}'),
    ],
    ['Sub with variables', { 'Fn::Sub': ['$'.concat('{v}!'), { v: { Ref: 'Table' } }] }, 'facts!'],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'memory'] }, 512],
    ['If, yes', { 'Fn::If': ['IsLocal', 'yes', 'no'] }, 'yes'],
    ['If, no', { 'Fn::If': ['IsChina', 'yes', { Ref: 'AWS::NoValue' }] }, undefined],
    ['a parameter', { Ref: 'Stage' }, 'dev'],
  ])('%s', (_, value, expected) => {
    const template = {
      Parameters: { Stage: { Type: 'String', Default: 'dev' } },
      Mappings: { Sizes: { 'us-east-1': { memory: 512 } } },
      Conditions: {
        IsLocal: { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, '000000000000'] },
        IsChina: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
      },
    };
    expect(resolved(value as JsonObject, template)).toEqual(expected);
  });

  test("an issuer put together from Cognito's parts becomes the local issuer", () => {
    const value = {
      'Fn::Join': ['', ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.amazonaws.com/', { Ref: 'Pool' }]],
    };
    expect(resolved(value)).toBe('http://127.0.0.1:2');
  });

  test('a reference to nothing names stack, resource and reference', () => {
    expect(() => resolved({ Ref: 'Nowhere' })).toThrow(
      'S/Probe (AWS::SQS::Queue): no resource or parameter is called Nowhere',
    );
  });
});

describe('several stacks', () => {
  const data = aStack('Data', {
    Resources: { Table: { Type: 'AWS::DynamoDB::Table', Properties: {} } },
    Outputs: {
      TableArn: {
        Value: { 'Fn::GetAtt': ['Table', 'Arn'] },
        Export: { Name: { 'Fn::Sub': '$'.concat('{AWS::StackName}:arn') } },
      },
    },
  });

  test('an exported value reaches the importing stack, whatever their order', () => {
    const work = aStack('Work', {
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { Arn: { 'Fn::ImportValue': 'Data:arn' } } },
      },
    });
    const assembly = resolveAssembly([work, data], LOCAL);
    expect(assembly.all('AWS::SQS::Queue')[0]?.properties.Arn).toBe(
      'arn:aws:dynamodb:us-east-1:000000000000:table/Data-Table',
    );
    expect(assembly.outputs).toEqual({
      TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/Data-Table',
    });
  });

  test('what is declared but not executed is told', () => {
    const stack = aStack('Ops', {
      Resources: {
        A: { Type: 'AWS::CloudWatch::Alarm', Properties: {} },
        B: { Type: 'AWS::CloudWatch::Alarm', Properties: {} },
        C: { Type: 'AWS::SQS::Queue', Condition: 'Never', Properties: {} },
      },
      Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
    });
    const assembly = resolveAssembly([stack], LOCAL);
    expect(assembly.notExecuted).toEqual({ 'AWS::CloudWatch::Alarm': 2 });
    expect(assembly.all('AWS::SQS::Queue')).toEqual([]);
  });
});
