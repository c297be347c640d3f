import { systemClock } from '../../../packages/domain/clock.ts';
import { connectBus } from '../../../packages/lambda/bus.ts';
import { task } from '../../../packages/lambda/task.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { input } from './schema.ts';
import { takeIntakeReport } from './take-intake-report.ts';

export const handler = task(input, ({ table, environment }) =>
  takeIntakeReport({
    network: networkStore(table),
    clock: systemClock,
    publish: (events) => connectBus(environment).publish(events),
  }),
);
