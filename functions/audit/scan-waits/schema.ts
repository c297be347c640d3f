import { busEvent, waitScanStarted } from '../../../packages/contracts/events.ts';

export const input = busEvent(waitScanStarted);
