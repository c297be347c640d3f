import * as z from 'zod/mini';
import { regionShape } from '../../../packages/contracts/network-shapes.ts';

export const input = {};

export const output = { 200: z.strictObject({ items: z.array(regionShape) }) };
