import { systemClock } from '../../../packages/domain/clock.ts';
import { connectBus } from '../../../packages/lambda/bus.ts';
import { task } from '../../../packages/lambda/task.ts';
import { watchWorkflows } from '../../../packages/lambda/workflows.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { findingStore } from '../../../packages/table/stores/finding-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { beginWaitScan } from './begin-wait-scan.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  beginWaitScan({
    appeals: appealStore(table),
    audits: auditStore(table),
    campaigns: campaignStore(table),
    findings: findingStore(table),
    nonconformities: nonconformityStore(table),
    watch: watchWorkflows(environment),
    publish: connectBus(environment).publish,
    clock: systemClock,
  }),
);
