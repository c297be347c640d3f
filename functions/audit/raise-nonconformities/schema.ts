import { busEvent, stationAuditClosed } from '../../../packages/contracts/events.ts';

export const input = busEvent(stationAuditClosed);
