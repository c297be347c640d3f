import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { givePosition } from './give-position.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  givePosition({
    audits: auditStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    clock: systemClock,
  }),
);
