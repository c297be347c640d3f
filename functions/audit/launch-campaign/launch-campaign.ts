import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import { campaignId } from '../../../packages/domain/ids.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignItem } from '../../../packages/table/items.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { type CampaignForm, checkCampaign } from '../check-campaign.ts';

interface Input extends CampaignForm {
  name: string;
}

interface Ports {
  campaigns: CampaignStore;
  editions: EditionStore;
  network: NetworkStore;
  clock: Clock;
  /** A new unique text of lower-case letters and digits. */
  unique(): string;
  hash(value: unknown, length?: number): string;
}

/**
 * Writes the campaign and answers at once; the table's stream starts the work. With an `Idempotency-Key` the id
 * follows from the caller and the key, so a repeat meets the same campaign.
 */
export const launchCampaign =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'campaigns are for the network'));
    const key = caller.idempotencyKey;
    const id = campaignId(key ? ports.hash([caller.subject.subject, key], 26) : ports.unique());
    const commandHash = ports.hash(input);
    // A repeat is answered before the rules are asked: time has moved on and could refuse what was accepted.
    if (key) {
      const before = await ports.campaigns.campaign(id);
      if (before) return repeated(before, commandHash);
    }

    const now = ports.clock.now();
    const { facts } = await checkCampaign(ports, input, now);
    const launched = {
      campaignId: id,
      name: input.name,
      ...facts,
      status: 'launched' as const,
      pendingShards: new Set(facts.shards),
      launchedAt: instant(now),
      launchedBy: caller.subject.subject,
      commandHash,
    };
    if (await ports.campaigns.launch(launched))
      return { status: 202, body: { campaignId: id, status: 'launched' } };
    const before = await ports.campaigns.campaign(id);
    if (!before) throw new Error('a campaign that was there is gone');
    return repeated(before, commandHash);
  };

function repeated(before: CampaignItem, commandHash: string): Answer {
  if (before.commandHash !== commandHash)
    throw refused('CommandReused', 'the idempotency key belongs to another command');
  return { status: 202, body: { campaignId: before.campaignId, status: before.status } };
}
