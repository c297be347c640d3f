import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { packFacts, unpackFacts } from '../../../packages/domain/compliance/pack-facts.ts';
import {
  type Changed,
  gathered,
  type Touched,
} from '../../../packages/domain/compliance/touched-stations.ts';
import { unavailable } from '../../../packages/domain/errors.ts';
import { sideBySide } from '../../../packages/domain/side-by-side.ts';
import type { Queue, QueueBatch } from '../../../packages/lambda/queue.ts';
import type { BatchOutcome } from '../../../packages/lambda/stream.ts';
import type { ComplianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { type FactPorts, readFacts } from '../read-facts.ts';

/** Names stations, with what of them has changed, or a shard all of whose stations are to be read. */
export type FactsMessage = { stations: Touched[] } | { shard: number };

interface Ports extends FactPorts {
  compliance: ComplianceStore;
  queue: Queue;
  clock: Clock;
  failed(error: unknown, messageId: string): void;
}

/** Stations of a message that a shard is taken apart into. */
const perMessage = 25;
/** Two messages about a station at the same moment are rare, more of them rarer. */
const attempts = 5;
/** Stations that are read side by side. */
const atOnce = 4;

/**
 * Reads each station that is named once, however many messages name it. A message comes again when one of its own
 * stations failed; what was read for the others stands.
 */
export const keepStationFacts =
  (ports: Ports) =>
  async (batch: QueueBatch): Promise<BatchOutcome> => {
    const failed = new Map<string, unknown>();
    const messages = batch.Records.map(({ messageId, body }) => {
      const message = JSON.parse(body) as FactsMessage;
      return 'shard' in message
        ? { messageId, shard: message.shard, names: [`shard ${message.shard}`] }
        : { messageId, touched: message.stations, names: message.stations.map(({ stationId }) => stationId) };
    });
    for (const { shard, names } of messages)
      if (shard !== undefined)
        await takeApart(ports, shard).catch((error) => names.map((name) => failed.set(name, error)));
    await sideBySide(
      atOnce,
      gathered(messages.flatMap(({ touched = [] }) => touched)),
      async ({ stationId, changed }) => {
        try {
          await keepFacts(ports, stationId, changed);
        } catch (error) {
          failed.set(stationId, error);
        }
      },
    );
    return {
      batchItemFailures: messages.flatMap(({ messageId, names }) => {
        const name = names.find((one) => failed.has(one));
        if (name === undefined) return [];
        ports.failed(failed.get(name), messageId);
        return [{ itemIdentifier: messageId }];
      }),
    };
  };

async function takeApart({ network, queue }: Ports, shard: number): Promise<void> {
  const touched = (await network.stationsOfShard(shard)).flatMap(({ stationId }) =>
    stationId === undefined ? [] : [{ stationId }],
  );
  const messages: FactsMessage[] = [];
  for (let i = 0; i < touched.length; i += perMessage)
    messages.push({ stations: touched.slice(i, i + perMessage) });
  await queue.send(messages);
}

/** Facts that are the same as before are not written again; of two that change different parts none is lost. */
async function keepFacts(ports: Ports, stationId: string, changed: Changed | undefined): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const readAt = instant(ports.clock.now());
    const before = await ports.compliance.stationFacts(stationId, attempt > 0);
    const known = before && changed ? unpackFacts(before.facts, before) : null;
    const facts = await readFacts(ports, stationId, known, changed);
    if (!facts) return;
    const { regionId } = facts;
    const text = packFacts(facts);
    if (before?.facts === text && before.regionId === regionId) return;
    const item = { type: 'station-facts' as const, v: 1 as const, stationId, regionId, readAt, facts: text };
    if (await ports.compliance.saveStationFacts(item, before)) return;
  }
  throw unavailable('others kept writing the facts of a station', { details: { stationId } });
}
