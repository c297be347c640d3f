import { systemClock } from '../../../packages/domain/clock.ts';
import { publicHttp } from '../../../packages/lambda/public-http.ts';
import { failurePage, verificationPage } from '../../../packages/report/verification-page.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';
import { verifyCertificate } from './verify-certificate.ts';

export const handler = publicHttp(
  manifest,
  input,
  ({ table }) =>
    verifyCertificate({
      persons: personStore(table),
      editions: editionStore(table),
      clock: systemClock,
      page: verificationPage,
    }),
  failurePage,
);
