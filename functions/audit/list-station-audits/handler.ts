import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { listStationAudits } from './list-station-audits.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listStationAudits({ audits: auditStore(table), network: networkStore(table), clock: systemClock }),
);
