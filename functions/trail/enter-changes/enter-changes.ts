import { type Clock, instant } from '../../../packages/domain/clock.ts';
import {
  gathered,
  type Touched,
  touchedStations,
} from '../../../packages/domain/compliance/touched-stations.ts';
import { unavailable } from '../../../packages/domain/errors.ts';
import { type Entry, emptyHead, type Fact, type Head, link } from '../../../packages/domain/trail/chain.ts';
import { dayInChina } from '../../../packages/domain/trail/days.ts';
import { type Image, readChange } from '../../../packages/domain/trail/read-change.ts';
import {
  type BatchOutcome,
  newImage,
  oldImage,
  type StreamBatch,
  type StreamRecord,
} from '../../../packages/lambda/stream.ts';
import type { TrailStore } from '../../../packages/table/stores/trail-store.ts';

interface Ports {
  trail: TrailStore;
  /** Names stations whose facts are to be read again. */
  touched: { send(messages: readonly { stations: Touched[] }[]): Promise<void> };
  clock: Clock;
  failed(error: unknown, chain: string): void;
}

/** A stream delivers again for 24 hours; whatever was entered before that is not looked for. */
const deliveredFor = 25 * 3_600_000;
/** Bytes of the entries of one batch, at most; the item around them stays below 100 KB. */
const batchBytes = 90_000;
const attempts = 10;
const chainsKept = 2_000;
const eventsKept = 2_000;
/** Stations of one message: as many as are read within its time-out many times over. */
const stationsPerMessage = 25;

/** How a chain ends, as far as this instance knows. */
interface Known {
  head: Head;
  events: Set<string>;
  /** The day that the chain is noted for. */
  day: string;
}

/**
 * What hears of changes late and in large batches goes two ways, because a stream has room for two readers: into the
 * trail, and to the facts that compliance is scanned by. Neither holds the other up; the first record that one of them
 * fails at is reported.
 */
export function hearChanges(ports: Ports) {
  const enter = enterChanges(ports);
  return async (batch: StreamBatch): Promise<BatchOutcome> => {
    const [entered, named] = await Promise.all([enter(batch), nameStations(ports, batch)]);
    const failed = new Set(
      [entered, named].flatMap(({ batchItemFailures }) =>
        batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      ),
    );
    const first = batch.Records.find(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
    return { batchItemFailures: first ? [{ itemIdentifier: first.dynamodb.SequenceNumber }] : [] };
  };
}

/** Each station once for a batch; what is sent twice is read twice and changes nothing. */
export async function nameStations(
  { touched, failed }: Pick<Ports, 'touched' | 'failed'>,
  { Records }: StreamBatch,
): Promise<BatchOutcome> {
  const first = Records[0]?.dynamodb.SequenceNumber ?? '';
  try {
    const stations = gathered(
      Records.flatMap((record) => touchedStations(oldImage<Image>(record), newImage<Image>(record))),
    );
    const messages: { stations: Touched[] }[] = [];
    for (let i = 0; i < stations.length; i += stationsPerMessage)
      messages.push({ stations: stations.slice(i, i + stationsPerMessage) });
    if (messages.length > 0) await touched.send(messages);
    return { batchItemFailures: [] };
  } catch (error) {
    failed(error, 'facts');
    return { batchItemFailures: [{ itemIdentifier: first }] };
  }
}

/**
 * Enters the changes of a batch into the chains of those they concern, each once, however often and in whatever order
 * they are delivered. A chain grows by one conditional put on the next number, and whoever writes beside us takes that
 * number away: so what we remember of a chain may be old, but never wrong without being noticed. The first record that
 * could not be entered is reported, and the stream goes on from there.
 */
export function enterChanges(ports: Omit<Ports, 'touched'>) {
  const known = new Map<string, Known>();

  return async (batch: StreamBatch): Promise<BatchOutcome> => {
    const work = new Map<string, { first: number; facts: Fact[] }>();
    let done = batch.Records.length;
    for (const [index, record] of batch.Records.entries()) {
      try {
        const found = factOf(record, ports.clock);
        if (!found) continue;
        const { first = index, facts = [] } = work.get(found.chain) ?? {};
        work.set(found.chain, { first, facts: [...facts, found.fact] });
      } catch (error) {
        ports.failed(error, 'unreadable');
        done = index;
        break;
      }
    }
    await Promise.all(
      [...work].map(async ([chain, { first, facts }]) => {
        try {
          await appendTo(chain, facts);
        } catch (error) {
          known.delete(chain);
          ports.failed(error, chain);
          done = Math.min(done, first);
        }
      }),
    );
    const failing = batch.Records[done];
    return {
      batchItemFailures: failing ? [{ itemIdentifier: failing.dynamodb.SequenceNumber }] : [],
    };
  };

  async function appendTo(chain: string, facts: readonly Fact[]): Promise<void> {
    for (let attempt = 0; attempt < attempts; ) {
      const end = known.get(chain) ?? (await read(chain, attempt > 0));
      remember(chain, end);
      const [batch, rest] = nextBatch(chain, end, facts);
      if (batch.length === 0) return;
      const now = ports.clock.now();
      const day = dayInChina(now);
      // Noted first: a note without an entry costs a look, an entry without a note would not be anchored.
      if (end.day !== day) await ports.trail.noteDay(day, chain);
      if (await ports.trail.append(batch, instant(now))) {
        const last = batch.at(-1);
        if (last) end.head = { n: last.n, hash: last.hash };
        for (const { event } of batch) end.events.add(event);
        end.day = day;
        if (!rest) return;
      } else {
        known.delete(chain);
        attempt += 1;
      }
    }
    throw unavailable('others kept writing to the chain');
  }

  async function read(chain: string, consistent: boolean): Promise<Known> {
    const since = instant(ports.clock.now() - deliveredFor);
    const entries = await ports.trail.recentEntries(chain, since, consistent);
    const [last] = entries;
    const head = last ? { n: last.n, hash: last.hash } : emptyHead;
    return { head, events: new Set(entries.map(({ event }) => event)), day: '' };
  }

  /** Keeps what is used most lately. */
  function remember(chain: string, end: Known): void {
    known.delete(chain);
    if (end.events.size > eventsKept) return;
    known.set(chain, end);
    const oldest = known.keys().next();
    if (known.size > chainsKept && !oldest.done) known.delete(oldest.value);
  }
}

/** The facts that are not in the chain yet, linked to its end, as far as a batch goes; and whether more are left. */
function nextBatch(chain: string, end: Known, facts: readonly Fact[]): [Entry[], boolean] {
  const fresh = new Map(
    facts.filter(({ event }) => !end.events.has(event)).map((fact) => [fact.event, fact]),
  );
  const entries = link(chain, end.head, [...fresh.values()]);
  let bytes = 0;
  const fitting = entries.findIndex((entry, i) => {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    return i > 0 && bytes > batchBytes;
  });
  return fitting < 0 ? [entries, false] : [entries.slice(0, fitting), true];
}

function factOf(record: StreamRecord, clock: Clock) {
  const written = record.dynamodb.ApproximateCreationDateTime;
  return readChange({
    event: record.eventID,
    before: oldImage<Image>(record),
    after: newImage<Image>(record),
    writtenAt: instant(written === undefined ? clock.now() : written * 1000),
  });
}
