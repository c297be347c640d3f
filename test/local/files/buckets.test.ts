import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Assembly } from '../../../packages/local/assembly/assembly.ts';
import { createClock } from '../../../packages/local/clock.ts';
import { BUCKETS_SCHEMA, createBuckets } from '../../../packages/local/files/buckets.ts';
import { openJournal } from '../../../packages/local/journal.ts';
import { temporaryFolder } from '../../infra/synthesis.ts';

const bucket = {
  name: 'files',
  arn: 'arn:aws:s3:::files',
  properties: {
    LifecycleConfiguration: {
      Rules: [
        { Status: 'Enabled', Prefix: 'reports/', ExpirationInDays: 30 },
        { Status: 'Disabled', Prefix: '', ExpirationInDays: 1 },
      ],
    },
  },
};
const assembly = {
  all: (type: string) => (type === 'AWS::S3::Bucket' ? [bucket] : []),
} as unknown as Assembly;

function openBuckets(folder: string) {
  const journal = openJournal(join(folder, 'journal.db'), BUCKETS_SCHEMA);
  const clock = createClock();
  const buckets = createBuckets(assembly, journal, clock, join(folder, 'files'));
  const text = async (key: string) => {
    const found = buckets.head('files', key);
    return found && (await buckets.read(found)).toString();
  };
  return { buckets, clock, text, put: (key: string, content: string) => put(key, content), close };

  function put(key: string, content: string) {
    return buckets.put('files', key, Buffer.from(content), 'text/plain');
  }
  function close(): void {
    journal.close();
  }
}

describe('a bucket', () => {
  test('keeps what was put beyond the end of the process, whatever it is called', async () => {
    const folder = temporaryFolder();
    const first = openBuckets(folder);
    for (const key of ['reports/a', 'reports/a/b', '../../etc/passwd', '报告 %2F']) await first.put(key, key);
    first.close();
    const second = openBuckets(folder);
    for (const key of ['reports/a', 'reports/a/b', '../../etc/passwd', '报告 %2F'])
      expect(await second.text(key)).toBe(key);
    expect(readdirSync(folder).sort().slice(0, 1)).toEqual(['files']);
    expect(second.buckets.head('files', 'reports')).toBeUndefined();
    second.close();
  });

  test('replaces what was there and leaves nothing of it behind', async () => {
    const folder = temporaryFolder();
    const { put, text, close } = openBuckets(folder);
    await put('reports/a', 'old');
    await put('reports/a', 'new');
    expect(await text('reports/a')).toBe('new');
    expect(readdirSync(join(folder, 'files'))).toHaveLength(1);
    close();
  });

  test('forgets after the days of the template, by the movable clock', async () => {
    const { put, text, clock, close } = openBuckets(temporaryFolder());
    await put('reports/a', 'a');
    await put('others/a', 'a');
    clock.advance(29 * 86_400_000);
    expect(await text('reports/a')).toBe('a');
    clock.advance(2 * 86_400_000);
    expect([await text('reports/a'), await text('others/a')]).toEqual([undefined, 'a']);
    close();
  });
});
