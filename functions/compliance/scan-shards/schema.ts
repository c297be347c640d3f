import * as z from 'zod/mini';
import { scanId } from '../../../packages/contracts/fields.ts';

export const input = z.object({ scanId, shards: z.array(z.int()).check(z.minLength(1)) });
