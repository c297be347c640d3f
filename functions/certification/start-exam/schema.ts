import * as z from 'zod/mini';
import { certificationId } from '../../../packages/contracts/fields.ts';
import { paperShape } from '../../../packages/contracts/people-shapes.ts';

export const input = { path: z.strictObject({ certificationId }) };

export const output = { 200: paperShape, 201: paperShape };
