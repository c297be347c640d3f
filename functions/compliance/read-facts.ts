import { nextDesk } from '../../packages/domain/audit/correction-desks.ts';
import { currentDue } from '../../packages/domain/audit/correction-dues.ts';
import { localDate, type WorkingDays } from '../../packages/domain/calendar.ts';
import { nextOf } from '../../packages/domain/certification/certification-dues.ts';
import type { Clock } from '../../packages/domain/clock.ts';
import type { FactCertificate, StationFacts } from '../../packages/domain/compliance/station-facts.ts';
import type { Changed, FactPart } from '../../packages/domain/compliance/touched-stations.ts';
import { dutyFacts, earlierEnds, lookedBackTo } from '../../packages/domain/duty/duty-facts.ts';
import { personOfOnboarding } from '../../packages/domain/ids.ts';
import { openParts } from '../../packages/domain/onboarding/onboarding-dues.ts';
import { shardOf } from '../../packages/domain/shards.ts';
import { holdersOf, isHolderOn } from '../../packages/domain/staffing/acting.ts';
import type { AuditItem, NonconformityItem, StationItem } from '../../packages/table/items.ts';
import type { CertificateItem } from '../../packages/table/people-items.ts';
import type { AuditStore } from '../../packages/table/stores/audit-store.ts';
import type { DutyStore } from '../../packages/table/stores/duty-store.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { FindingStore } from '../../packages/table/stores/finding-store.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';
import type { NonconformityStore } from '../../packages/table/stores/nonconformity-store.ts';
import type { PersonStore, Way } from '../../packages/table/stores/person-store.ts';

export interface FactPorts {
  network: NetworkStore;
  persons: PersonStore;
  nonconformities: NonconformityStore;
  audits: AuditStore;
  editions: EditionStore;
  findings: FindingStore;
  duties: DutyStore;
  clock: Clock;
  calendar: WorkingDays;
}

/** More than a station has of anything that is open. */
const all = 1_000;
/** Audits of a station that can be open at once, and the newest come first. */
const newestAudits = 5;

/**
 * What the rules look at, as the table has it now; null for a station that is not there (any more).
 * @param known what was known before, of which only what has changed is read anew; null reads everything
 */
export async function readFacts(
  ports: FactPorts,
  stationId: string,
  known: StationFacts | null,
  changed: Changed | undefined,
): Promise<StationFacts | null> {
  const { network, persons, nonconformities, audits, findings } = ports;
  const wanted = (part: FactPart) => (known === null || changed === undefined ? 'whole' : changed[part]);
  const station = wanted('seats') ? await network.station(stationId) : null;
  if (wanted('seats') && station?.regionId === undefined) return null;
  // Everything is listed by region: whoever moved is read whole.
  if (station && known && station.regionId !== known.regionId)
    return readFacts(ports, stationId, null, changed);
  const regionId = station?.regionId ?? known?.regionId ?? '';
  const before = known ?? nothingKnown(stationId, regionId);
  const [roster, certificates, ways, corrections, audited, lost] = await Promise.all([
    station ? network.roster(stationId) : null,
    wanted('certificates') ? persons.certificatesIn(regionId, { stationId, limit: all }) : null,
    readPart(stationId, before.ways, wanted('ways'), {
      list: waysOfStation,
      read: (id): Promise<Way | null> =>
        personOfOnboarding(id) === null ? persons.certification(id) : persons.onboarding(id),
      factsOf: (items) => waysOf(ports, items),
    }),
    readPart(stationId, before.corrections, wanted('corrections'), {
      list: () => nonconformities.nonconformitiesOfStation(stationId),
      read: (id) => nonconformities.nonconformity(id),
      factsOf: (items) => correctionsOf(ports, items),
    }),
    readPart(stationId, before.audits, wanted('audits'), {
      list: async () => (await audits.auditsOfStation(stationId, newestAudits)).items,
      read: (id) => audits.audit(id),
      factsOf: auditsOf,
    }),
    wanted('lost-waits') ? findings.findingsAt(shardOf(stationId)) : null,
  ]);
  const holders = station ? (roster ? holdersOf(roster) : []) : before.holders;
  return {
    ...before,
    ...(station ? seatsOf(station) : {}),
    holders,
    ...(certificates ? { certificates: certificates.items.map(factOfCertificate) } : {}),
    ways,
    corrections,
    audits: audited,
    ...(lost
      ? {
          lostWaits: lost
            .filter((one) => one.stationId === stationId && one.status === 'open')
            .map(({ of, kind, owner }) => ({ of, kind, owner })),
        }
      : {}),
    // Who holds what decides which duties are owed, where any are.
    ...(wanted('duties') || (station && before.dutiesFrom !== undefined)
      ? await dutiesOf(ports, stationId, holders)
      : {}),
  };

  async function waysOfStation(): Promise<Way[]> {
    const lists = await Promise.all([
      persons.ways(regionId, stationId, all),
      persons.waysAtHq(regionId, stationId, all),
    ]);
    return lists.flatMap(({ items }) => items);
  }
}

/** Where the items of a part come from, and what they are to the rules. */
interface PartSource<Item, Fact> {
  list(): Promise<Item[]>;
  read(id: string): Promise<Item | null>;
  factsOf(items: readonly Item[]): Fact[] | Promise<Fact[]>;
}

/** A part with what was read of it; an item that has changed may be over by now, or another station's. */
async function readPart<Item extends { stationId: string }, Fact extends { id: string }>(
  stationId: string,
  before: Fact[],
  wanted: Changed[FactPart],
  { list, read, factsOf }: PartSource<Item, Fact>,
): Promise<Fact[]> {
  if (wanted === undefined) return before;
  const isWhole = wanted === 'whole';
  const items = isWhole ? await list() : await Promise.all(wanted.map(read));
  const own = items.flatMap((item) => (item?.stationId === stationId ? [item] : []));
  const others = isWhole ? [] : before.filter(({ id }) => !wanted.includes(id));
  return [...others, ...(await factsOf(own))].sort((one, other) => (one.id < other.id ? -1 : 1));
}

const nothingKnown = (stationId: string, regionId: string): StationFacts => ({
  stationId,
  regionId,
  repairClass: 'III',
  nev: false,
  intake: {},
  holders: [],
  certificates: [],
  ways: [],
  corrections: [],
  audits: [],
  lostWaits: [],
  duties: {},
});

const auditsOf = (audits: readonly AuditItem[]): StationFacts['audits'] =>
  audits
    .filter(({ status, pending, mode }) => status === 'answering' && pending && mode !== 'on-site')
    .map(({ auditId, dueAt }) => ({ id: auditId, due: localDate(Date.parse(dueAt)) }));

const seatsOf = ({ regionId, repairClass, nev, intake, localFloors, outsourced }: StationItem) => ({
  regionId,
  repairClass,
  nev,
  intake,
  localFloors: localFloors ?? {},
  outsourced: outsourced ?? [],
});

async function dutiesOf(
  { duties, editions, calendar, clock }: FactPorts,
  stationId: string,
  holders: StationFacts['holders'],
): Promise<Pick<StationFacts, 'duties' | 'dutiesFrom'>> {
  const now = clock.now();
  const [recorded, edition] = await Promise.all([
    duties.ofStation(stationId, lookedBackTo(now)),
    editions.currentEdition(),
  ]);
  const { from } = recorded;
  if (from === undefined) return { duties: {} };
  const owed = edition === null ? null : await editions.editionDuties(edition);
  if (!owed) return { duties: {}, dutiesFrom: from };
  const earlier = await duties.dutyRecordsEnding(stationId, earlierEnds(owed.duties, from, now, calendar));
  const kept = { ...recorded, records: [...earlier, ...recorded.records] };
  // As the calendar has it: who acts no more owes nothing, and nothing is owed for them.
  const there = holders.filter((holder) => isHolderOn(holder, localDate(now)));
  return { duties: dutyFacts(kept, { ...owed, holders: there, calendar, now }), dutiesFrom: from };
}

function factOfCertificate(certificate: CertificateItem): FactCertificate {
  const { personId, position, authorisation, validUntil, suspended, statutory } = certificate;
  const [statutoryUntil] = [statutory?.validUntil, statutory?.reviewBy]
    .filter((date) => date !== undefined)
    .sort();
  return {
    personId,
    position,
    validUntil,
    ...(authorisation === undefined ? {} : { authorisation }),
    ...(suspended ? { suspended: true } : {}),
    ...(statutoryUntil === undefined ? {} : { statutoryUntil }),
  };
}

async function waysOf(
  { editions, calendar }: FactPorts,
  ways: readonly Way[],
): Promise<StationFacts['ways']> {
  const facts: StationFacts['ways'] = [];
  for (const way of ways) {
    if (way.type === 'hand-over') {
      const { handOverId: id, personId, positions, dueOn } = way;
      const position = positions[0] ?? '';
      facts.push({ id, personId, position, part: 'hand-over', due: dueOn, owner: 'line-manager' });
      continue;
    }
    const rules = await editions.pathRules(way.edition, way.position);
    if (!rules) continue;
    const { personId, position } = way;
    if (way.type === 'onboarding') {
      const [first] = openParts(rules, way, calendar);
      const owner = first?.owners[0];
      if (way.status !== 'open' || !first || owner === undefined) continue;
      facts.push({ id: way.onboardingId, personId, position, part: first.id, due: first.due, owner });
    } else {
      // Facts say nothing that time alone changes: that days for retakes have passed counts from the next look on.
      const next = nextOf(rules, way, 0);
      if (next)
        facts.push({
          id: way.certificationId,
          personId,
          position,
          part: next.step,
          due: next.due,
          owner: next.owner,
        });
    }
  }
  return facts;
}

async function correctionsOf(
  { editions }: FactPorts,
  found: readonly NonconformityItem[],
): Promise<StationFacts['corrections']> {
  const facts: StationFacts['corrections'] = [];
  for (const nonconformity of found) {
    const due = currentDue(nonconformity);
    if (!due) continue;
    const rules = await editions.editionRules(nonconformity.edition);
    if (!rules) continue;
    const { desk } = nextDesk(rules.correction, nonconformity);
    const { nonconformityId: id, severity, position } = nonconformity;
    // The effect is checked by whoever may; until then nobody is late.
    const owner = desk === 'owner' ? position : desk === 'hq' ? 'hq-network' : desk;
    facts.push({ id, due: due.on, severity, owner });
  }
  return facts;
}
