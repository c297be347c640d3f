import type { Subject } from '../domain/access/may.ts';
import { subjectStore } from '../table/stores/subject-store.ts';
import { connectTable } from '../table/table.ts';

/** The one password of the demo users; the local issuer listens on loopback only. */
export const demoPassword = 'stationkeeper';

export interface DemoUsers {
  /** Gives HQ its first rights: in the cloud an operator does the same once, see the README. */
  grantHq(): Promise<void>;
  grantRegionManagers(regionIds: readonly string[]): Promise<void>;
  /** True when the login has rights here and the password is the demo password. */
  verify(login: string, password: string): Promise<boolean>;
}

/** Drafts the standard at HQ; `hq` publishes it. */
export const draftingLogin = 'standards';

export const managerLogin = (regionId: string) => `rm.${regionId.slice('reg_'.length).toLowerCase()}`;

/** Works on the table as the operator, because nobody has a right yet who could grant one. */
export function demoUsers(tableName: string): DemoUsers {
  const subjects = subjectStore(connectTable(tableName));
  const grant = async (subject: Subject) => {
    if (!(await subjects.subject(subject.subject, Date.now()))) await subjects.grant(subject);
  };
  return {
    async grantHq() {
      await grant({ subject: 'hq', role: 'hq-network' });
      // Nobody publishes a draft of their own.
      await grant({ subject: draftingLogin, role: 'hq-network' });
      await grant({ subject: 'auditor', role: 'hq-auditor' });
    },
    async grantRegionManagers(regionIds) {
      for (const regionId of regionIds)
        await grant({ subject: managerLogin(regionId), role: 'region-manager', regionId });
    },
    verify: async (login, password) =>
      password === demoPassword && (await subjects.subject(login, Date.now())) !== null,
  };
}
