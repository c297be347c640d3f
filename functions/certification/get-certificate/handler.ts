import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { getCertificate } from './get-certificate.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  getCertificate({
    persons: personStore(table),
    clock: systemClock,
  }),
);
