import { assignmentStarted, busEvent } from '../../../packages/contracts/events.ts';

export const input = busEvent(assignmentStarted);
