import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { carryOutChange } from './carry-out-change.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table }) =>
  carryOutChange({ audits: auditStore(table), campaigns: campaignStore(table), clock: systemClock }),
);
