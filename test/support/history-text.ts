import * as z from 'zod/mini';
import { events as contracts, type EventName } from '../../packages/contracts/events.ts';

/** One event of an execution's history, as GetExecutionHistory answers it. */
export type HistoryEvent = Record<string, unknown> & { type: string };

/** What the scenario did when the history had so many events. */
export interface Note {
  after: number;
  text: string;
}

interface Details {
  name?: string;
  error?: string;
  output?: string;
  parameters?: string;
  length?: number;
}

/**
 * An execution as a reviewer reads it: one line per step, without times, ids and tokens.
 *
 *     Wait for answers … token kept
 *     Score audit … Lambda.ServiceException, again
 *     Score audit → end {"grade":"A"}
 *     Wait for answers ✗ States.Timeout → Escalate overdue answers
 *     ended: SUCCEEDED
 *
 * `→` is the way on, `✗` a caught error, `…` what happens within a state, `|` a batch of a Map, and what stands in
 * parentheses is what the world did meanwhile. An event that was put on the bus must keep to its contract.
 * @param children histories of the Map's batches, in their order
 */
export function historyText(
  history: readonly HistoryEvent[],
  notes: readonly Note[] = [],
  children: readonly (readonly HistoryEvent[])[] = [],
): string {
  const lines: string[] = [];
  const waiting = [...notes];
  let state = '';
  let failure: string | undefined;
  let put: string | undefined;
  let left: { output: string } | undefined;

  const goOn = (to: string) => {
    if (!left) return;
    lines.push(failure === undefined ? `${state} → ${to}` : `${state} ✗ ${failure} → ${to}`);
    left = undefined;
    failure = undefined;
  };

  for (const [index, event] of history.entries()) {
    while (waiting[0] && waiting[0].after <= index) lines.push(`(${waiting.shift()?.text})`);
    const details = detailsOf(event);
    if (event.type.endsWith('StateEntered')) {
      goOn(details.name ?? '');
      state = details.name ?? '';
    } else if (event.type.endsWith('StateExited')) {
      left = { output: details.output ?? '' };
    } else {
      switch (event.type) {
        case 'TaskScheduled':
          if (failure !== undefined) lines.push(`${state} … ${failure}, again`);
          failure = undefined;
          put = eventsOf(details.parameters);
          break;
        case 'TaskSubmitted':
          lines.push(`${state} … token kept`);
          break;
        case 'TaskSucceeded':
          if (put) lines.push(`${state} … put ${put}`);
          break;
        case 'TaskFailed':
        case 'TaskTimedOut':
          failure = details.error;
          break;
        case 'MapRunStarted':
          lines.push(`${state} … ${details.length} ${details.length === 1 ? 'batch' : 'batches'}`);
          break;
        case 'MapRunFailed':
          failure = details.error;
          lines.push(...batches(children));
          break;
        case 'MapRunSucceeded':
          lines.push(...batches(children));
          break;
        case 'ExecutionSucceeded':
          goOn(`end ${left?.output}`);
          lines.push('ended: SUCCEEDED');
          break;
        case 'ExecutionFailed':
        case 'ExecutionTimedOut':
        case 'ExecutionAborted': {
          const status = event.type.slice('Execution'.length).toUpperCase();
          lines.push(`ended: ${[status, details.error].filter(Boolean).join(' ')}`);
        }
      }
    }
  }
  lines.push(...waiting.map(({ text }) => `(${text})`));
  return `${lines.join('\n')}\n`;
}

/** Batches that went the same way are shown once. */
function batches(children: readonly (readonly HistoryEvent[])[]): string[] {
  const texts = children.map((child) => historyText(child));
  return texts.flatMap((text, i) => {
    if (texts.indexOf(text) !== i) return [];
    const same = texts.filter((other) => other === text).length;
    const lines = text.trimEnd().split('\n');
    return [
      ...(texts.length > 1 ? [`| ${same} of ${texts.length}:`] : []),
      ...lines.map((line) => `| ${line}`),
    ];
  });
}

function detailsOf(event: HistoryEvent): Details {
  const found = Object.entries(event).find(([key]) => key.endsWith('EventDetails'));
  return (found?.[1] ?? {}) as Details;
}

interface BusEntry {
  DetailType: EventName;
  Detail: Record<string, unknown>;
}

/** What tells a reader something; ids do not. */
const shownOfEvents = ['workflow', 'part', 'step', 'overdueDays', 'owner', 'tell', 'effects', 'error'];

/** `StationAuditOverdue {"owner":"region-manager"}`; undefined when the call puts no events. */
function eventsOf(parameters: string | undefined): string | undefined {
  const { Entries } = JSON.parse(parameters ?? '{}') as { Entries?: BusEntry[] };
  return Entries?.map(({ DetailType, Detail }) => {
    const detail: Record<string, unknown> = z.parse(contracts[DetailType], Detail);
    const shown = Object.entries(detail).filter(([name]) => shownOfEvents.includes(name));
    return `${DetailType} ${JSON.stringify(Object.fromEntries(shown))}`;
  }).join(', ');
}
