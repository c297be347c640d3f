import { canonical, digestOf, type Json } from './canonical.ts';
import { type Change, type Fact, networkChain } from './chain.ts';
import { type Showing, trailedAs } from './trailed.ts';

/** An item as the stream tells it. */
export type Image = Readonly<Record<string, unknown>>;

/** A change of the table, before and after. */
export interface TableChange {
  event: string;
  before: Image | undefined;
  after: Image | undefined;
  /** When the table took it: the fallback for items that do not say when. */
  writtenAt: string;
}

/** Longer values stand as their digest, and longer lists too, so that an entry can be read. */
const longest = 400;
const longestList = 4000;

/** The chain and the fact that a change means; null when nothing of it is trailed. */
export function readChange({
  event,
  before,
  after,
  writtenAt,
}: TableChange): { chain: string; fact: Fact } | null {
  const item = after ?? before;
  const spec = trailedAs(item?.type);
  if (!item || !spec) return null;
  const changes = Object.entries(spec.fields).flatMap(([field, showing]) =>
    changesOf(field, showing, plain(before?.[field]), plain(after?.[field])),
  );
  if (changes.length === 0) return null;
  const named = (name: string | undefined) => (name === undefined ? undefined : text(item[name]));
  const begun = before === undefined ? spec.begun : undefined;
  // An item that was removed tells who changed it last, and not who removed it.
  const by = after && (text(after.changedBy) ?? named(begun?.by) ?? spec.otherwise);
  const at = after && (text(after.changedAt) ?? named(begun?.at));
  const station = spec.chain === 'station' ? text(item.stationId) : undefined;
  return {
    chain: station ?? networkChain,
    fact: {
      at: at ?? writtenAt,
      by: by ?? null,
      object: { kind: String(item.type), id: spec.id.map((name) => text(item[name])).find(Boolean) ?? '' },
      what: before === undefined ? 'created' : after === undefined ? 'removed' : 'changed',
      changes,
      event,
    },
  };
}

/** @param within true for a value of a map: maps are compared key by key, and what stands in them as a whole */
function changesOf(field: string, showing: Showing, old: Json, now: Json, within = false): Change[] {
  if (canonical(old) === canonical(now)) return [];
  if (showing === 'personal') return [{ field, personal: true }];
  if (typeof showing === 'object')
    return changesOf(field, 'shown', digested(old, showing.texts), digested(now, showing.texts));
  if (!within && (isMap(old) || isMap(now))) {
    const [one, other] = [isMap(old) ? old : {}, isMap(now) ? now : {}];
    return [...new Set([...Object.keys(one), ...Object.keys(other)])]
      .sort()
      .flatMap((key) => changesOf(`${field}.${key}`, showing, one[key] ?? null, other[key] ?? null, true));
  }
  if (showing === 'text') return [{ field, old: digest(old), new: digest(now) }];
  if (Array.isArray(old) || Array.isArray(now)) {
    const [one, other] = [list(old), list(now)];
    const [gone, come] = [without(one, other), without(other, one)];
    return gone.length + come.length === 0 ? [] : [{ field, old: shortList(gone), new: shortList(come) }];
  }
  return [{ field, old: short(old), new: short(now) }];
}

const digest = (value: Json): Json => (value === null ? null : digestOf(value));
const short = (value: Json): Json => (canonical(value).length > longest ? digestOf(value) : value);
const shortList = (values: readonly Json[]): Json =>
  canonical(values).length > longestList ? digestOf(values) : values.map(short);
const list = (value: Json): readonly Json[] => (Array.isArray(value) ? value : value === null ? [] : [value]);
const isMap = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value with the texts of these names in it as digests, however deep. */
function digested(value: Json, texts: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((part) => digested(part, texts));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      texts.includes(key) ? digest(part) : digested(part, texts),
    ]),
  );
}

/** What of a list is not in the other one, each as often as it is missing there. */
function without(values: readonly Json[], others: readonly Json[]): Json[] {
  const left = others.map(canonical);
  return values.filter((value) => {
    const place = left.indexOf(canonical(value));
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

/** A value of the table as JSON: a set becomes a sorted list, what is not there null. */
function plain(value: unknown): Json {
  if (value === null || value === undefined) return null;
  if (value instanceof Set)
    return [...value].map(plain).sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value);
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
