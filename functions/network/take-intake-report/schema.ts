import * as z from 'zod/mini';
import { intakeReported } from '../../../packages/contracts/events.ts';

export const input = z.object({ 'detail-type': z.literal('IntakeReported'), detail: intakeReported });
