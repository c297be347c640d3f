import { isAfter, readCursor, writeCursor } from './cursor.ts';

interface Page<Item> {
  items: Item[];
  next?: string;
}

/** A place in such a list: region, then the place in its index, which begins with a station. */
const entry = /^reg_[A-Z0-9-]{2,20}\|(stn_[A-Z0-9-]{2,20}(#[\w#-]{1,180})?)?$/;

/**
 * Regions are read one after the other, each by its own index partition, until a page is full.
 * @param read reads so many entries of a region behind a place in it; hands out the next place where there is more
 */
export async function regionByRegion<Item>(
  regions: readonly string[],
  cursor: string | undefined,
  limit: number,
  read: (regionId: string, limit: number, after: string | undefined) => Promise<Page<Item>>,
): Promise<Page<Item>> {
  const [from, behind] = readCursor(cursor, isAfter(entry))?.after.split('|') ?? [];
  const items: Item[] = [];
  for (const regionId of regions) {
    if (from !== undefined && regionId < from) continue;
    if (items.length === limit) return { items, next: writeCursor({ after: `${regionId}|` }) };
    const page = await read(regionId, limit - items.length, (regionId === from && behind) || undefined);
    items.push(...page.items);
    if (page.next) return { items, next: writeCursor({ after: `${regionId}|${page.next}` }) };
  }
  return { items };
}
