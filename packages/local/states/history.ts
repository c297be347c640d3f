import { asNumber, type Json, type JsonObject, parseJson } from '../json.ts';
import type { ExecutionRow, StatesStore } from './store.ts';

/** What part of a history is wanted. */
export interface HistoryQuery {
  limit: number;
  reversed: boolean;
  withData: boolean;
  after?: string | undefined;
}

const PAYLOADS = new Set(['input', 'output', 'parameters']);

/** One page of an execution's history as GetExecutionHistory answers it. */
export function historyEvents(store: StatesStore, execution: ExecutionRow, query: HistoryQuery): JsonObject {
  const limit = Math.min(query.limit || 100, 1000);
  const after = asNumber(query.after) ?? (query.reversed ? Number.MAX_SAFE_INTEGER : 0);
  const rows = store.history(execution.id, after, limit, query.reversed);
  const events = rows.map((row): JsonObject => {
    const details: JsonObject = {};
    for (const [key, value] of Object.entries(parseJson(row.details) as Record<string, Json>)) {
      if (query.withData || !PAYLOADS.has(key)) details[key] = value;
    }
    return {
      id: row.number,
      previousEventId: row.number - 1,
      timestamp: row.at / 1000,
      type: row.type,
      [detailsKey(row.type)]: details,
    };
  });
  const last = rows.at(-1);
  return { events, ...(last && rows.length === limit ? { nextToken: String(last.number) } : {}) };
}

/** All states share the details of entering and leaving; every other event has a key of its own. */
function detailsKey(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}
