import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { dutyStore } from '../../../packages/table/stores/duty-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { keepDevice } from './keep-device.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  keepDevice({
    duties: dutyStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    calendar: workingDays,
    clock: systemClock,
  }),
);
