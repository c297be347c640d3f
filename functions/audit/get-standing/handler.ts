import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { getStanding } from './get-standing.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  getStanding({
    network: networkStore(table),
    audits: auditStore(table),
    nonconformities: nonconformityStore(table),
    compliance: complianceStore(table),
    editions: editionStore(table),
    clock: systemClock,
  }),
);
