import { systemClock } from '../../../packages/domain/clock.ts';
import { connectBus } from '../../../packages/lambda/bus.ts';
import { task } from '../../../packages/lambda/task.ts';
import { personnelPorts } from '../personnel-ports.ts';
import { input } from './schema.ts';
import { takePersonnelChange } from './take-personnel-change.ts';

export const handler = task(input, ({ table, environment }) =>
  takePersonnelChange({
    ...personnelPorts(table, systemClock),
    publish: (events) => connectBus(environment).publish(events),
  }),
);
