import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { issueCertificate } from './issue-certificate.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table }) =>
  issueCertificate({
    persons: personStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    clock: systemClock,
    random: () => randomBytes(10),
  }),
);
