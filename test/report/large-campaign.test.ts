import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { manifest } from '../../functions/report/make-report/manifest.ts';

/** Makes a report in a thread of its own; more heap than this ends it. */
const made = (stations: number, format: string, heapMegabytes: number) =>
  new Promise<{ reads: number; bytes: number }>((resolve, reject) => {
    const worker = new Worker(new URL('large-campaign-worker.ts', import.meta.url), {
      workerData: { stations, format },
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    worker.on('message', resolve);
    worker.on('error', reject);
  });

test.each(['pdf', 'xlsx'])(
  'the report of a campaign of 3,000 stations as %s takes a quarter of the memory that the function has',
  async (format) => {
    const { reads, bytes } = await made(3_000, format, manifest.memoryMegabytes / 4);
    // One read for each shard and one for each audit.
    expect(reads).toBe(64 + 3_000);
    expect(bytes).toBeGreaterThan(100_000);
  },
  60_000,
);
