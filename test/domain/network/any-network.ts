import * as fc from 'fast-check';
import type { RegionRecord, StationDocument } from '../../../packages/domain/network/read-network.ts';

export const positions = ['SM', 'SVM', 'SA', 'MT', 'QI', 'GA', 'TD'];

/** Names as people write them, with everything that CSV finds hard except line breaks. */
const name = fc
  .array(fc.constantFrom(...'王小明济南顺达汽车服务有限公司,"\';=+-@ ()·。😀𠮷éA1|'), {
    minLength: 1,
    maxLength: 24,
  })
  .map((letters) => letters.join('').trim())
  .filter((text) => text !== '');
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const month = fc.tuple(fc.integer({ min: 2020, max: 2030 }), fc.integer({ min: 1, max: 12 }));

const shape = fc.record({
  name,
  province: name,
  city: name,
  region: fc.nat(2),
  repairClass: fc.constantFrom('I' as const, 'II' as const, 'III' as const),
  nev: fc.boolean(),
  openedOn: day,
  floors: fc.dictionary(fc.constantFrom(...positions), fc.integer({ min: 1, max: 99 }), {
    noNullPrototype: true,
  }),
  outsourced: fc.subarray([...positions].sort()),
  intake: fc.uniqueArray(fc.record({ month, visits: fc.integer({ min: 0, max: 20_000 }) }), {
    selector: (i) => i.month.join('-'),
    maxLength: 5,
  }),
  people: fc.array(
    fc.record({
      name,
      phone: fc.integer({ min: 0, max: 999_999_999 }).map((n) => `13${String(n).padStart(9, '0')}`),
      hiredOn: day,
      login: fc.boolean(),
      posts: fc.uniqueArray(
        fc.record({ position: fc.constantFrom(...positions), since: day, acting: fc.boolean() }),
        { selector: (post) => post.position, maxLength: 3 },
      ),
    }),
    { maxLength: 5 },
  ),
});

const order =
  <Key extends string>(key: Key) =>
  (a: Record<Key, string>, b: Record<Key, string>) =>
    a[key] < b[key] ? -1 : 1;

/** Any network without problems, sorted as `readNetwork` sorts it. */
export const anyNetwork = fc
  .tuple(
    fc.array(fc.tuple(name, name), { minLength: 3, maxLength: 3 }),
    fc.array(shape, { minLength: 1, maxLength: 4 }),
  )
  .map(([regionNames, shapes]): { regions: RegionRecord[]; stations: StationDocument[] } => ({
    regions: regionNames.map(([zh, en], i) => ({ regionId: `reg_R${i}`, name: { zh, en } })),
    stations: shapes.map(({ region, people, intake, floors, outsourced, ...facts }, s) => {
      const persons = people.map((person, p) => ({ ...person, code: `P-${s}-${p}` }));
      return {
        stationId: `stn_SD-JN-00${s}`,
        code: `SD-JN-00${s}`,
        ...facts,
        ...(Object.keys(floors).length > 0 ? { localFloors: floors } : {}),
        ...(outsourced.length > 0 ? { outsourced } : {}),
        regionId: `reg_R${region}`,
        intake: intake
          .map((i) => ({ month: `${i.month[0]}-${String(i.month[1]).padStart(2, '0')}`, visits: i.visits }))
          .sort(order('month')),
        people: persons.map(({ code, name, phone, hiredOn, login }) => ({
          personId: `per_${code}`,
          code,
          name,
          phone,
          hiredOn,
          ...(login ? { login: `u.${code.toLowerCase()}` } : {}),
        })),
        assignments: persons.flatMap(({ code, posts }) =>
          posts.map((post) => ({ personId: `per_${code}`, ...post })).sort(order('position')),
        ),
      };
    }),
  }));
