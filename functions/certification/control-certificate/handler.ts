import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { controlCertificate } from './control-certificate.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  controlCertificate({
    persons: personStore(table),
    clock: systemClock,
  }),
);
