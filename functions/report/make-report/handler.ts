import { systemClock } from '../../../packages/domain/clock.ts';
import { connectFiles } from '../../../packages/lambda/files.ts';
import { task } from '../../../packages/lambda/task.ts';
import { connectRenderers } from '../../../packages/report/render.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { reportStore } from '../../../packages/table/stores/report-store.ts';
import { makeReport } from './make-report.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  makeReport({
    reports: reportStore(table),
    audits: auditStore(table),
    appeals: appealStore(table),
    campaigns: campaignStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    files: connectFiles(environment, 'reports'),
    render: connectRenderers(environment.folder),
    clock: systemClock,
  }),
);
