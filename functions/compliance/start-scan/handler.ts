import { ulid } from 'ulid';
import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';
import { startScan } from './start-scan.ts';

export const handler = http(manifest, input, ({ table, environment }) =>
  startScan({
    compliance: complianceStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    workflows: connectWorkflows(environment),
    clock: systemClock,
    unique: () => ulid().toLowerCase(),
  }),
);
