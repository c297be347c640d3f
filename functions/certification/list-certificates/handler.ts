import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { listCertificates } from './list-certificates.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listCertificates({
    network: networkStore(table),
    persons: personStore(table),
    clock: systemClock,
  }),
);
