import { systemClock } from '../../../packages/domain/clock.ts';
import { connectBus } from '../../../packages/lambda/bus.ts';
import { task } from '../../../packages/lambda/task.ts';
import { connectWorkflows, watchWorkflows } from '../../../packages/lambda/workflows.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { findingStore } from '../../../packages/table/stores/finding-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { scanWaits } from './scan-waits.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  scanWaits({
    audits: auditStore(table),
    campaigns: campaignStore(table),
    compliance: complianceStore(table),
    editions: editionStore(table),
    findings: findingStore(table),
    network: networkStore(table),
    nonconformities: nonconformityStore(table),
    persons: personStore(table),
    calendar: workingDays,
    workflows: connectWorkflows(environment),
    watch: watchWorkflows(environment),
    publish: connectBus(environment).publish,
    clock: systemClock,
  }),
);
