import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { addStation } from './add-station.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table, environment }) =>
  addStation({
    audits: auditStore(table),
    campaigns: campaignStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    clock: systemClock,
    workflows: connectWorkflows(environment),
  }),
);
