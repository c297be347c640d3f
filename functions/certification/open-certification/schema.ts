import * as z from 'zod/mini';

export const input = z.object({ onboardingId: z.string() });
