import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { manifest } from './manifest.ts';
import { recordRefresher } from './record-refresher.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  recordRefresher({
    persons: personStore(table),
    clock: systemClock,
  }),
);
