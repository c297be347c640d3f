import type { Command } from 'commander';
import type { Words } from './messages.ts';
import { count } from './options.ts';

export interface CampaignOptions {
  region?: string[];
  station?: string[];
  position?: string[];
  onSite: boolean;
  review: boolean;
  pilot?: string[];
  dueDays: string;
  days: string;
}

const dayMilliseconds = 86_400_000;

/** The options that say whom a campaign asks, what, and how long. */
export const campaignOptions = (command: Command): Command =>
  command
    .option('--region <ids...>', '大区 · regions')
    .option('--station <ids...>', '服务商 · stations')
    .option('--position <codes...>', '岗位 · positions')
    .option('--on-site', '现场审核(总部作答)· an auditor of HQ answers on site', false)
    .option('--no-review', '不经总部复核 · without review by HQ')
    .option('--pilot <ids...>', '先行试点的服务商 · stations that go first')
    .option('--due-days <days>', '答卷期限(天)· days until answers are due', '14')
    .option('--days <days>', '窗口长度(天)· days until the window closes', '21');

/** The API's form of a campaign; days count from now. */
export function campaignForm(options: CampaignOptions, words: Words): object {
  const days = count('--days', options.days, 1, 366, words);
  const dueDays = count('--due-days', options.dueDays, 1, 366, words);
  return {
    scope: options.station
      ? { kind: 'stations', ids: options.station }
      : options.region
        ? { kind: 'regions', ids: options.region }
        : { kind: 'network' },
    ...(options.position ? { positions: options.position } : {}),
    ...(options.onSite ? { mode: 'on-site' } : options.review ? {} : { review: 'none' }),
    ...(options.pilot ? { pilot: options.pilot } : {}),
    dueAt: new Date(Date.now() + dueDays * dayMilliseconds).toISOString(),
    closesAt: new Date(Date.now() + days * dayMilliseconds).toISOString(),
  };
}
