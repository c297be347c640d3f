import * as z from 'zod/mini';
import { nonconformityId } from '../../../packages/contracts/fields.ts';
import { nonconformityDetailShape } from '../../../packages/contracts/nonconformity-shapes.ts';

export const input = { path: z.strictObject({ nonconformityId }) };

export const output = { 200: nonconformityDetailShape };
