import * as z from 'zod/mini';
import { eventName, gravity, openedShape, ownNumber } from '../../../packages/contracts/duty-shapes.ts';
import { instant, stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ stationId }),
  body: z.strictObject({
    event: eventName,
    /** The number of the order, complaint or notice: it opens its cases once. */
    key: ownNumber,
    /** When it happened; of what duties come before, when it will. */
    at: instant,
    /** Of a complaint. */
    gravity: z.optional(gravity),
  }),
};

/** 200 when it was reported before. */
export const output = { 200: openedShape, 201: openedShape };
