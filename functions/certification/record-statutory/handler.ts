import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { manifest } from './manifest.ts';
import { recordStatutory } from './record-statutory.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  recordStatutory({
    persons: personStore(table),
    editions: editionStore(table),
    clock: systemClock,
  }),
);
