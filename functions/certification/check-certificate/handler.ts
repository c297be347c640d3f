import { systemClock } from '../../../packages/domain/clock.ts';
import { publicHttp } from '../../../packages/lambda/public-http.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { checkCertificate } from './check-certificate.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = publicHttp(manifest, input, ({ table }) =>
  checkCertificate({
    persons: personStore(table),
    editions: editionStore(table),
    clock: systemClock,
  }),
);
