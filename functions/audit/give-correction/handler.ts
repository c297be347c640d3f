import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { giveCorrection } from './give-correction.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  giveCorrection({
    nonconformities: nonconformityStore(table),
    network: networkStore(table),
    editions: editionStore(table),
    calendar: workingDays,
    clock: systemClock,
    hash: (text) => contentHash(text, 8),
  }),
);
