import * as z from 'zod/mini';
import { certificateNumber, personId, position } from '../../../packages/contracts/fields.ts';
import { certificationShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ personId }),
  body: z.strictObject({
    position,
    kind: z.enum(['renewal', 'upgrade', 'authorisation']),
    /** Number of the certificate to renew. */
    certificate: z.optional(certificateNumber),
    level: z.optional(z.string().check(z.regex(/^L[1-9]$/, 'level'))),
    authorisation: z.optional(z.string().check(z.regex(/^[a-z][a-z-]{1,22}$/, 'authorisation'))),
  }),
};

export const output = { 200: certificationShape };
