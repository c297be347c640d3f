import { busEvent, campaignChanged } from '../../../packages/contracts/events.ts';

export const input = busEvent(campaignChanged);
