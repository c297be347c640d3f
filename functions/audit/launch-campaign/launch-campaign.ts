import { checkWindow } from '../../../packages/domain/audit/campaign-window.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { type FieldProblem, inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import { campaignId } from '../../../packages/domain/ids.ts';
import { allShards, shardOf } from '../../../packages/domain/shards.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignItem } from '../../../packages/table/items.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

interface Input {
  name: string;
  scope: { kind: 'network' } | { kind: 'regions' | 'stations'; ids: string[] };
  positions?: string[] | undefined;
  edition?: string | undefined;
  opensAt?: string | undefined;
  dueAt: string;
  closesAt: string;
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
    const edition = input.edition ?? (await ports.editions.currentEdition());
    const rules = edition === null ? null : await ports.editions.editionRules(edition);
    if (!edition || !rules) throw missing('EditionNotFound', 'no such edition');
    const opensAt = input.opensAt ?? instant(now);
    const problems: FieldProblem[] = checkWindow(
      { opensAt, dueAt: input.dueAt, closesAt: input.closesAt },
      now,
    );
    const codes = rules.positions.map((position) => position.code);
    input.positions?.forEach((code, i) => {
      if (!codes.includes(code))
        problems.push({
          field: `positions[${i}]`,
          code: 'unknown-position',
          value: code,
          allowed: codes.join(', '),
        });
    });
    problems.push(...(await unknownTargets(input.scope)));
    if (problems.length > 0) throw inputRejected(problems);

    const ids = input.scope.kind === 'network' ? [] : [...new Set(input.scope.ids)].sort();
    const shards =
      input.scope.kind === 'stations' ? [...new Set(ids.map(shardOf))].sort((a, b) => a - b) : [...allShards];
    const launched = {
      campaignId: id,
      name: input.name,
      edition,
      positions: [...new Set(input.positions ?? [])],
      scope: { kind: input.scope.kind, ids },
      opensAt: instant(Date.parse(opensAt)),
      dueAt: instant(Date.parse(input.dueAt)),
      closesAt: instant(Date.parse(input.closesAt)),
      status: 'launched' as const,
      shards,
      pendingShards: new Set(shards),
      launchedAt: instant(now),
      launchedBy: caller.subject.subject,
      commandHash,
    };
    if (await ports.campaigns.launch(launched))
      return { status: 202, body: { campaignId: id, status: 'launched' } };
    const before = await ports.campaigns.campaign(id);
    if (!before) throw new Error('a campaign that was there is gone');
    return repeated(before, commandHash);

    async function unknownTargets(scope: Input['scope']): Promise<FieldProblem[]> {
      if (scope.kind === 'network') return [];
      const known =
        scope.kind === 'regions'
          ? new Set((await ports.network.allRegions()).map((region) => region.regionId))
          : await ports.network.existingStations(scope.ids);
      return scope.ids.flatMap((id, i) =>
        known.has(id)
          ? []
          : [
              {
                field: `scope.ids[${i}]`,
                code: scope.kind === 'regions' ? 'unknown-region' : 'unknown-station',
                value: id,
                ...(scope.kind === 'regions' ? { allowed: [...known].join(', ') } : {}),
              },
            ],
      );
    }
  };

function repeated(before: CampaignItem, commandHash: string): Answer {
  if (before.commandHash !== commandHash)
    throw refused('CommandReused', 'the idempotency key belongs to another command');
  return { status: 202, body: { campaignId: before.campaignId, status: before.status } };
}
