import * as z from 'zod/mini';
import {
  personHired,
  personLeft,
  personnelChangeWithdrawn,
  personTransferred,
} from '../../../packages/contracts/events.ts';

export const input = z.discriminatedUnion('detail-type', [
  z.object({ 'detail-type': z.literal('PersonHired'), detail: personHired }),
  z.object({ 'detail-type': z.literal('PersonTransferred'), detail: personTransferred }),
  z.object({ 'detail-type': z.literal('PersonLeft'), detail: personLeft }),
  z.object({ 'detail-type': z.literal('PersonnelChangeWithdrawn'), detail: personnelChangeWithdrawn }),
]);
