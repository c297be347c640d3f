import * as z from 'zod/mini';
import { draftShape } from '../../../packages/contracts/standard-shapes.ts';

export const input = {};

export const output = { 200: z.strictObject({ items: z.array(draftShape) }) };
