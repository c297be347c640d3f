import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { connectWorkflows, watchWorkflows } from '../../../packages/lambda/workflows.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { manifest } from './manifest.ts';
import { resumeScan } from './resume-scan.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table, environment }) =>
  resumeScan({
    compliance: complianceStore(table),
    network: networkStore(table),
    watch: watchWorkflows(environment),
    clock: systemClock,
    workflows: connectWorkflows(environment),
  }),
);
