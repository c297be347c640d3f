import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiOperations } from '../../infra/api-document.ts';
import { functionSpecs } from '../../infra/function-specs.ts';
import { type Action, may, type Resource, rights, type Subject } from '../../packages/domain/access/may.ts';
import { canonical, type Json } from '../../packages/domain/trail/canonical.ts';
import { type ListedStation, type ListStage, listStage } from '../support/list-stage.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';
import { cursorOf, wrongPlaces } from './fuzz-requests.ts';

/**
 * A cursor is a text that anybody can write, and that anybody may have from somebody else. Every route that takes one is
 * asked with those of others and with forged ones: it may choose where a list goes on, and never whose list it is. The
 * routes come out of the manifests, so a new list is asked the same, and fails here while the stage has nothing for it.
 */
const operations = await apiOperations(await functionSpecs());
const lists = operations.filter(({ input }) => 'cursor' in (input.query?.shape ?? {}));
type List = (typeof operations)[number];

interface Page {
  items: object[];
  next?: string;
  code?: string;
  fields?: { field: string }[];
}
interface Somebody extends Subject {
  /** The own station, or one of the own region. */
  at: ListedStation;
}

let running: RunningPlatform;
let stage: ListStage;
/** A master and a mechanic between two neighbours, the manager of their region, and HQ. */
let callers: Somebody[];
/** Cursors that were really given out, by list. */
const given = new Map<string, string[]>();

beforeAll(async () => {
  running = await runPlatform();
  stage = await listStage(running);
  const at = stage.stations[2];
  if (!at) throw new Error('no station has neighbours');
  const { stationId, regionId } = at;
  const self = async (subject: string) =>
    (await running.call<Subject & { role: Subject['role'] }>(subject, 'GET', '/v1/me')).body;
  const people = [stage.masterOf(stationId), stage.mechanicOf(stationId)];
  callers = [
    ...(await Promise.all(people.map(async (subject) => ({ ...(await self(subject)), subject, at })))),
    { subject: await running.managerOf(regionId), role: 'region-manager', regionId, at },
    { subject: 'hq', role: 'hq-network', at },
  ];
  // Whoever may see more, or other things: HQ, a neighbour, and the manager of another region.
  const [[, neighbour], foreign] = [stage.stations, stage.stations.at(-1)];
  const entitled = ['hq', stage.masterOf(neighbour?.stationId ?? '')];
  entitled.push(await running.managerOf(foreign?.regionId ?? ''));
  for (const list of lists) {
    const found = new Set<string>();
    for (const user of entitled)
      for (const address of addressesOf(list))
        for (const next of await nextOnes(user, address)) found.add(next);
    given.set(list.name, [...found]);
  }
});
afterAll(async () => {
  stage.end();
  await running.end();
});

/** Where a list is, for each thing that it may be of. */
function addressesOf({ path }: List): string[] {
  const of: Record<string, string[]> = {
    stationId: stage.stations.map(({ stationId }) => stationId),
    regionId: [...new Set(stage.stations.map(({ regionId }) => regionId))],
    ...Object.fromEntries(Object.entries(stage.there).map(([name, id]) => [name, [id]])),
  };
  return [...path.matchAll(/\{(\w+)\}/g)].reduce(
    (addresses, [place, name = '']) => {
      if (!of[name]) throw new Error(`the stage of lists has nothing for ${place} of ${path}`);
      return addresses.flatMap((address) => of[name]?.map((id) => address.replace(place, id)) ?? []);
    },
    [path],
  );
}

const ask = async (user: string, address: string, query: Record<string, string>) => {
  const answer = await running.call<Page>(user, 'GET', `${address}?${new URLSearchParams(query)}`);
  return { ...answer, text: JSON.stringify(answer.body) };
};

/** The cursors of somebody's list, one for every entry. */
async function nextOnes(user: string, address: string): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined; found.length < 12; ) {
    const { body } = await ask(user, address, { limit: '1', ...(cursor ? { cursor } : {}) });
    if (!body.next) break;
    cursor = body.next;
    found.push(cursor);
  }
  return found;
}

/** The table may hand out an item's fields in any order. */
const textOf = (item: object): string => canonical(item as Json);

/** Some of them, from the beginning to the end. */
const some = <One>(all: readonly One[], most: number): One[] =>
  all.length <= most
    ? [...all]
    : Array.from(
        { length: most },
        (_, at) => all[Math.floor((at * (all.length - 1)) / Math.max(most - 1, 1))] as One,
      );

const placeIn = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();

/** A place with its keys replaced by those of every station and region, and with keys that end early. */
function forgedFrom(cursor: string): string[] {
  const place = placeIn(cursor);
  const codes = stage.stations.map(({ words }) => words[0] ?? '');
  const anyOf = (texts: readonly string[]) => new RegExp(texts.join('|'), 'g');
  const regions = stage.stations.map(({ regionId }) => regionId);
  const replaced = stage.stations.flatMap(({ words: [code = ''], regionId }) => [
    place.replaceAll(anyOf(codes), code),
    place.replaceAll(anyOf(regions), regionId),
    place.replaceAll(anyOf(codes), code).replaceAll(anyOf(regions), regionId),
  ]);
  const cut = [...new Set([place, ...replaced])].flatMap((text) =>
    Object.entries(JSON.parse(text) as Record<string, unknown>).flatMap(([name, value]) =>
      typeof value === 'string'
        ? [...value.matchAll(/[#|]/g)].flatMap(({ index }) =>
            [value.slice(0, index), value.slice(0, index + 1)].map((begun) =>
              JSON.stringify({ ...JSON.parse(text), [name]: begun }),
            ),
          )
        : [0, 1, 3, 1e6].map((number) => JSON.stringify({ ...JSON.parse(text), [name]: number })),
    ),
  );
  return [...replaced, ...cut].map((text) => Buffer.from(text).toString('base64url'));
}

/** What a caller may be told by a list: nothing at all, nothing of this thing, or what is the own. */
function verdictOf({ action }: List, caller: Somebody, address: string): 'no' | 'hidden' | 'yes' {
  const resource: Resource = {};
  for (const { stationId, regionId } of stage.stations)
    if (address.includes(stationId)) Object.assign(resource, { stationId, regionId });
    else if (address.includes(regionId)) Object.assign(resource, { regionId });
  if (rights[caller.role][action as Action] === undefined) return 'no';
  return 'regionId' in resource ? may(caller, action as Action, resource) : 'yes';
}

/** Words of stations and regions that the caller has no right to. */
function secretsOf({ role, at }: Somebody): string[] {
  const foreign = stage.stations.filter(({ stationId, regionId }) =>
    role === 'hq-network'
      ? false
      : role === 'region-manager'
        ? regionId !== at.regionId
        : stationId !== at.stationId,
  );
  const regions = foreign.map(({ regionId }) => regionId).filter((regionId) => regionId !== at.regionId);
  return [...foreign.flatMap(({ words }) => words), ...regions];
}

/** Foreign words in what somebody was told, the place where the list goes on among it. */
const leaks = (caller: Somebody, { text, body }: Awaited<ReturnType<typeof ask>>): string[] => {
  const told = text + (body.next ? placeIn(body.next) : '');
  return secretsOf(caller).filter((secret) => told.includes(secret));
};

const known = new Map<string, ReturnType<typeof readList>>();
/** The own list from one end to the other; nothing changes it here. */
function wholeList(user: string, address: string): ReturnType<typeof readList> {
  const found = known.get(`${user} ${address}`) ?? readList(user, address);
  known.set(`${user} ${address}`, found);
  return found;
}

async function readList(user: string, address: string): Promise<{ own: Set<string>; leaks: string[] }> {
  const caller = callers.find(({ subject }) => subject === user) as Somebody;
  const own = new Set<string>();
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const answer = await ask(user, address, { limit: '99', ...(cursor ? { cursor } : {}) });
    expect([user, address, answer.status]).toEqual([user, address, 200]);
    for (const item of answer.body.items) own.add(textOf(item));
    found.push(...leaks(caller, answer));
    cursor = answer.body.next;
  } while (cursor);
  return { own, leaks: found };
}

/** Asks as somebody with every cursor, and holds each answer against the own list. */
async function holdsAgainst(
  list: List,
  caller: Somebody,
  address: string,
  cursors: readonly string[],
  filter: Record<string, string> = {},
): Promise<void> {
  const verdict = verdictOf(list, caller, address);
  const { own } = verdict === 'yes' ? await wholeList(caller.subject, address) : { own: new Set<string>() };
  for (const cursor of cursors) {
    const answer = await ask(caller.subject, address, { ...filter, cursor });
    const { status, body, headers } = answer;
    const wrong: string[] = leaks(caller, answer).map((secret) => `tells of ${secret}`);
    if (status === 200) {
      if (verdict !== 'yes') wrong.push('answers at all');
      const more = body.items.filter((item) => !own.has(textOf(item)));
      if (more.length > 0) wrong.push(`tells more than the own list: ${JSON.stringify(more[0])}`);
    } else if (status === 400) {
      if (verdict === 'no') wrong.push('looks at the input first');
      if (body.fields?.some(({ field }) => field !== 'cursor') ?? true) wrong.push(`blames ${answer.text}`);
      if (!headers.get('content-type')?.startsWith('application/problem+json')) wrong.push('is no problem');
    } else {
      const filtered = Object.keys(filter).length > 0;
      const expected = verdict === 'no' ? 403 : verdict === 'hidden' || filtered ? 404 : 200;
      if (status !== expected) wrong.push(`answers ${status} ${answer.text}`);
    }
    expect({ as: caller.subject, address, filter, place: placeIn(cursor), wrong }).toMatchObject({
      wrong: [],
    });
  }
}

describe.each(lists)('$method $path ($name)', (list) => {
  test('has something for everybody who may read it, and nothing of anybody else', async () => {
    // Without places that were given out there would be nothing to try.
    expect(given.get(list.name)?.length).toBeGreaterThan(1);
    for (const caller of callers)
      for (const address of addressesOf(list)) {
        if (verdictOf(list, caller, address) !== 'yes') continue;
        const { own, leaks: found } = await wholeList(caller.subject, address);
        expect([caller.subject, address, found]).toEqual([caller.subject, address, []]);
        // An inbox is the own, and a manager's may be empty.
        if (rights[caller.role][list.action as Action] === 'network' && caller.role !== 'hq-network')
          continue;
        expect([caller.subject, address, own.size > 0]).toEqual([caller.subject, address, true]);
      }
  });

  test('goes on for nobody in what is somebody else’s', async () => {
    const own = given.get(list.name) ?? [];
    const others = lists.flatMap(({ name }) => (name === list.name ? [] : some(given.get(name) ?? [], 1)));
    const forged = some(own, 2).flatMap(forgedFrom);
    const all = [...new Set([...some(own, 8), ...forged, ...others, ...wrongPlaces.map(cursorOf)])];
    for (const caller of callers)
      for (const address of addressesOf(list)) {
        const verdict = verdictOf(list, caller, address);
        if (verdict === 'no' && address !== addressesOf(list)[0]) continue;
        // Whoever is refused is refused before the cursor is looked at.
        await holdsAgainst(list, caller, address, verdict === 'yes' ? all : some(all, 5));
      }
  });
});

const kept = ['stationId', 'regionId'] as const;
const namesOf = ({ input }: List) => kept.filter((name) => name in (input.query?.shape ?? {}));

describe.each(operations.filter((one) => one.method === 'GET' && namesOf(one).length > 0))(
  '$method $path ($name)',
  (list) => {
    test('is nobody else’s either when it is asked for by station or region', async () => {
      const cursors = some(given.get(list.name) ?? [], 3);
      const filters = namesOf(list).flatMap((name) =>
        [...new Set(stage.stations.map((station) => station[name]))].map((id) => ({ [name]: id })),
      );
      for (const caller of callers)
        for (const address of addressesOf(list))
          for (const filter of filters) {
            const answer = await ask(caller.subject, address, filter);
            expect([200, 403, 404]).toContain(answer.status);
            expect([caller.subject, address, filter, leaks(caller, answer)]).toEqual([
              ...[caller.subject, address, filter],
              [],
            ]);
            if (cursors.length > 0) await holdsAgainst(list, caller, address, cursors, filter);
          }
    });
  },
);
