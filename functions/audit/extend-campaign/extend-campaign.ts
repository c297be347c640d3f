import { checkExtension } from '../../../packages/domain/audit/campaign-window.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { campaignFacts } from '../audit-facts.ts';
import { campaignOver, campaignToChange, changeBy } from '../campaign-command.ts';

interface Input {
  campaignId: string;
  dueAt: string;
  closesAt: string;
  reason: string;
}

/** Dates are put off, never forward. The audits that are open follow by the stream, the bus and `carry-out-change`. */
export const extendCampaign =
  (ports: { campaigns: CampaignStore; clock: Clock }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const campaign = await campaignToChange(ports.campaigns, input.campaignId, caller);
    const dueAt = instant(Date.parse(input.dueAt));
    const closesAt = instant(Date.parse(input.closesAt));
    if (campaign.dueAt === dueAt && campaign.closesAt === closesAt)
      return { status: 200, body: campaignFacts(campaign) };
    if (campaign.status === 'closed' || campaign.status === 'cancelled') throw campaignOver();
    const problems = checkExtension(campaign, { dueAt, closesAt }, ports.clock.now());
    if (problems.length > 0) throw inputRejected(problems);
    const change = changeBy(caller, ports.clock);
    const after = await ports.campaigns.extend(campaign, {
      dueAt,
      closesAt,
      extendedAt: change.changedAt,
      extendedBecause: input.reason,
      ...change,
    });
    if (!after) throw campaignOver();
    return { status: 200, body: campaignFacts(after) };
  };
