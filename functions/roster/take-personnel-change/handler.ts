import { systemClock } from '../../../packages/domain/clock.ts';
import { connectBus } from '../../../packages/lambda/bus.ts';
import { task } from '../../../packages/lambda/task.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { personnelStore } from '../../../packages/table/stores/personnel-store.ts';
import { input } from './schema.ts';
import { takePersonnelChange } from './take-personnel-change.ts';

export const handler = task(input, ({ table, environment }) =>
  takePersonnelChange({
    persons: personStore(table),
    personnel: personnelStore(table),
    network: networkStore(table),
    editions: editionStore(table),
    clock: systemClock,
    publish: (events) => connectBus(environment).publish(events),
  }),
);
