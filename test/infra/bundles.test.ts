import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { functionSpecs, root } from '../../infra/function-specs.ts';

/** Bytes of a bundle that starts fast (design targets, section 3). */
const most = 500_000;

/** Bundles that are larger, how large they may be, and why. */
const larger: Record<string, { bytes: number; because: string }> = {
  'make-report': {
    bytes: 1_550_000,
    because:
      'draws PDF and Excel, whose libraries take 1.1 MB; it works for an event, and nobody waits for it',
  },
  'get-certificate-document': {
    bytes: 1_350_000,
    because: 'draws PDF, whose library takes 1 MB; a certificate is printed once or twice in its life',
  },
};

const sizes = JSON.parse(readFileSync(join(root, '.build', 'bundles.json'), 'utf8')) as Record<
  string,
  number
>;
const specs = await functionSpecs();

describe('A bundle', () => {
  test('is there for every function', () => {
    expect(Object.keys(sizes).sort()).toEqual(specs.map(({ name }) => name).sort());
  });

  test.each(specs)('of $name is no larger than it may be', ({ name }) => {
    expect(sizes[name]).toBeLessThanOrEqual(larger[name]?.bytes ?? most);
  });

  test.each(Object.keys(larger))('of %s needs its exception', (name) => {
    expect(sizes[name]).toBeGreaterThan(most);
  });
});
