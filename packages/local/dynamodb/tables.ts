import type { TableKeys } from '../access/dynamodb-needs.ts';
import type { Assembly, DeclaredResource } from '../assembly/assembly.ts';
import { asList, asObject, asString, type Json, type JsonObject, sameJson } from '../json.ts';
import { EngineError, type TableEngine } from './engine.ts';

/** A table of the template as it runs here. */
export interface LocalTable extends TableKeys {
  name: string;
  /** ARN of the template's stream and of the engine's, when the template asks for one. */
  stream?: { declaredArn: string; engineArn: string };
}

/** Creates what is missing of the tables in the template and answers all of them by name. */
export async function prepareTables(
  assembly: Assembly,
  engine: TableEngine,
): Promise<Map<string, LocalTable>> {
  const tables = new Map<string, LocalTable>();
  for (const type of ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable']) {
    for (const resource of assembly.all(type))
      tables.set(resource.name, await prepareTable(resource, engine));
  }
  return tables;
}

async function prepareTable(resource: DeclaredResource, engine: TableEngine): Promise<LocalTable> {
  const { name, arn, properties } = resource;
  const existing = await describe(engine, name);
  const indexes = asList(properties.GlobalSecondaryIndexes).map(asObject);
  if (!existing) {
    const stream = asString(asObject(properties.StreamSpecification).StreamViewType);
    await engine.call('CreateTable', {
      TableName: name,
      AttributeDefinitions: properties.AttributeDefinitions ?? [],
      KeySchema: properties.KeySchema ?? [],
      BillingMode: 'PAY_PER_REQUEST',
      ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes.map(indexInput) } : {}),
      ...(properties.LocalSecondaryIndexes
        ? { LocalSecondaryIndexes: properties.LocalSecondaryIndexes }
        : {}),
      ...(stream ? { StreamSpecification: { StreamEnabled: true, StreamViewType: stream } } : {}),
    });
    const ttl = asObject(properties.TimeToLiveSpecification);
    if (ttl.Enabled === true || ttl.Enabled === 'true') {
      await engine.call('UpdateTimeToLive', {
        TableName: name,
        TimeToLiveSpecification: { Enabled: true, AttributeName: String(ttl.AttributeName) },
      });
    }
  } else {
    if (!sameJson(existing.KeySchema, properties.KeySchema)) {
      throw new Error(`table ${name} on disk has another key than the template: move the data folder away`);
    }
    await addMissingIndexes(engine, resource, existing, indexes);
  }
  const table = existing ?? (await describe(engine, name));
  const engineArn = asString(table?.LatestStreamArn);
  return {
    name,
    arn,
    partitionKey: hashKey(properties.KeySchema),
    indexKeys: new Map(indexes.map((index) => [String(index.IndexName), hashKey(index.KeySchema)])),
    ...(engineArn ? { stream: { declaredArn: `${arn}/stream/local`, engineArn } } : {}),
  };
}

async function addMissingIndexes(
  engine: TableEngine,
  resource: DeclaredResource,
  existing: JsonObject,
  indexes: JsonObject[],
): Promise<void> {
  const present = new Set(asList(existing.GlobalSecondaryIndexes).map((index) => asObject(index).IndexName));
  for (const index of indexes) {
    if (present.has(String(index.IndexName))) continue;
    await engine.call('UpdateTable', {
      TableName: resource.name,
      AttributeDefinitions: resource.properties.AttributeDefinitions ?? [],
      GlobalSecondaryIndexUpdates: [{ Create: indexInput(index) }],
    });
  }
}

function indexInput(index: JsonObject): JsonObject {
  return {
    IndexName: index.IndexName ?? '',
    KeySchema: index.KeySchema ?? [],
    Projection: index.Projection ?? { ProjectionType: 'ALL' },
  };
}

async function describe(engine: TableEngine, name: string): Promise<JsonObject | undefined> {
  try {
    return asObject((await engine.call('DescribeTable', { TableName: name })).Table);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function hashKey(schema: Json | undefined): string {
  const hash = asList(schema).find((key) => asObject(key).KeyType === 'HASH');
  return asString(asObject(hash).AttributeName) ?? '';
}
