import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { actingSubject } from '../../domain/access/acting-subject.ts';
import type { Subject } from '../../domain/access/may.ts';
import { roleOfHolder } from '../../domain/access/role-of-holder.ts';
import type { SubjectItem } from '../items.ts';
import { keys } from '../keys.ts';
import { getItem } from '../requests.ts';
import type { Table } from '../table.ts';

export type SubjectStore = ReturnType<typeof subjectStore>;

export function subjectStore(table: Table) {
  return {
    /** Read at every request, so that a change of role works at once, and an absence on its day. */
    async subject(subject: string, now: number): Promise<Subject | null> {
      const item = await getItem<SubjectItem>(table, keys.subject(subject));
      if (!item) return null;
      const { role, regionId, stationId, personId, positions, standIns = {}, actsAs = {} } = item;
      const own: Subject = {
        subject,
        role,
        ...(regionId === undefined ? {} : { regionId }),
        ...(stationId === undefined ? {} : { stationId }),
        ...(personId === undefined ? {} : { personId }),
        ...(positions === undefined ? {} : { positions }),
      };
      const absent = Object.entries(standIns).map(([id, standIn]) => ({ personId: id, ...standIn }));
      const vacant = Object.entries(actsAs).map(([code, days]) => ({
        role: roleOfHolder([code]),
        positions: [code],
        ...days,
      }));
      return actingSubject(own, [...absent, ...vacant], now);
    },

    async grant(subject: Subject): Promise<void> {
      const item: SubjectItem = {
        type: 'subject',
        v: 1,
        ...subject,
        positions: [...(subject.positions ?? [])],
      };
      await table.client.send(
        new PutCommand({ TableName: table.name, Item: { ...keys.subject(subject.subject), ...item } }),
      );
    },
  };
}
