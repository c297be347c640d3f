import * as z from 'zod/mini';
import { dutyEventHappened } from '../../../packages/contracts/events.ts';

export const input = z.object({
  'detail-type': z.literal('DutyEventHappened'),
  detail: dutyEventHappened,
});
