import * as z from 'zod/mini';
import { certificationId } from '../../../packages/contracts/fields.ts';
import { paperNumber, paperShape } from '../../../packages/contracts/people-shapes.ts';

export const input = { path: z.strictObject({ certificationId, paper: paperNumber }) };

export const output = { 200: paperShape };
