import { systemClock } from '../../../packages/domain/clock.ts';
import { connectBus } from '../../../packages/lambda/bus.ts';
import { http } from '../../../packages/lambda/http.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { personnelStore } from '../../../packages/table/stores/personnel-store.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';
import { transferPerson } from './transfer-person.ts';

export const handler = http(manifest, input, ({ table, environment }) =>
  transferPerson({
    persons: personStore(table),
    personnel: personnelStore(table),
    network: networkStore(table),
    editions: editionStore(table),
    clock: systemClock,
    publish: (events) => connectBus(environment).publish(events),
  }),
);
