import * as z from 'zod/mini';
import { webhookShape } from '../../../packages/contracts/webhook-shapes.ts';

export const input = {};

export const output = { 200: z.strictObject({ items: z.array(webhookShape) }) };
