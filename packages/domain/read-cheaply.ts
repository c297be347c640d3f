import { Failure } from './errors.ts';

/** Something is looked up by a read that costs half; where that one does not show what is looked for, by a certain one. */
export const looks = [false, true] as const;

/**
 * Decides by a read that may be a moment old and costs half; a no that it comes to is only said once a certain read has
 * come to it as well. For decisions that are written under a condition on what they were made by.
 */
export async function readCheaply<Outcome>(decide: (certain: boolean) => Promise<Outcome>): Promise<Outcome> {
  try {
    return await decide(false);
  } catch (error) {
    if (!(error instanceof Failure) || error.family === 'unavailable') throw error;
    return decide(true);
  }
}
