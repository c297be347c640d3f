import { busEvent, campaignLaunched } from '../../../packages/contracts/events.ts';

export const input = busEvent(campaignLaunched);
