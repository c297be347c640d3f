import * as z from 'zod/mini';
import { certificateNumber } from '../../../packages/contracts/fields.ts';
import { publicCertificateShape } from '../../../packages/contracts/people-shapes.ts';

export const input = { path: z.strictObject({ number: certificateNumber }) };

export const output = { 200: publicCertificateShape };
