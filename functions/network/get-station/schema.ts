import * as z from 'zod/mini';
import { stationId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ stationId }) };
