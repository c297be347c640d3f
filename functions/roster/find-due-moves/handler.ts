import { connectBus } from '../../../packages/lambda/bus.ts';
import { task } from '../../../packages/lambda/task.ts';
import { personnelStore } from '../../../packages/table/stores/personnel-store.ts';
import { findDueMoves } from './find-due-moves.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  findDueMoves({
    personnel: personnelStore(table),
    publish: (events) => connectBus(environment).publish(events),
  }),
);
