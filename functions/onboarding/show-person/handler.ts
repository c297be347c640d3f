import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';
import { showPerson } from './show-person.ts';

export const handler = http(manifest, input, ({ table }) =>
  showPerson({
    editions: editionStore(table),
    network: networkStore(table),
    persons: personStore(table),
    calendar: workingDays,
    clock: systemClock,
  }),
);
