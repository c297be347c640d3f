import type { EventDetail } from '../../../packages/contracts/events.ts';
import { isSettling, lostWait, type WaitFound } from '../../../packages/domain/audit/wait-findings.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { digestOf } from '../../../packages/domain/inbox/tasks.ts';
import { allShards } from '../../../packages/domain/shards.ts';
import { dayInChina } from '../../../packages/domain/trail/days.ts';
import type { WorkflowWatch } from '../../../packages/lambda/workflows.ts';
import type { CampaignItem } from '../../../packages/table/items.ts';
import type { AppealStore } from '../../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import type { FindingStore } from '../../../packages/table/stores/finding-store.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { keepFindings } from '../keep-findings.ts';

interface Ports {
  appeals: AppealStore;
  audits: AuditStore;
  campaigns: CampaignStore;
  findings: FindingStore;
  nonconformities: NonconformityStore;
  watch: WorkflowWatch;
  publish(events: { name: 'WaitScanStarted' | 'DeskDigest'; detail: object }[]): Promise<void>;
  clock: Clock;
}

/** Shards of one event: 12,800 stations of a network of 100,000, which one call looks through in minutes. */
const shardsPerEvent = 8;
const perPage = 100;
const week = 7 * 86_400_000;

/**
 * The waits of campaigns and of HQ's desk are few and are looked at here; those of stations by whoever hears the events.
 * Shards are named also when no campaign is open, so that what was found before is closed.
 */
export const beginWaitScan =
  (ports: Ports) =>
  async ({ scheduledAt }: { scheduledAt: string }): Promise<{ date: string; campaigns: number }> => {
    const date = dayInChina(Date.parse(scheduledAt));
    const now = ports.clock.now();
    const open = await openCampaigns(ports.campaigns);
    const found = [
      ...(await Promise.all(open.map((campaign) => lookAtCampaign(ports, campaign, now)))).flat(),
      ...(await overdueAppeals(ports.appeals, now)),
    ];
    await keepFindings(ports, 'HQ', found, date);

    const digest = await deskDigest(ports, open, now);
    if (digest.overdue + digest.day + digest.week > 0)
      await ports.publish([{ name: 'DeskDigest', detail: { v: 1, date, ...digest } }]);
    const parts: EventDetail<'WaitScanStarted'>[] = [];
    for (let i = 0; i < allShards.length; i += shardsPerEvent)
      parts.push({
        v: 1,
        date,
        campaignIds: open.map(({ campaignId }) => campaignId),
        shards: allShards.slice(i, i + shardsPerEvent),
      });
    await ports.publish(parts.map((detail) => ({ name: 'WaitScanStarted', detail })));
    return { date, campaigns: open.length };
  };

async function openCampaigns(campaigns: CampaignStore): Promise<CampaignItem[]> {
  const found: CampaignItem[] = [];
  for (let after: string | undefined; ; ) {
    const page = await campaigns.campaigns(perPage, after);
    found.push(...page.items.filter(({ status }) => status === 'launched' || status === 'running'));
    if (!page.next) return found;
    after = page.next;
  }
}

/** A campaign waits for its window without an item; from then on for its roll-out or its last audit, with one. */
async function lookAtCampaign(ports: Ports, campaign: CampaignItem, now: number): Promise<WaitFound[]> {
  const { campaignId, launchedAt, opensAt, changedAt, rolledOutAt } = campaign;
  const wait = await ports.campaigns.campaignWait(campaignId);
  if (wait && (await ports.watch.isAlive(wait.token))) return [];
  if (isSettling([launchedAt, opensAt, changedAt, rolledOutAt, wait?.dueAt], now)) return [];
  const running = (await ports.watch.execution('audit-campaign', campaignId))?.running ?? false;
  if (running && campaign.status === 'launched' && Date.parse(opensAt) > now) return [];
  return [{ kind: lostWait(running), of: campaignId, campaignId, owner: 'hq-network' }];
}

async function overdueAppeals(appeals: AppealStore, now: number): Promise<WaitFound[]> {
  const found: WaitFound[] = [];
  for (let after: string | undefined; ; ) {
    const page = await appeals.openAppeals(perPage, after);
    const late = page.items.filter(({ dueAt }) => Date.parse(dueAt) <= now);
    found.push(
      ...late
        .filter(({ status }) => status === 'open')
        .map(
          ({ auditId, item, campaignId, stationId, regionId }): WaitFound => ({
            kind: 'appeal-overdue',
            of: auditId,
            item,
            campaignId,
            stationId,
            regionId,
            owner: 'hq-network',
          }),
        ),
    );
    // The first due come first.
    if (!page.next || late.length < page.items.length) return found;
    after = page.next;
  }
}

/** What lies on HQ's desk and is due within a week: reviews, appeals, corrections, and pilots that wait for their roll-out. */
async function deskDigest(ports: Ports, open: readonly CampaignItem[], now: number) {
  const until = instant(now + week + 1);
  const dates = await Promise.all([
    ports.audits.reviewDatesUntil(until),
    ports.appeals.appealDatesUntil(until),
    ports.nonconformities.hqCorrectionDatesUntil(until),
  ]);
  const pilots = open.filter(
    ({ status, pilot, rolledOutAt }) => status === 'running' && pilot && !rolledOutAt,
  );
  const {
    overdue,
    day,
    week: later,
  } = digestOf([...dates.flat().map((dueAt) => ({ dueAt })), ...pilots], now);
  return { overdue, day, week: later };
}
