import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { importCertificates } from './import-certificates.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  importCertificates({
    persons: personStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    clock: systemClock,
    random: () => randomBytes(10),
  }),
);
