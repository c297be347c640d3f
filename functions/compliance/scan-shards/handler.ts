import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { logger } from '../../../packages/lambda/logger.ts';
import { task } from '../../../packages/lambda/task.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { scanShards } from './scan-shards.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table }) =>
  scanShards({
    compliance: complianceStore(table),
    editions: editionStore(table),
    calendar: workingDays,
    hash: contentHash,
    unreadable: (error, stationId) =>
      logger.error('facts not readable', { stationId, error: error as Error }),
  }),
);
