import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { dutyStore } from '../../../packages/table/stores/duty-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';
import { withdrawDutyEvent } from './withdraw-duty-event.ts';

export const handler = http(manifest, input, ({ table }) =>
  withdrawDutyEvent({ duties: dutyStore(table), network: networkStore(table), clock: systemClock }),
);
