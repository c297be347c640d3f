import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { manifest } from '../../../functions/trail/enter-changes/manifest.ts';
import { wordsIn } from '../../../packages/cli/messages.ts';
import { factTypes } from '../../../packages/domain/compliance/touched-stations.ts';
import {
  notTrailed,
  type Trailed,
  type TrailedType,
  trailed,
} from '../../../packages/domain/trail/trailed.ts';
import { compilePattern } from '../../../packages/local/events/pattern.ts';
import type * as items from '../../../packages/table/items.ts';

const table = fileURLToPath(new URL('../../../packages/table', import.meta.url));
/** Every type of item that the table's shapes and stores name. */
const types = new Set(
  ['items.ts', ...globSync('*-items.ts', { cwd: table }), ...globSync('stores/*.ts', { cwd: table })].flatMap(
    (file) =>
      [...readFileSync(`${table}/${file}`, 'utf8').matchAll(/\btype: '([a-z-]+)'/g)].map(
        (match) => match[1] ?? '',
      ),
  ),
);
const specs = Object.entries<Trailed>(trailed);
const filters = manifest.trigger.filters.map((filter) =>
  compilePattern(JSON.parse(JSON.stringify(filter)) as never),
);
const passes = (record: object) => filters.some((filter) => filter(record as never));

describe('Every type of item', () => {
  test('is found in the shapes and the stores', () => {
    expect([...types]).toEqual(
      expect.arrayContaining(['audit', 'campaign', 'current-edition', 'trail', 'anchor']),
    );
  });

  test.each([...types])('%s is trailed, or it is said why not', (type) => {
    expect([type in trailed, type in notTrailed].filter(Boolean)).toHaveLength(1);
  });

  test.each(specs)('%s that is trailed has a word in both languages', (type) => {
    for (const language of ['zh', 'en'] as const)
      expect(wordsIn(language)(`kind.${type as TrailedType}`)).toMatch(/\S/);
  });

  test('that is not trailed has a reason', () => {
    for (const reason of Object.values(notTrailed)) expect(reason.length).toBeGreaterThan(15);
  });
});

describe('The filter of the stream', () => {
  const image = (type: string) => ({ type: { S: type } });

  test.each(specs)('lets every change of %s through', (type) => {
    for (const eventName of ['INSERT', 'MODIFY'])
      expect(passes({ eventName, dynamodb: { NewImage: image(type) } })).toBe(true);
    expect(passes({ eventName: 'REMOVE', dynamodb: { OldImage: image(type) } })).toBe(true);
  });

  test.each(Object.keys(factTypes))('lets every change of %s through, for the facts', (type) => {
    expect(passes({ eventName: 'MODIFY', dynamodb: { NewImage: image(type) } })).toBe(true);
  });

  test('holds back what is not trailed', () => {
    // What facts of stations are made of is heard all the same.
    for (const type of Object.keys(notTrailed).filter((name) => !Object.hasOwn(factTypes, name)))
      for (const record of [
        { eventName: 'INSERT', dynamodb: { NewImage: image(type) } },
        { eventName: 'REMOVE', dynamodb: { OldImage: image(type) } },
      ])
        expect([type, passes(record)]).toEqual([type, false]);
  });
});

describe('What is shown', () => {
  test('is an attribute that the item has', () => {
    type Fields<Type extends TrailedType> = keyof (typeof trailed)[Type]['fields'];
    // A field that the shape lost, or never had, does not compile.
    const person: Record<Fields<'person'>, unknown> = {} as Required<items.PersonItem>;
    const roster: Record<Fields<'roster'>, unknown> = {} as Required<items.RosterItem>;
    const station: Record<Fields<'station'>, unknown> = {} as Required<items.StationItem>;
    const subject: Record<Fields<'subject'>, unknown> = {} as Required<items.SubjectItem>;
    const edition: Record<Fields<'edition'>, unknown> = {} as Required<items.EditionItem>;
    const refusal: Record<Fields<'refusal'>, unknown> = {} as Required<items.RefusalItem>;
    const audit: Record<Fields<'audit'>, unknown> = {} as Required<items.AuditItem>;
    const review: Record<Fields<'review'>, unknown> = {} as Required<items.ReviewItem>;
    const appeal: Record<Fields<'appeal'>, unknown> = {} as Required<items.AppealItem>;
    const campaign: Record<Fields<'campaign'>, unknown> = {} as Required<items.CampaignItem>;
    expect([
      person,
      roster,
      station,
      subject,
      edition,
      refusal,
      audit,
      review,
      appeal,
      campaign,
    ]).toHaveLength(10);
  });

  test('is never a name, a phone or a day of hire of a person', () => {
    for (const [type, { fields }] of specs)
      for (const field of ['phone', 'hiredOn', 'login'])
        expect([type, fields[field] ?? 'personal']).toEqual([type, 'personal']);
    expect(trailed.person.fields.name).toBe('personal');
  });
});
