import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { PutCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Anchor, type Heads, shardRoot } from '../../domain/trail/anchor.ts';
import { type Change, type Entry, type Head, networkChain } from '../../domain/trail/chain.ts';
import type { AnchorItem, AnchorShardItem, KeptEntry, KeptHash, TrailDayItem, TrailItem } from '../items.ts';
import { keys } from '../keys.ts';
import { putOnce } from '../requests.ts';
import type { Table } from '../table.ts';

export type TrailStore = ReturnType<typeof trailStore>;

/** Batches looked at in one call; one is a few KB at most on most days. */
const batchesPerCall = 10;
/** Batches of a page of an export; the service ends a page at 1 MB anyway. */
const batchesPerExport = 200;
/** A day's list is kept this long, in case that no anchor could be made. */
const daysKept = 400;

export function trailStore(table: Table) {
  /** Items of a partition from a sort key on, one page. */
  async function page<Item>(
    pk: string,
    options: { upTo?: string; above?: string; newestFirst: boolean; limit: number; consistent?: boolean },
  ): Promise<{ items: Item[]; more: boolean }> {
    const { upTo, above, newestFirst, limit, consistent = false } = options;
    const range = upTo !== undefined ? ' AND sk <= :sk' : above !== undefined ? ' AND sk > :sk' : '';
    const answer = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: `pk = :pk${range}`,
        ExpressionAttributeValues: { ':pk': pk, ...(range ? { ':sk': upTo ?? above } : {}) },
        ScanIndexForward: !newestFirst,
        ConsistentRead: consistent,
        Limit: limit,
      }),
    );
    return { items: (answer.Items ?? []) as Item[], more: answer.LastEvaluatedKey !== undefined };
  }

  return {
    /** The last entries of a chain, newest first: at least a call's batches, and all that were written since. */
    async recentEntries(chain: string, since: string, consistent: boolean): Promise<Entry[]> {
      const entries: Entry[] = [];
      for (let upTo: string | undefined; ; ) {
        const { items, more } = await page<TrailItem>(keys.trail(chain).pk, {
          ...(upTo === undefined ? {} : { upTo }),
          newestFirst: true,
          limit: batchesPerCall,
          consistent,
        });
        entries.push(...items.flatMap((batch) => entriesOf(batch).reverse()));
        const oldest = items.at(-1);
        if (!more || !oldest || oldest.writtenAt < since) return entries;
        upTo = keys.trailBatch(chain, oldest.first - 1).sk;
      }
    },

    /** Entries with a number up to `n` (all without one), newest first, of at least one batch. */
    async entriesBefore(chain: string, n: number | undefined): Promise<{ entries: Entry[]; more: boolean }> {
      const { items, more } = await page<TrailItem>(keys.trail(chain).pk, {
        ...(n === undefined ? {} : { upTo: keys.trailBatch(chain, n).sk }),
        newestFirst: true,
        limit: batchesPerCall,
      });
      const entries = items.flatMap((batch) => entriesOf(batch).reverse());
      return { entries: entries.filter((entry) => n === undefined || entry.n <= n), more };
    },

    /** Entries with a number above `n`, oldest first, as many as a page holds. */
    async entriesAfter(chain: string, n: number): Promise<{ entries: Entry[]; more: boolean }> {
      const { pk } = keys.trail(chain);
      // The batch that holds the entry `n` may hold more.
      const { items: begun } =
        n === 0
          ? { items: [] }
          : await page<TrailItem>(pk, {
              upTo: keys.trailBatch(chain, n).sk,
              newestFirst: true,
              limit: 1,
              consistent: true,
            });
      const { items, more } = await page<TrailItem>(pk, {
        above: keys.trailBatch(chain, n).sk,
        newestFirst: false,
        limit: batchesPerExport,
        consistent: true,
      });
      return { entries: [...begun, ...items].flatMap(entriesOf).filter((entry) => entry.n > n), more };
    },

    async lastEntry(chain: string): Promise<Head | null> {
      const { items } = await page<TrailItem>(keys.trail(chain).pk, { newestFirst: true, limit: 1 });
      const last = items.flatMap(entriesOf).at(-1);
      return last ? { n: last.n, hash: last.hash } : null;
    },

    /** Chains of a shard that got an entry after a day (from the beginning without one), up to another one. */
    async chainsMoved(shard: number, after: string | undefined, upTo: string): Promise<string[]> {
      const { pk, afterDay } = keys.trailDays(shard);
      const moved = new Set<string>();
      let start: QueryCommandInput['ExclusiveStartKey'];
      do {
        const answer = await table.client.send(
          new QueryCommand({
            TableName: table.name,
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :after AND :upTo',
            ExpressionAttributeValues: {
              ':pk': pk,
              ':after': after === undefined ? '0' : `${after}${afterDay}`,
              ':upTo': `${upTo}${afterDay}`,
            },
            ExclusiveStartKey: start,
          }),
        );
        for (const item of answer.Items ?? []) moved.add((item as TrailDayItem).chain);
        start = answer.LastEvaluatedKey;
      } while (start);
      return [...moved].sort();
    },

    /** The newest anchor up to a date; null when there is none. */
    async anchor(upTo?: string): Promise<Anchor | null> {
      const { items } = await page<AnchorItem>(keys.anchors().pk, {
        ...(upTo === undefined ? {} : { upTo }),
        newestFirst: true,
        limit: 1,
        consistent: true,
      });
      const [item] = items;
      if (!item) return null;
      const { date, previous, shards, root } = item;
      return { date, previous, shards, root };
    },

    /** The heads of a shard as they were at the newest anchor up to a date. */
    async headsOfShard(
      shard: number,
      upTo: string,
    ): Promise<{ date: string; heads: Heads; root: string } | null> {
      const key = keys.anchorShard(shard, upTo);
      const { items } = await page<AnchorShardItem>(key.pk, {
        upTo: key.sk,
        newestFirst: true,
        limit: 1,
        consistent: true,
      });
      const [item] = items;
      return item ? { date: item.date, heads: readHeads(item.heads), root: item.root } : null;
    },

    /**
     * Puts entries behind each other into a chain, as one batch.
     * @returns false when somebody else has put a batch there
     */
    append(entries: readonly Entry[], writtenAt: string): Promise<boolean> {
      const [first] = entries;
      if (!first) throw new RangeError('a batch has entries');
      const { chain, n, previous } = first;
      const item: TrailItem = {
        type: 'trail',
        v: 3,
        chain,
        first: n,
        previous: bytesOf(previous),
        writtenAt,
        entries: packEntries(entries),
      };
      return putOnce(table, { ...keys.trailBatch(chain, n), ...item });
    },

    /** Notes that a chain gets an entry on a day; again changes nothing. */
    async noteDay(date: string, chain: string): Promise<void> {
      const item: TrailDayItem = {
        type: 'trail-day',
        v: 1,
        chain,
        ttl: Math.floor(Date.parse(date) / 1000) + daysKept * 86_400,
      };
      await table.client.send(
        new PutCommand({ TableName: table.name, Item: { ...keys.trailDay(date, chain), ...item } }),
      );
    },

    /** `false` when the shard was written for this date already; what was written first counts. */
    saveHeads(shard: number, date: string, heads: Heads): Promise<boolean> {
      const item: AnchorShardItem = {
        type: 'anchor-shard',
        v: 1,
        shard,
        date,
        heads: writeHeads(heads),
        root: shardRoot(heads),
      };
      return putOnce(table, { ...keys.anchorShard(shard, date), ...item });
    },

    /** `false` when the day has its anchor. */
    saveAnchor(anchor: Anchor, madeAt: string): Promise<boolean> {
      const item: AnchorItem = { type: 'anchor', v: 1, ...anchor, shards: [...anchor.shards], madeAt };
      return putOnce(table, { ...keys.anchor(anchor.date), ...item });
    },
  };
}

/** Entries as a batch keeps them. */
export const packEntries = (entries: readonly Entry[]): Uint8Array =>
  deflateRawSync(
    JSON.stringify(entries.map(({ chain: _chain, n: _n, previous: _previous, ...kept }): KeptEntry => kept)),
  );

/** The entries of a batch with what they have from their place. */
export function entriesOf(batch: TrailItem): Entry[] {
  const kept: KeptEntry[] = Array.isArray(batch.entries)
    ? batch.entries
    : JSON.parse(inflateRawSync(batch.entries).toString());
  const hashes = [batch.previous, ...kept.map(({ hash }) => hash)].map(digitsOf);
  return kept.map(({ at, by, object: { kind, id }, what, changes, event }, i) => ({
    chain: batch.chain,
    n: batch.first + i,
    at,
    by,
    object: { kind, id },
    what,
    changes: changes.map(inOrder),
    event,
    previous: hashes[i] ?? '',
    hash: hashes[i + 1] ?? '',
  }));
}

const bytesOf = (digits: string): Uint8Array => Buffer.from(digits, 'hex');
const digitsOf = (hash: KeptHash): string =>
  typeof hash === 'string' ? hash : Buffer.from(hash).toString('hex');

/** The table keeps no order of attributes; people read them in this one. */
const inOrder = (change: Change): Change =>
  'personal' in change
    ? { field: change.field, personal: change.personal }
    : { field: change.field, old: change.old, new: change.new };

const writeHeads = (heads: Heads): string =>
  heads
    .map(
      ([chain, { n, hash }]) =>
        `${chain.replace(/^stn_/, '')} ${n} ${Buffer.from(hash, 'hex').toString('base64url')}`,
    )
    .join('\n');

const readHeads = (text: string): Heads =>
  text.split('\n').map((line): readonly [string, Head] => {
    const [name = '', n, hash = ''] = line.split(' ');
    const chain = name === networkChain ? name : `stn_${name}`;
    return [chain, { n: Number(n), hash: Buffer.from(hash, 'base64url').toString('hex') }];
  });
