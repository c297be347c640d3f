import { PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { StandIn } from '../../domain/access/acting-subject.ts';
import { roleOfHolder } from '../../domain/access/role-of-holder.ts';
import { localDate } from '../../domain/calendar.ts';
import { type AssessorGaps, assessorGaps } from '../../domain/certification/stand-in.ts';
import type { StationDocument } from '../../domain/network/read-network.ts';
import { type Acting, actingAfter, actingHeads, actsAs } from '../../domain/staffing/acting.ts';
import { heldSeats } from '../../domain/staffing/held-seats.ts';
import { type IntakeReport, intakeOfImport } from '../../domain/staffing/intake.ts';
import type {
  AbsenceItem,
  GivenItem,
  PersonItem,
  RegionItem,
  RosterItem,
  StationItem,
  SubjectItem,
} from '../items.ts';
import { keys, secondIndex, tableIndex } from '../keys.ts';
import { getItem, getItems, prefixed, queryAll, tried } from '../requests.ts';
import { failedConditions, isConditionFailure, type Table } from '../table.ts';

/** DynamoDB's limit; a station is imported in one transaction, so it is also the limit of a station's changes. */
const writesOfTransaction = 100;

export type NetworkStore = ReturnType<typeof networkStore>;

/** Who changes something, and when. */
export interface Changed {
  changedBy: string;
  changedAt: string;
}

export interface Page<Item> {
  items: Item[];
  next?: string;
}

export function networkStore(table: Table) {
  /** A map has to be there before something is put into it. */
  async function prepareMap(login: string, name: 'standIns' | 'actsAs'): Promise<void> {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keys.subject(login),
        UpdateExpression: 'SET #map = if_not_exists(#map, :none)',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#map': name },
        ExpressionAttributeValues: { ':none': {} },
      }),
    );
  }

  const stationsByIds = (ids: readonly string[]) => getItems<StationItem>(table, ids.map(keys.station));

  return {
    allRegions: () => queryAll<RegionItem>(table, keys.regions().pk),

    station: (stationId: string, consistent = false): Promise<StationItem | null> =>
      getItem(table, keys.station(stationId), consistent),

    /** Raw items: a damaged one must reach the caller, who reports it. */
    stationsOfShard: (shard: number) => queryAll<Partial<StationItem>>(table, keys.shard(shard).pk),

    /** About how many stations the network has, from the size of one shard (one query). */
    async estimateStations(shard: number): Promise<number> {
      const page = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': keys.shard(shard).pk },
          Select: 'COUNT',
        }),
      );
      return page.Count ?? 0;
    },

    /** Which of these stations exist. */
    async existingStations(ids: readonly string[]): Promise<Set<string>> {
      return new Set((await stationsByIds([...new Set(ids)])).map((station) => station.stationId));
    },

    /** A page of the stations of a region, by station id. */
    async stationsOfRegion(regionId: string, limit: number, after?: string): Promise<Page<StationItem>> {
      const page = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: tableIndex,
          KeyConditionExpression: after ? 'gsi1pk = :pk AND gsi1sk > :after' : 'gsi1pk = :pk',
          ExpressionAttributeValues: { ':pk': `REGION#${regionId}`, ...(after ? { ':after': after } : {}) },
          Limit: limit,
        }),
      );
      const ids = (page.Items ?? []).map((item) => item.gsi1sk as string);
      const items = await stationsByIds(ids);
      const last = ids.at(-1);
      return { items, ...(page.LastEvaluatedKey && last ? { next: last } : {}) };
    },

    /** Stations of a region where HQ may have to assess in the stead of somebody who is missing. */
    async stationsWithoutAssessor(regionId: string): Promise<StationItem[]> {
      const ids: string[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await table.client.send(
          new QueryCommand({
            TableName: table.name,
            IndexName: secondIndex,
            KeyConditionExpression: 'gsi2pk = :pk',
            ExpressionAttributeValues: { ':pk': keys.withoutAssessorIndex(regionId, '').gsi2pk },
            ExclusiveStartKey: start,
          }),
        );
        ids.push(...(page.Items ?? []).map((item) => item.gsi2sk as string));
        start = page.LastEvaluatedKey;
      } while (start);
      return stationsByIds(ids);
    },

    roster: (stationId: string, consistent = false): Promise<RosterItem | null> =>
      getItem(table, keys.roster(stationId), consistent),

    peopleOfStation(stationId: string): Promise<PersonItem[]> {
      const { pk, skPrefix } = keys.people(stationId);
      return queryAll(table, pk, { skPrefix });
    },

    person: (stationId: string, personId: string): Promise<PersonItem | null> =>
      getItem(table, keys.person(stationId, personId)),

    absencesOfStation(stationId: string): Promise<AbsenceItem[]> {
      const { pk, skPrefix } = keys.absences(stationId);
      return queryAll(table, pk, { skPrefix });
    },

    givenToStation(stationId: string): Promise<GivenItem[]> {
      const { pk, skPrefix } = keys.givenTo(stationId);
      return queryAll(table, pk, { skPrefix });
    },

    /** Lets the person's station find what was given to one of its people elsewhere. */
    async saveGiven(stationId: string, given: Omit<GivenItem, 'type' | 'v'>): Promise<void> {
      await table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: { ...keys.given(stationId, given.auditId, given.position), type: 'given', v: 1, ...given },
        }),
      );
    },

    /**
     * Keeps the figure of a month, unless a later report of it is known.
     * @param forgotten months that make room for it
     * @returns whether it counts
     */
    async saveIntake(
      stationId: string,
      { month, visits, at }: IntakeReport,
      forgotten: readonly string[],
      changed: Changed,
    ): Promise<boolean> {
      const Key = keys.station(stationId);
      await tried(() =>
        table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key,
            UpdateExpression: 'SET intakeAt = :none',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(intakeAt)',
            ExpressionAttributeValues: { ':none': {} },
          }),
        ),
      );
      const old = forgotten.flatMap((_, n) => [`intake.#old${n}`, `intakeAt.#old${n}`]);
      return await tried(() =>
        table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key,
            UpdateExpression: [
              'SET intake.#month = :visits, intakeAt.#month = :at, changedBy = :changedBy, changedAt = :changedAt',
              ...(old.length > 0 ? [`REMOVE ${old.join(', ')}`] : []),
            ].join(' '),
            ConditionExpression:
              'attribute_exists(pk) AND (attribute_not_exists(intakeAt.#month) OR intakeAt.#month < :at OR (intakeAt.#month = :at AND intake.#month < :visits))',
            ExpressionAttributeNames: {
              '#month': month,
              ...Object.fromEntries(forgotten.map((name, n) => [`#old${n}`, name])),
            },
            ExpressionAttributeValues: { ':visits': visits, ':at': at, ...prefixed(changed) },
          }),
        ),
      );
    },

    /**
     * Keeps an absence and lets the deputy stand in, in one transaction; a former deputy no longer does.
     * @returns false when a login is not there (any more)
     */
    async saveAbsence(
      absence: Omit<AbsenceItem, 'type' | 'v'>,
      deputyLogin: string,
      standIn: Omit<StandIn, 'personId'>,
      formerLogin: string | null,
    ): Promise<boolean> {
      const { stationId, personId } = absence;
      const update = (login: string, UpdateExpression: string, values?: object) => ({
        Update: {
          TableName: table.name,
          Key: keys.subject(login),
          UpdateExpression,
          ConditionExpression: 'attribute_exists(standIns)',
          ExpressionAttributeNames: { '#person': personId },
          ...(values ? { ExpressionAttributeValues: { ...values } } : {}),
        },
      });
      try {
        await prepareMap(deputyLogin, 'standIns');
        await table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName: table.name,
                  Item: { ...keys.absence(stationId, personId), type: 'absence', v: 1, ...absence },
                },
              },
              update(deputyLogin, 'SET standIns.#person = :standIn', { ':standIn': standIn }),
              ...(formerLogin && formerLogin !== deputyLogin
                ? [update(formerLogin, 'REMOVE standIns.#person')]
                : []),
            ],
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    /**
     * Keeps who acts in which vacant position, and lets the person do its work for those days, in one transaction.
     * @param login of the person; null = has none, so there is no access to change
     * @returns false when the roster was changed meanwhile, or the login is gone
     */
    async saveActing(
      { stationId, changedAt }: RosterItem,
      acting: readonly Acting[],
      { personId, position, from, until }: Acting,
      login: string | null,
      changed: Changed,
    ): Promise<boolean> {
      const TableName = table.name;
      const access = login && {
        Update: {
          TableName,
          Key: keys.subject(login),
          UpdateExpression: 'SET actsAs.#position = :days, changedBy = :changedBy, changedAt = :changedAt',
          ConditionExpression: 'attribute_exists(actsAs) AND personId = :person',
          ExpressionAttributeNames: { '#position': position },
          ExpressionAttributeValues: {
            ':days': { from, to: until },
            ':person': personId,
            ...prefixed(changed),
          },
        },
      };
      return await tried(async () => {
        if (login) await prepareMap(login, 'actsAs');
        await table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Update: {
                  TableName,
                  Key: keys.roster(stationId),
                  UpdateExpression: 'SET acting = :acting, changedBy = :changedBy, changedAt = :changedAt',
                  ConditionExpression: 'changedAt = :before',
                  ExpressionAttributeValues: {
                    ':acting': acting,
                    ':before': changedAt,
                    ...prefixed(changed),
                  },
                },
              },
              ...(access ? [access] : []),
            ],
          }),
        );
      });
    },

    /**
     * Keeps where HQ assesses in the stead of a station, as a roster says it.
     * @returns false when the roster has changed since
     */
    saveAssessorGaps: (
      { stationId, regionId }: Pick<StationItem, 'stationId' | 'regionId'>,
      gaps: AssessorGaps | null,
      roster: RosterItem,
    ): Promise<boolean> => {
      const { gsi2pk, gsi2sk } = keys.withoutAssessorIndex(regionId, stationId);
      return tried(() =>
        table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                ConditionCheck: {
                  TableName: table.name,
                  Key: keys.roster(stationId),
                  ...(roster.changedAt === undefined
                    ? { ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(changedAt)' }
                    : {
                        ConditionExpression: 'changedAt = :before',
                        ExpressionAttributeValues: { ':before': roster.changedAt },
                      }),
                },
              },
              {
                Update: {
                  TableName: table.name,
                  Key: keys.station(stationId),
                  ConditionExpression: 'regionId = :region',
                  ...(gaps
                    ? {
                        UpdateExpression: 'SET assessorGaps = :gaps, gsi2pk = :gsi2pk, gsi2sk = :gsi2sk',
                        ExpressionAttributeValues: {
                          ...{ ':region': regionId, ':gaps': gaps },
                          ...{ ':gsi2pk': gsi2pk, ':gsi2sk': gsi2sk },
                        },
                      }
                    : {
                        UpdateExpression: 'REMOVE assessorGaps, gsi2pk, gsi2sk',
                        ExpressionAttributeValues: { ':region': regionId },
                      }),
                },
              },
            ],
          }),
        ),
      );
    },

    async saveRegion(region: Omit<RegionItem, 'type' | 'v'>, changed: Changed): Promise<void> {
      await table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: { ...keys.region(region.regionId), type: 'region', v: 1, ...region, ...changed },
        }),
      );
    },

    /**
     * Writes a station with its people in one transaction: whole or not at all. People who are no longer in the
     * document are removed with their access. Answers what happened; an unchanged station costs one read.
     */
    async saveStation(
      document: StationDocument,
      contentHash: string,
      changed: Changed,
      standard: SeatStandard = withoutStandard,
    ): Promise<'created' | 'updated' | 'unchanged' | 'conflict' | 'login-taken' | 'too-much'> {
      const before = await getItem<StationItem>(table, keys.station(document.stationId), true);
      if (before?.contentHash === contentHash) return 'unchanged';
      const known = before ? await this.peopleOfStation(document.stationId) : [];
      const rosterBefore = before && (await this.roster(document.stationId, true));

      const heads: Record<string, number> = {};
      const positionsOf = new Map<string, string[]>();
      for (const { personId, position } of document.assignments) {
        heads[position] = (heads[position] ?? 0) + 1;
        positionsOf.set(personId, [...(positionsOf.get(personId) ?? []), position]);
      }
      const { people, assignments, intake, ...facts } = document;
      const gaps = assessorGaps(standard.assessors, assignments);
      const acts = actingHeads(assignments);
      const station: StationItem = {
        type: 'station',
        v: 1,
        ...facts,
        ...intakeOfImport(intake, before),
        heads,
        ...(acts ? { acting: acts } : {}),
        ...(gaps ? { assessorGaps: gaps } : {}),
        contentHash,
        updatedAt: changed.changedAt,
        ...changed,
      };
      // Who was named to act is no matter of the import, unless it fills the seat.
      const today = localDate(Date.parse(changed.changedAt));
      const requiredOf = (position: string) => standard.requiredOf(station, position);
      const acting = actingAfter(requiredOf, rosterBefore ?? document, assignments, today);
      const roster: RosterItem = {
        type: 'roster',
        v: 1,
        stationId: document.stationId,
        importedAt: changed.changedAt,
        ...changed,
        assignments,
        ...(rosterBefore?.acting ? { acting: [...acting.roster] } : {}),
        ...(rosterBefore ? { seats: heldSeats(rosterBefore, assignments, today) } : {}),
      };

      const put = (Item: object) => ({ Put: { TableName: table.name, Item } });
      const remove = (Key: object) => ({ Delete: { TableName: table.name, Key: { ...Key } } });
      const writes: object[] = [
        {
          Put: {
            TableName: table.name,
            Item: {
              ...keys.station(document.stationId),
              ...keys.stationIndex(document.regionId, document.stationId),
              ...(gaps ? keys.withoutAssessorIndex(document.regionId, document.stationId) : {}),
              ...station,
            },
            // Two imports of the same station at once: the later one starts again from what the first left.
            // So does one that meets a report of visits.
            ConditionExpression: before
              ? 'contentHash = :before AND changedAt = :changedAt'
              : 'attribute_not_exists(pk)',
            ...(before
              ? {
                  ExpressionAttributeValues: {
                    ':before': before.contentHash,
                    ':changedAt': before.changedAt,
                  },
                }
              : {}),
          },
        },
        // A hire or somebody who was named to act since it was read changes the roster and not what is said of the station.
        {
          Put: {
            TableName: table.name,
            Item: { ...keys.roster(document.stationId), ...roster },
            ...(rosterBefore
              ? {
                  ConditionExpression: 'changedAt = :changedAt',
                  ExpressionAttributeValues: { ':changedAt': rosterBefore.changedAt },
                }
              : { ConditionExpression: 'attribute_not_exists(pk)' }),
          },
        },
      ];
      // A login that passes to another person is written for the new holder, never removed in the same transaction.
      const logins = new Set(document.people.map((person) => person.login));
      const knownById = new Map(known.map((person) => [person.personId, person]));
      const formerHolder = new Map(known.map((person) => [person.login, person.personId]));
      for (const person of document.people) {
        const item: PersonItem = {
          type: 'person',
          v: 1,
          stationId: document.stationId,
          ...withoutUndefined(person),
          ...changed,
        };
        const old = knownById.get(person.personId);
        if (!old || !samePerson(old, item))
          writes.push(
            put({
              ...keys.person(document.stationId, person.personId),
              ...keys.personIndex(person.personId, document.stationId),
              ...item,
            }),
          );
        if (old?.login && !logins.has(old.login)) writes.push(remove(keys.subject(old.login)));
        if (person.login) {
          const positions = positionsOf.get(person.personId) ?? [];
          const former = formerHolder.get(person.login);
          const passesOn = former !== undefined && former !== person.personId;
          const subject: SubjectItem = {
            type: 'subject',
            v: 1,
            subject: person.login,
            role: roleOfHolder(positions),
            regionId: document.regionId,
            stationId: document.stationId,
            personId: person.personId,
            positions,
            ...(passesOn ? { standIns: {} } : {}),
            ...(passesOn || acting.ended.some(({ personId }) => personId === person.personId)
              ? { actsAs: actsAs(acting.roster, person.personId, today) }
              : {}),
            ...changed,
          };
          const names = Object.keys(subject);
          writes.push({
            // An update, because whom the person stands in for is no matter of the import.
            Update: {
              TableName: table.name,
              Key: keys.subject(person.login),
              UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
              ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
              // A login of another station, or of HQ, is never taken over by an import.
              ConditionExpression: 'attribute_not_exists(pk) OR stationId = :station',
              ExpressionAttributeValues: { ':station': document.stationId, ...prefixed(subject) },
            },
          });
        }
        knownById.delete(person.personId);
      }
      for (const gone of knownById.values()) {
        writes.push(remove(keys.person(document.stationId, gone.personId)));
        if (gone.login && !logins.has(gone.login)) writes.push(remove(keys.subject(gone.login)));
      }
      if (writes.length > writesOfTransaction) return 'too-much';
      try {
        await table.client.send(new TransactWriteCommand({ TransactItems: writes as never }));
      } catch (error) {
        // The station and its roster come first, the logins of its people behind them.
        if (isConditionFailure(error))
          return failedConditions(error).slice(0, 2).includes(true) ? 'conflict' : 'login-taken';
        throw error;
      }
      return before ? 'updated' : 'created';
    },
  };
}

/** What an import asks the standard: who assesses, and how many heads a station needs in a position. */
interface SeatStandard {
  assessors: readonly string[];
  requiredOf(station: StationItem, position: string): number;
}
const withoutStandard: SeatStandard = { assessors: [], requiredOf: () => Number.POSITIVE_INFINITY };

const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

const samePerson = (a: PersonItem, b: PersonItem) =>
  a.name === b.name &&
  a.phone === b.phone &&
  a.hiredOn === b.hiredOn &&
  a.login === b.login &&
  a.code === b.code;
