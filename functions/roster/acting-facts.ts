import type { Acting } from '../../packages/domain/staffing/acting.ts';

/** Who acts, as it is answered; the reason of an exception is HQ's. */
export const actingFacts = ({ exception: _exception, ...facts }: Acting) => facts;
