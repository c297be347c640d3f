import { PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { LocalDate } from '../../domain/calendar.ts';
import type { DutyCase, DutyEvent, Withdrawal } from '../../domain/duty/duty-cases.ts';
import type { DutyPlans } from '../../domain/duty/duty-lines.ts';
import type { Audited, MeasuringDevice } from '../../domain/duty/measuring-devices.ts';
import type { KeptRecord, OpenCase, StationDuties } from '../../domain/duty/station-duties.ts';
import type {
  DutyCaseItem,
  DutyEventItem,
  DutyPlanItem,
  DutyRecordItem,
  DutyStartItem,
  MeasuringDeviceItem,
  OpenDutyItem,
} from '../duty-items.ts';
import { keys } from '../keys.ts';
import { getItem, prefixed, queryAll, queryBetween, tried } from '../requests.ts';
import type { Table } from '../table.ts';
import type { ChangedBy } from './person-store.ts';

export type DutyStore = ReturnType<typeof dutyStore>;

/** When positions were audited last: as it was known, and as it is from now on. */
export interface AuditedChange {
  before: Audited;
  audited: Audited;
  /** When it was written that is known, where it matters that others have not written the same since. */
  changedAt?: string;
}

type Found = DutyRecordItem | OpenDutyItem | MeasuringDeviceItem | DutyStartItem;

export function dutyStore(table: Table) {
  const TableName = table.name;
  const pointer = (stationId: string, { caseId, dutyId, rule, dueAt }: OpenCase) => {
    const item: OpenDutyItem = { type: 'duty-open', v: 1, caseId, dutyId, rule, dueAt };
    return { Put: { TableName, Item: { ...keys.openDutyCase(stationId, caseId), ...item } } };
  };
  const caseItem = (stationId: string, one: DutyCase, revision: number, changed: ChangedBy) => {
    const item: DutyCaseItem = { type: 'duty-case', v: 1, stationId, ...one, revision, ...changed };
    return { ...keys.dutyCase(stationId, one.caseId), ...item };
  };
  /** One write where one is enough, because a transaction costs twice as much. */
  const together = (writes: readonly object[]) =>
    table.client.send(new TransactWriteCommand({ TransactItems: writes as never }));

  return {
    /** Everything that tells how a station stands, of stretches that ended on a day or later. */
    async ofStation(stationId: string, since: LocalDate): Promise<StationDuties> {
      const { pk } = keys.dutiesOf(stationId);
      const { sk: start } = keys.dutyStart(stationId);
      const found = await queryBetween<Found>(table, pk, keys.dutyRecords(since), start);
      const of = <Type extends Found['type']>(type: Type) =>
        found.filter((item): item is Extract<Found, { type: Type }> => item.type === type);
      const [begun] = of('duty-start');
      return {
        ...(begun ? { from: begun.from } : {}),
        audited: begun?.audited ?? {},
        records: of('duty-record'),
        open: of('duty-open'),
        devices: of('measuring-device'),
      };
    },

    /** What was recorded of stretches that ended on exactly one of these days. */
    async dutyRecordsEnding(stationId: string, days: readonly LocalDate[]): Promise<DutyRecordItem[]> {
      const { pk } = keys.dutiesOf(stationId);
      const found = days.map((day) => {
        const between = keys.dutyRecordsEnding(day);
        return queryBetween<DutyRecordItem>(table, pk, between.from, between.to);
      });
      return (await Promise.all(found)).flat();
    },

    /** Cases that are due between two days, both included. */
    dutyCases(stationId: string, from: LocalDate, to: LocalDate): Promise<DutyCaseItem[]> {
      const { pk } = keys.dutiesOf(stationId);
      const between = keys.dutyCases(from, to);
      return queryBetween(table, pk, between.from, between.to);
    },

    dutyRecord: (stationId: string, recordId: string): Promise<DutyRecordItem | null> =>
      getItem(table, keys.dutyRecord(stationId, recordId), true),

    dutyCase: (stationId: string, caseId: string): Promise<DutyCaseItem | null> =>
      getItem(table, keys.dutyCase(stationId, caseId), true),

    dutyEvent: (stationId: string, event: string, key: string): Promise<DutyEventItem | null> =>
      getItem(table, keys.dutyEvent(stationId, event, key), true),

    measuringDevice: (stationId: string, deviceId: string): Promise<MeasuringDeviceItem | null> =>
      getItem(table, keys.measuringDevice(stationId, deviceId), true),

    dutyStart: (stationId: string): Promise<DutyStartItem | null> =>
      getItem(table, keys.dutyStart(stationId), true),

    async dutyPlans(): Promise<DutyPlans> {
      const plans = await queryAll<DutyPlanItem>(table, keys.dutyPlans().pk);
      return Object.fromEntries(plans.map(({ dutyId, period, day }) => [`${dutyId} ${period}`, day]));
    },

    /** @returns false when the station owes its duties already: its day stays */
    beginDuties: (stationId: string, from: LocalDate, changed: ChangedBy): Promise<boolean> =>
      tried(() => {
        const item: DutyStartItem = { type: 'duty-start', v: 1, stationId, from, audited: {}, ...changed };
        return table.client.send(
          new PutCommand({
            TableName,
            Item: { ...keys.dutyStart(stationId), ...item },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
      }),

    /** Sets another day. @returns false when it is not as it was read before */
    moveStart: (
      { stationId, from: before, changedAt }: DutyStartItem,
      { from, reason }: { from: LocalDate; reason: string },
      changed: ChangedBy,
    ): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new UpdateCommand({
            TableName,
            Key: { ...keys.dutyStart(stationId) },
            UpdateExpression:
              'SET #from = :from, reason = :reason, changedBy = :changedBy, changedAt = :changedAt',
            ConditionExpression: '#from = :before AND changedAt = :read',
            ExpressionAttributeNames: { '#from': 'from' },
            ExpressionAttributeValues: {
              ...prefixed({ from, reason, before, ...changed }),
              ':read': changedAt,
            },
          }),
        ),
      ),

    /**
     * @param audited when positions were audited last, where the record says so, and what was known before
     * @returns false when there is such a record, and nobody has withdrawn it, or another audit was kept meanwhile
     */
    saveRecord: (
      stationId: string,
      record: KeptRecord,
      audited: AuditedChange | null,
      changed: ChangedBy,
    ): Promise<boolean> =>
      tried(() => {
        const item: DutyRecordItem = { type: 'duty-record', v: 1, stationId, ...record, ...changed };
        const put = {
          TableName,
          Item: { ...keys.dutyRecord(stationId, record.recordId), ...item },
          ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(withdrawn)',
        };
        return audited
          ? together([{ Put: put }, keepAudited(stationId, audited, changed)])
          : table.client.send(new PutCommand(put));
      }),

    /** @returns false when it was withdrawn before, is not there, or another audit was kept meanwhile */
    withdrawRecord: (
      stationId: string,
      recordId: string,
      withdrawn: NonNullable<KeptRecord['withdrawn']>,
      audited: AuditedChange | null,
      changed: ChangedBy,
    ): Promise<boolean> =>
      tried(() => {
        const update = {
          TableName,
          Key: { ...keys.dutyRecord(stationId, recordId) },
          UpdateExpression: 'SET withdrawn = :withdrawn, changedBy = :changedBy, changedAt = :changedAt',
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(withdrawn)',
          ExpressionAttributeValues: {
            ':withdrawn': withdrawn,
            ':changedBy': changed.changedBy,
            ':changedAt': changed.changedAt,
          },
        };
        return audited
          ? together([{ Update: update }, keepAudited(stationId, audited, changed)])
          : table.client.send(new UpdateCommand(update));
      }),

    /** Keeps an event with all its cases, once. @returns false when it was reported before */
    openCases: (
      stationId: string,
      event: DutyEvent,
      cases: readonly DutyCase[],
      changed: ChangedBy,
    ): Promise<boolean> =>
      tried(() => {
        const item: DutyEventItem = {
          type: 'duty-event',
          v: 1,
          stationId,
          ...event,
          cases: cases.map(({ caseId }) => caseId),
          ...changed,
        };
        return together([
          {
            Put: {
              TableName,
              Item: { ...keys.dutyEvent(stationId, event.event, event.key), ...item },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          ...cases.flatMap((one) => [
            { Put: { TableName, Item: caseItem(stationId, one, 1, changed) } },
            pointer(stationId, one),
          ]),
        ]);
      }),

    /**
     * Takes an event back with the cases that follow from it, all or nothing; none of them is open any more.
     * @returns false when it was withdrawn before, or something was recorded of a case meanwhile
     */
    withdrawEvent: (
      { stationId, event, key }: DutyEventItem,
      cases: readonly (DutyCaseItem | null)[],
      withdrawn: Withdrawal,
    ): Promise<boolean> =>
      tried(() => {
        const changed = { ':changedBy': withdrawn.by, ':changedAt': withdrawn.at };
        return together([
          {
            Update: {
              TableName,
              Key: keys.dutyEvent(stationId, event, key),
              UpdateExpression: 'SET withdrawn = :withdrawn, changedBy = :changedBy, changedAt = :changedAt',
              ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(withdrawn)',
              ExpressionAttributeValues: { ...changed, ':withdrawn': withdrawn },
            },
          },
          ...cases.flatMap((one) =>
            one === null
              ? []
              : [
                  {
                    Update: {
                      TableName,
                      Key: keys.dutyCase(stationId, one.caseId),
                      UpdateExpression:
                        'SET withdrawn = :yes, revision = :next, changedBy = :changedBy, changedAt = :changedAt',
                      ConditionExpression: 'revision = :revision',
                      ExpressionAttributeValues: {
                        ...changed,
                        ':yes': true,
                        ':revision': one.revision,
                        ':next': one.revision + 1,
                      },
                    },
                  },
                  { Delete: { TableName, Key: keys.openDutyCase(stationId, one.caseId) } },
                ],
          ),
        ]);
      }),

    /** Keeps what was recorded of a case, and whether it is open now. @returns false when somebody was faster */
    saveCase: (
      stationId: string,
      next: DutyCase,
      revision: number,
      isOpen: boolean,
      changed: ChangedBy,
    ): Promise<boolean> =>
      tried(() =>
        together([
          {
            Put: {
              TableName,
              Item: caseItem(stationId, next, revision + 1, changed),
              ConditionExpression: 'revision = :revision',
              ExpressionAttributeValues: { ':revision': revision },
            },
          },
          isOpen
            ? pointer(stationId, next)
            : { Delete: { TableName, Key: keys.openDutyCase(stationId, next.caseId) } },
        ]),
      ),

    /** @returns false when it is not as it was read before */
    saveDevice: (
      stationId: string,
      device: MeasuringDevice,
      before: MeasuringDeviceItem | null,
      changed: ChangedBy,
    ): Promise<boolean> =>
      tried(() => {
        const item: MeasuringDeviceItem = {
          type: 'measuring-device',
          v: 1,
          stationId,
          ...device,
          ...changed,
        };
        return table.client.send(
          new PutCommand({
            TableName,
            Item: { ...keys.measuringDevice(stationId, device.deviceId), ...item },
            ...(before
              ? {
                  ConditionExpression:
                    'validUntil = :validUntil AND evidence = :evidence AND changedAt = :changedAt',
                  ExpressionAttributeValues: {
                    ':validUntil': before.validUntil,
                    ':evidence': before.evidence,
                    ':changedAt': before.changedAt,
                  },
                }
              : { ConditionExpression: 'attribute_not_exists(pk)' }),
          }),
        );
      }),

    async savePlan(dutyId: string, period: string, day: LocalDate, changed: ChangedBy): Promise<void> {
      const item: DutyPlanItem = { type: 'duty-plan', v: 1, dutyId, period, day, ...changed };
      await table.client.send(
        new PutCommand({ TableName, Item: { ...keys.dutyPlan(dutyId, period), ...item } }),
      );
    },
  };

  /** Under the condition of what was known, so that of two audits of a moment none is forgotten. */
  function keepAudited(
    stationId: string,
    { before, audited, changedAt: read }: AuditedChange,
    { changedBy, changedAt }: ChangedBy,
  ) {
    return {
      Update: {
        TableName,
        Key: keys.dutyStart(stationId),
        UpdateExpression: 'SET audited = :audited, changedBy = :changedBy, changedAt = :changedAt',
        ConditionExpression: `audited = :before${read === undefined ? '' : ' AND changedAt = :read'}`,
        ExpressionAttributeValues: {
          ...(read === undefined ? {} : { ':read': read }),
          ':before': before,
          ':audited': audited,
          ':changedBy': changedBy,
          ':changedAt': changedAt,
        },
      },
    };
  }
}
