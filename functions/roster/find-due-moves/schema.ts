import * as z from 'zod/mini';
import { instant } from '../../../packages/contracts/fields.ts';

export const input = z.object({ scheduledAt: instant });
