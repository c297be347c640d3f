import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { beginDailyScan } from './begin-daily-scan.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  beginDailyScan({
    compliance: complianceStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    workflows: connectWorkflows(environment),
    clock: systemClock,
  }),
);
