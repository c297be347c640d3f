import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { packFacts } from '../../../packages/domain/compliance/pack-facts.ts';
import type { Queue, QueueBatch } from '../../../packages/lambda/queue.ts';
import type { BatchOutcome } from '../../../packages/lambda/stream.ts';
import type { ComplianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { type FactPorts, readFacts } from '../read-facts.ts';

/** Names stations, or a shard all of whose stations are to be read. */
export type FactsMessage = { stationIds: string[] } | { shard: number };

interface Ports extends FactPorts {
  compliance: ComplianceStore;
  queue: Queue;
  clock: Clock;
  failed(error: unknown, messageId: string): void;
}

/** Stations of a message that a shard is taken apart into. */
const perMessage = 25;
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
        : { messageId, names: message.stationIds };
    });
    for (const { shard, names } of messages)
      if (shard !== undefined)
        await takeApart(ports, shard).catch((error) => names.map((name) => failed.set(name, error)));
    const stations = new Set(messages.flatMap(({ shard, names }) => (shard === undefined ? names : [])));
    const waiting = [...stations];
    const work = async () => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift())
        try {
          await keepFacts(ports, id);
        } catch (error) {
          failed.set(id, error);
        }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
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
  const ids = (await network.stationsOfShard(shard)).flatMap(({ stationId }) => stationId ?? []);
  const messages: FactsMessage[] = [];
  for (let i = 0; i < ids.length; i += perMessage)
    messages.push({ stationIds: ids.slice(i, i + perMessage) });
  await queue.send(messages);
}

/** Facts that are the same as before are not written again. */
async function keepFacts(ports: Ports, stationId: string): Promise<void> {
  const readAt = instant(ports.clock.now());
  const [facts, before] = await Promise.all([
    readFacts(ports, stationId),
    ports.compliance.stationFacts(stationId),
  ]);
  if (!facts) return;
  const { regionId } = facts;
  const text = packFacts(facts);
  if (before?.facts === text && before.regionId === regionId) return;
  await ports.compliance.saveStationFacts({
    type: 'station-facts',
    v: 1,
    stationId,
    regionId,
    readAt,
    facts: text,
  });
}
