import { http } from '../../../packages/lambda/http.ts';
import { watchWorkflows } from '../../../packages/lambda/workflows.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { getScan } from './get-scan.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table, environment }) =>
  getScan({
    compliance: complianceStore(table),
    network: networkStore(table),
    watch: watchWorkflows(environment),
  }),
);
