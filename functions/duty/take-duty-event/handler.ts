import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { task } from '../../../packages/lambda/task.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { dutyStore } from '../../../packages/table/stores/duty-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { input } from './schema.ts';
import { takeDutyEvent } from './take-duty-event.ts';

export const handler = task(input, ({ table }) =>
  takeDutyEvent({
    duties: dutyStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    calendar: workingDays,
    clock: systemClock,
    hash: contentHash,
  }),
);
