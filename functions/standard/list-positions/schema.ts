import * as z from 'zod/mini';
import { edition, position } from '../../../packages/contracts/fields.ts';
import { bilingual } from '../../../packages/contracts/network-shapes.ts';

export const input = {};

export const output = {
  200: z.strictObject({
    edition,
    items: z.array(z.strictObject({ code: position, name: bilingual })),
  }),
};
