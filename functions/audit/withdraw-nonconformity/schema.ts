import { appealDecided, busEvent } from '../../../packages/contracts/events.ts';

export const input = busEvent(appealDecided);
