import * as z from 'zod/mini';
import { shardCount } from '../../../packages/domain/shards.ts';

export const input = z.object({
  campaignId: z.string(),
  shards: z.array(z.int().check(z.minimum(0), z.maximum(shardCount - 1))),
});
