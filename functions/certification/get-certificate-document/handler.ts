import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { connectCertificates } from '../../../packages/report/connect-certificates.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { getCertificateDocument } from './get-certificate-document.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table, environment }) =>
  getCertificateDocument({
    persons: personStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    render: connectCertificates(environment.folder),
    publicUrl: environment.publicUrl,
    clock: systemClock,
  }),
);
