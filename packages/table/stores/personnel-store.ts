import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { roleOfHolder } from '../../domain/access/role-of-holder.ts';
import type { AssessorGaps } from '../../domain/certification/stand-in.ts';
import { type Acting, actingHeads } from '../../domain/staffing/acting.ts';
import type { HeldSeats } from '../../domain/staffing/held-seats.ts';
import type { PersonItem, RosterItem, SubjectItem } from '../items.ts';
import { type IndexKey, type Key, keys, tableIndex } from '../keys.ts';
import type { EmploymentItem, HandOverItem } from '../people-items.ts';
import { prefixed } from '../requests.ts';
import { isConditionFailure, type Table } from '../table.ts';
import type { ChangedBy } from './person-store.ts';

export type PersonnelStore = ReturnType<typeof personnelStore>;

/** What one event makes of everything that knows where a person works. */
export interface PersonnelChange {
  employment: Omit<EmploymentItem, 'type' | 'v' | 'changedBy' | 'changedAt'>;
  /** Rosters as they were read, with what they say now. */
  rosters: readonly {
    before: RosterItem;
    assignments: RosterItem['assignments'];
    acting: readonly Acting[];
    seats: HeldSeats;
  }[];
  /** Station → where HQ assesses in somebody's stead from now on. */
  assessorGaps: Record<string, { regionId: string; gaps: AssessorGaps } | null>;
  /** Station and position → heads more or fewer. */
  heads: { stationId: string; position: string; by: number }[];
  /** The person at the station where they work now; left out where it stays as it is. */
  person?: Omit<PersonItem, 'type' | 'v' | 'changedBy' | 'changedAt'>;
  /** Stations that know the person no longer. */
  goneFrom: string[];
  /** Access: what a login may do now; null ends it. Whom it acts or stands in for is left as it is where nothing is said. */
  access: {
    login: string;
    holder:
      | ({ stationId: string; regionId: string; positions: string[] } & Pick<
          SubjectItem,
          'actsAs' | 'standIns'
        >)
      | null;
  }[];
  /** Other people of the stations who act in less than before: login → what is left. */
  actLess: { login: string; personId: string; actsAs: NonNullable<SubjectItem['actsAs']> }[];
  handOver?: Omit<HandOverItem, 'type' | 'v' | 'changedBy' | 'changedAt'>;
}

export function personnelStore(table: Table) {
  const TableName = table.name;
  return {
    /** People of whom something waits for this day or an earlier one, the earliest first; a page at a time. */
    async plannedUntil(
      on: string,
      after?: string,
    ): Promise<{ plans: { personId: string; on: string }[]; next?: string }> {
      const { gsi1pk, gsi1sk } = keys.plannedIndex(on, '~');
      const page = await table.client.send(
        new QueryCommand({
          TableName,
          IndexName: tableIndex,
          KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk BETWEEN :after AND :until',
          // No day is as early as a nought.
          ExpressionAttributeValues: { ':pk': gsi1pk, ':after': after ?? '0', ':until': gsi1sk },
        }),
      );
      const rows = (page.Items ?? []) as (Key & IndexKey)[];
      return {
        // No id has a `!`, which sorts before all that ids are made of.
        plans: rows.map(({ gsi1sk }) => {
          const [on = '', personId = ''] = gsi1sk.split('#');
          return { personId, on };
        }),
        ...(page.LastEvaluatedKey ? { next: `${rows.at(-1)?.gsi1sk}!` } : {}),
      };
    },

    /**
     * Writes all of it or nothing, if nobody changed the person or one of the rosters meanwhile.
     * @returns false when somebody was faster, or the login belongs to somebody else
     */
    async savePersonnel(change: PersonnelChange, changed: ChangedBy): Promise<boolean> {
      const { employment, person, access, handOver } = change;
      const put = (Item: object, condition?: { expression: string; values?: Record<string, unknown> }) => ({
        Put: {
          TableName,
          Item,
          ...(condition ? { ConditionExpression: condition.expression } : {}),
          ...(condition?.values ? { ExpressionAttributeValues: condition.values } : {}),
        },
      });
      const { personId } = employment;
      /** What a station's item says of who only acts, and of its gaps, with its place in the list of those that have some. */
      const seatsOf = (stationId: string) => {
        const roster = change.rosters.find(({ before }) => before.stationId === stationId);
        const found = change.assessorGaps[stationId];
        const index = found && keys.withoutAssessorIndex(found.regionId, stationId);
        const said = {
          acting: actingHeads(roster?.assignments ?? []),
          assessorGaps: found?.gaps,
          gsi2pk: index?.gsi2pk,
          gsi2sk: index?.gsi2sk,
        };
        const kept = Object.entries(said).filter(([, value]) => value !== undefined);
        const gone = Object.entries(said).flatMap(([name, value]) => (value === undefined ? [name] : []));
        return {
          expression: [
            kept.length > 0 ? `SET ${kept.map(([name]) => `${name} = :${name}`).join(', ')}` : '',
            gone.length > 0 ? `REMOVE ${gone.join(', ')}` : '',
          ].join(' '),
          values: prefixed(Object.fromEntries(kept)),
        };
      };
      const isFirst = employment.revision === 1;
      const writes: object[] = [
        put(
          {
            ...keys.employment(personId),
            ...(employment.plannedFor ? keys.plannedIndex(employment.plannedFor, personId) : {}),
            ...{ type: 'employment', v: 1, ...employment, ...changed },
          },
          isFirst
            ? { expression: 'attribute_not_exists(pk)' }
            : { expression: 'revision = :revision', values: { ':revision': employment.revision - 1 } },
        ),
        ...change.rosters.map(({ before, assignments, acting, seats }) =>
          put(
            {
              ...keys.roster(before.stationId),
              ...before,
              assignments,
              ...(before.acting ? { acting } : {}),
              seats,
              ...changed,
            },
            before.changedAt === undefined
              ? { expression: 'attribute_not_exists(pk)' }
              : { expression: 'changedAt = :before', values: { ':before': before.changedAt } },
          ),
        ),
        ...headsByStation(change.heads).map(([stationId, byPosition]) => ({
          Update: {
            TableName,
            Key: keys.station(stationId),
            UpdateExpression: `ADD ${byPosition.map((_, at) => `heads.#p${at} :by${at}`).join(', ')} ${seatsOf(stationId).expression}`,
            ConditionExpression: 'attribute_exists(heads)',
            ExpressionAttributeNames: Object.fromEntries(byPosition.map(([code], at) => [`#p${at}`, code])),
            ExpressionAttributeValues: {
              ...Object.fromEntries(byPosition.map(([, by], at) => [`:by${at}`, by])),
              ...seatsOf(stationId).values,
            },
          },
        })),
        ...(person
          ? [
              put({
                ...keys.person(person.stationId, personId),
                ...keys.personIndex(personId, person.stationId),
                type: 'person',
                v: 1,
                ...person,
                ...changed,
              }),
            ]
          : []),
        ...change.goneFrom.map((stationId) => ({
          Delete: { TableName, Key: keys.person(stationId, personId) },
        })),
        ...access.map((one) => accessWrite(one, personId, changed)),
        ...change.actLess.map(({ login, personId, actsAs }) => ({
          Update: {
            TableName,
            Key: keys.subject(login),
            UpdateExpression: 'SET actsAs = :actsAs, changedBy = :changedBy, changedAt = :changedAt',
            ConditionExpression: 'personId = :person',
            ExpressionAttributeValues: { ':actsAs': actsAs, ':person': personId, ...prefixed(changed) },
          },
        })),
        ...(handOver
          ? [
              put({
                ...keys.handOver(personId, handOver.stationId, handOver.on),
                ...keys.wayIndex(handOver.regionId, handOver.stationId, handOver.handOverId, false),
                type: 'hand-over',
                v: 1,
                ...handOver,
                ...changed,
              }),
            ]
          : []),
      ];
      try {
        await table.client.send(new TransactWriteCommand({ TransactItems: writes as never }));
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
  };

  /** A login of somebody else, or of HQ, is never taken over. */
  function accessWrite(
    { login, holder }: PersonnelChange['access'][number],
    personId: string,
    changed: ChangedBy,
  ): object {
    const Key = keys.subject(login);
    if (!holder)
      return {
        Delete: {
          TableName,
          Key,
          ConditionExpression: 'attribute_not_exists(pk) OR personId = :person',
          ExpressionAttributeValues: { ':person': personId },
        },
      };
    const subject = {
      type: 'subject',
      v: 1,
      subject: login,
      role: roleOfHolder(holder.positions),
      ...holder,
      personId,
      ...changed,
    };
    const names = Object.keys(subject);
    return {
      Update: {
        TableName,
        Key,
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ConditionExpression: 'attribute_not_exists(pk) OR personId = :personId',
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(subject).map(([name, value]) => [`:${name}`, value]),
        ),
      },
    };
  }
}

/** Who begins on another day than was told before makes neither more nor fewer. */
function headsByStation(heads: PersonnelChange['heads']): [string, [string, number][]][] {
  const stations = new Map<string, Map<string, number>>();
  for (const { stationId, position, by } of heads) {
    const station = stations.get(stationId) ?? new Map<string, number>();
    stations.set(stationId, station.set(position, (station.get(position) ?? 0) + by));
  }
  return [...stations]
    .map(([stationId, by]): [string, [string, number][]] => [stationId, [...by].filter(([, n]) => n !== 0)])
    .filter(([, by]) => by.length > 0);
}
