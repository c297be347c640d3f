import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { regionByRegion } from '../../packages/contracts/region-pages.ts';

describe('A list that goes region by region', () => {
  test('has every entry once and in order, whatever the size of its pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 6 }),
        async (sizes, limit) => {
          const regions = sizes.map((_, at) => `reg_R${at}`);
          const entries = (region: string) =>
            Array.from(
              { length: sizes[regions.indexOf(region)] ?? 0 },
              (_, at) => `stn_${region.slice(4)}#${at}`,
            );
          // As a query of the table: it may say that there is more where nothing follows.
          const read = async (region: string, most: number, after: string | undefined) => {
            const rest = entries(region).filter((entry) => after === undefined || entry > after);
            const items = rest.slice(0, most);
            const last = items.at(-1);
            return { items, ...(items.length === most && last ? { next: last } : {}) };
          };
          const found: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await regionByRegion(regions, cursor, limit, read);
            expect(page.items.length).toBeLessThanOrEqual(limit);
            found.push(...page.items);
            cursor = page.next;
          } while (cursor);
          expect(found).toEqual(regions.flatMap(entries));
        },
      ),
      { numRuns: 50 },
    );
  });
});
