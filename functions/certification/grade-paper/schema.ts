import * as z from 'zod/mini';

export const input = z.object({ certificationId: z.string(), paper: z.number() });
