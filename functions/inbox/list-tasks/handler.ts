import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { dutyStore } from '../../../packages/table/stores/duty-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { listTasks } from './list-tasks.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listTasks({
    appeals: appealStore(table),
    audits: auditStore(table),
    campaigns: campaignStore(table),
    duties: dutyStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    nonconformities: nonconformityStore(table),
    persons: personStore(table),
    calendar: workingDays,
    clock: systemClock,
  }),
);
