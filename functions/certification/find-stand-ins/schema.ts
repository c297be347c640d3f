import { busEvent, editionPublished } from '../../../packages/contracts/events.ts';

export const input = busEvent(editionPublished);
