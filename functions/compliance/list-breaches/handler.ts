import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { listBreaches } from './list-breaches.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listBreaches({ compliance: complianceStore(table), network: networkStore(table), clock: systemClock }),
);
