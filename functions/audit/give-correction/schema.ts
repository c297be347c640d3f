import * as z from 'zod/mini';
import { nonconformityId, personId } from '../../../packages/contracts/fields.ts';
import { nonconformityShape } from '../../../packages/contracts/nonconformity-shapes.ts';
import { correctionParts } from '../../../packages/domain/audit/nonconformity.ts';

export const input = {
  path: z.strictObject({ nonconformityId, part: z.enum(correctionParts) }),
  body: z.strictObject({
    /** null takes the part back. */
    personId: z.nullable(personId),
  }),
};

export const output = { 200: nonconformityShape };
