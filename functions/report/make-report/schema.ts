import { busEvent, reportRequested } from '../../../packages/contracts/events.ts';

export const input = busEvent(reportRequested);
