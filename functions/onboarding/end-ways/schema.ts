import { assignmentEnded, busEvent } from '../../../packages/contracts/events.ts';

export const input = busEvent(assignmentEnded);
