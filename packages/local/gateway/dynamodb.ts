import { dynamodbNeeds } from '../access/dynamodb-needs.ts';
import type { Caller, Guard } from '../access/guard.ts';
import type { Assembly } from '../assembly/assembly.ts';
import type { Counters } from '../counters.ts';
import type { TableEngine } from '../dynamodb/engine.ts';
import type { LocalTable } from '../dynamodb/tables.ts';
import { asList, asNumber, asObject, isObject, type Json, parseJson } from '../json.ts';
import type { RawAnswer, RawServiceCall } from './gateway.ts';

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);
const COUNTED = new Set([...WRITES, 'GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems']);
const CAPACITY = '"ConsumedCapacity":';

/**
 * DynamoDB: checks the caller's rights, forwards, counts capacity. Capacity is asked for in every call and taken out
 * of the answer again when the caller did not ask.
 * @param onWrite is called after each write, so that stream consumers wake up
 */
export function serveDynamodb(
  assembly: Assembly,
  tables: ReadonlyMap<string, LocalTable>,
  engine: TableEngine,
  guard: Guard,
  counters: Counters,
  onWrite: () => void,
): RawServiceCall {
  const arnOfUnknown = (name: string) =>
    `arn:${assembly.partition}:dynamodb:${assembly.region}:${assembly.account}:table/${name}`;
  return async (operation, body, caller: Caller): Promise<RawAnswer> => {
    const request = asObject(parseJson(body));
    guard.demand(
      caller,
      dynamodbNeeds(operation, request, (name) => tables.get(name), arnOfUnknown),
    );
    if (!COUNTED.has(operation)) return engine.forward(operation, body);
    const asked = request.ReturnConsumedCapacity;
    const wanted = asked === 'TOTAL' || asked === 'INDEXES';
    let forwarded = body;
    if (asked === undefined) {
      forwarded = body.replace(/^\s*\{/, '{"ReturnConsumedCapacity":"TOTAL",');
    } else if (!wanted) {
      forwarded = JSON.stringify({ ...request, ReturnConsumedCapacity: 'TOTAL' });
    }
    const answer = await engine.forward(operation, forwarded);
    if (WRITES.has(operation)) onWrite();
    const found = answer.status === 200 ? splitCapacity(answer.body) : undefined;
    const units = found ? capacityUnits(found.capacity) : 0;
    const isWrite = WRITES.has(operation);
    counters.dynamodb(operation, isWrite ? 0 : units, isWrite ? units : 0, caller.caseKey());
    return wanted || !found ? answer : { status: answer.status, body: found.rest };
  };
}

/**
 * Cuts `ConsumedCapacity` off an answer. The engine writes it last; should an attribute of the same name stand there,
 * what follows is no complete object and we look properly.
 */
function splitCapacity(body: string): { capacity: Json; rest: string } | undefined {
  const at = body.lastIndexOf(CAPACITY);
  if (at < 0) return undefined;
  try {
    const capacity = asObject(parseJson(`{${body.slice(at)}`)).ConsumedCapacity ?? null;
    const head = body.slice(0, at).trimEnd();
    return { capacity, rest: `${head.endsWith(',') ? head.slice(0, -1) : head}}` };
  } catch {
    const { ConsumedCapacity, ...rest } = asObject(parseJson(body));
    return ConsumedCapacity === undefined
      ? undefined
      : { capacity: ConsumedCapacity, rest: JSON.stringify(rest) };
  }
}

function capacityUnits(capacity: Json): number {
  let units = 0;
  for (const entry of asList(capacity)) {
    if (isObject(entry)) units += asNumber(entry.CapacityUnits) ?? 0;
  }
  return units;
}
