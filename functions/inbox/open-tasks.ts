import { type Subject, scopeOf } from '../../packages/domain/access/may.ts';
import { isHq } from '../../packages/domain/audit/independence.ts';
import type { Clock } from '../../packages/domain/clock.ts';
import { missing } from '../../packages/domain/errors.ts';
import { answerTasks, reviewTask } from '../../packages/domain/inbox/audit-tasks.ts';
import { correctionTask } from '../../packages/domain/inbox/correction-tasks.ts';
import type { Task } from '../../packages/domain/inbox/tasks.ts';
import type { EditionRules } from '../../packages/standard/edition-rules.ts';
import type { NonconformityItem } from '../../packages/table/items.ts';
import type { AppealStore } from '../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../packages/table/stores/campaign-store.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';
import type { NonconformityStore } from '../../packages/table/stores/nonconformity-store.ts';

export interface InboxPorts {
  audits: AuditStore;
  appeals: AppealStore;
  campaigns: CampaignStore;
  editions: EditionStore;
  network: NetworkStore;
  nonconformities: NonconformityStore;
  clock: Clock;
}

/** Open nonconformities of a region that HQ's desk is searched in, in pages; most are the stations' turn. */
const correctionsOfPage = 200;
const pagesOfCorrections = 5;
/** A station has few audits open at once; older ones are closed. */
const auditsLookedAt = 20;
const campaignsLookedAt = 20;

/**
 * Everything that waits for a subject, computed from what waits: nothing is kept twice, so a task is gone in the
 * moment it is done.
 * @param from only tasks due from this instant on, where the desk is long
 * @param atMost as many of each desk
 */
export async function openTasks(
  ports: InboxPorts,
  subject: Subject,
  from: string | undefined,
  atMost: number,
): Promise<Task[]> {
  const now = ports.clock.now();
  const tasks = await Promise.all([
    subject.stationId === undefined ? [] : stationTasks(ports, subject, subject.stationId, now),
    isHq(subject) ? deskTasks(ports, subject, from, atMost, now) : [],
  ]);
  return tasks.flat();
}

async function stationTasks(
  ports: InboxPorts,
  subject: Subject,
  stationId: string,
  now: number,
): Promise<Task[]> {
  const { audits, campaigns, network, nonconformities } = ports;
  const [own, given, found] = await Promise.all([
    audits.auditsOfStation(stationId, auditsLookedAt),
    network.givenToStation(stationId),
    nonconformities.nonconformitiesOfStation(stationId),
  ]);
  const elsewhere = await Promise.all(
    [
      ...new Set(given.filter(({ personId }) => personId === subject.personId).map(({ auditId }) => auditId)),
    ].map((auditId) => audits.audit(auditId)),
  );
  const open = [...own.items, ...elsewhere.filter((audit) => audit !== null)].filter(
    ({ status }) => status === 'answering',
  );
  const reminded = new Map<string, string | undefined>();
  for (const id of new Set(open.map(({ campaignId }) => campaignId)))
    reminded.set(id, (await campaigns.campaign(id))?.remindedAt);
  const tasks = await Promise.all(
    open.map(async (audit) =>
      answerTasks(await rulesOf(ports, audit), audit, subject, now, reminded.get(audit.campaignId)),
    ),
  );
  return [...tasks.flat(), ...(await correctionTasks(ports, found, subject, now))];
}

async function correctionTasks(
  ports: InboxPorts,
  found: readonly NonconformityItem[],
  subject: Subject,
  now: number,
): Promise<Task[]> {
  const tasks = await Promise.all(
    found.map(async (one) => correctionTask((await rulesOf(ports, one)).correction, one, subject, now)),
  );
  return tasks.flat();
}

async function rulesOf({ editions }: InboxPorts, { edition }: { edition: string }): Promise<EditionRules> {
  const rules = await editions.editionRules(edition);
  if (!rules) throw missing('EditionNotFound', 'no such edition');
  return rules;
}

/** HQ's desks: reviews, appeals, and pilots that wait for their roll-out. */
async function deskTasks(
  ports: InboxPorts,
  subject: Subject,
  from: string | undefined,
  atMost: number,
  now: number,
): Promise<Task[]> {
  const regions = await ports.network.allRegions();
  const [reviews, appeals, campaigns, ...corrections] = await Promise.all([
    ports.audits.reviewsDue(atMost, from),
    ports.appeals.openAppeals(atMost, from),
    scopeOf(subject, 'campaign.control') === 'network'
      ? ports.campaigns.campaigns(campaignsLookedAt)
      : { items: [] },
    ...regions.map(({ regionId }) => openOfRegion(ports.nonconformities, regionId)),
  ]);
  const overdue = (dueAt: string) => Date.parse(dueAt) <= now;
  return [
    ...(await correctionTasks(ports, corrections.flat(), subject, now)),
    ...reviews.items.flatMap((audit, i) => reviewTask(audit, reviews.dueAt[i] ?? audit.closesAt, now)),
    ...appeals.items
      .filter(({ status }) => status === 'open')
      .map(
        ({ auditId, item, position, stationId, regionId, dueAt, reason }): Task => ({
          taskId: `decide-appeal:${auditId}:${item}`,
          kind: 'decide-appeal',
          of: auditId,
          stationId,
          regionId,
          name: stationId,
          position,
          item,
          dueAt,
          overdue: overdue(dueAt),
          note: reason,
          action: { method: 'POST', path: `/v1/audits/${auditId}/appeals/${item}/decision` },
        }),
      ),
    ...campaigns.items
      .filter(({ status, pilot, rolledOutAt }) => status === 'running' && pilot && !rolledOutAt)
      .map(
        ({ campaignId, name, dueAt }): Task => ({
          taskId: `roll-out:${campaignId}`,
          kind: 'roll-out',
          of: campaignId,
          name,
          dueAt,
          overdue: overdue(dueAt),
          action: { method: 'POST', path: `/v1/campaigns/${campaignId}/roll-out` },
        }),
      ),
  ];
}

async function openOfRegion(store: NonconformityStore, regionId: string): Promise<NonconformityItem[]> {
  const found: NonconformityItem[] = [];
  let after: string | undefined;
  for (let page = 0; page < pagesOfCorrections; page++) {
    const { items, next } = await store.openNonconformities(regionId, correctionsOfPage, after);
    found.push(...items);
    if (!next) break;
    after = next;
  }
  return found;
}
