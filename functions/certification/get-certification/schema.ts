import * as z from 'zod/mini';
import { certificationId } from '../../../packages/contracts/fields.ts';
import { certificationShape } from '../../../packages/contracts/people-shapes.ts';

export const input = { path: z.strictObject({ certificationId }) };

export const output = { 200: certificationShape };
