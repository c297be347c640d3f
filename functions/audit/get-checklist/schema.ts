import * as z from 'zod/mini';
import { auditId, edition, position } from '../../../packages/contracts/fields.ts';
import { bilingual } from '../../../packages/contracts/network-shapes.ts';

export const input = { path: z.strictObject({ auditId, position }) };

export const output = {
  200: z.strictObject({
    auditId,
    position,
    name: bilingual,
    edition,
    items: z.array(
      z.strictObject({
        id: z.string(),
        /** Of the standard's text. */
        clause: z.string(),
        severity: z.enum(['minor', 'major', 'critical']),
        /** Percent of the position. */
        weight: z.int().check(z.minimum(1), z.maximum(100)),
        check: bilingual,
        evidence: bilingual,
      }),
    ),
  }),
};
