import { busEvent, plannedMoveDue } from '../../../packages/contracts/events.ts';

export const input = busEvent(plannedMoveDue);
