import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { listPeople } from './list-people.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listPeople({ network: networkStore(table), clock: systemClock }),
);
