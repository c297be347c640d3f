import { type Subject, scopeOf } from '../../packages/domain/access/may.ts';
import { isHq } from '../../packages/domain/audit/independence.ts';
import { localDate, type WorkingDays } from '../../packages/domain/calendar.ts';
import { nextOf } from '../../packages/domain/certification/certification-dues.ts';
import type { Clock } from '../../packages/domain/clock.ts';
import type { StationDuties } from '../../packages/domain/duty/station-duties.ts';
import { missing } from '../../packages/domain/errors.ts';
import { answerTasks, reviewTask } from '../../packages/domain/inbox/audit-tasks.ts';
import { correctionTask } from '../../packages/domain/inbox/correction-tasks.ts';
import { dutyTasks, inboxLooksBackTo, linesOfSubject } from '../../packages/domain/inbox/duty-tasks.ts';
import { compareTasks, type Task, type TaskPlace } from '../../packages/domain/inbox/tasks.ts';
import {
  certificationTask,
  type Heads,
  handOverTask,
  onboardingTasks,
} from '../../packages/domain/inbox/way-tasks.ts';
import { holdersOn } from '../../packages/domain/staffing/acting.ts';
import type { EditionRules } from '../../packages/standard/edition-rules.ts';
import type { NonconformityItem, StationItem } from '../../packages/table/items.ts';
import type { AppealStore } from '../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../packages/table/stores/campaign-store.ts';
import type { DutyStore } from '../../packages/table/stores/duty-store.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';
import type { NonconformityStore } from '../../packages/table/stores/nonconformity-store.ts';
import type { PersonStore, Way } from '../../packages/table/stores/person-store.ts';

export interface InboxPorts {
  audits: AuditStore;
  appeals: AppealStore;
  campaigns: CampaignStore;
  duties: DutyStore;
  editions: EditionStore;
  network: NetworkStore;
  nonconformities: NonconformityStore;
  persons: PersonStore;
  calendar: WorkingDays;
  clock: Clock;
}

/** A station has few audits open at once; older ones are closed. */
const auditsLookedAt = 20;
const campaignsLookedAt = 20;
/** Onboardings, certifications and hand-overs that are open at a station, or wait for HQ in a region. */
const waysLookedAt = 300;

/**
 * Everything that waits for a subject, computed from what waits: nothing is kept twice, so a task is gone in the
 * moment it is done.
 * @param after only tasks after this one, where the desk is long
 * @param atMost as many of each desk
 * @returns the tasks, and how far they are all of them where a desk holds more
 */
export async function openTasks(
  ports: InboxPorts,
  subject: Subject,
  after: TaskPlace | undefined,
  atMost: number,
): Promise<{ tasks: Task[]; until?: TaskPlace }> {
  const now = ports.clock.now();
  const [own, desk] = await Promise.all([
    subject.stationId === undefined ? [] : stationTasks(ports, subject, subject.stationId, now),
    isHq(subject) ? deskTasks(ports, subject, after, atMost, now) : { tasks: [] },
  ]);
  return { ...desk, tasks: [...own, ...desk.tasks] };
}

async function stationTasks(
  ports: InboxPorts,
  subject: Subject,
  stationId: string,
  now: number,
): Promise<Task[]> {
  const { audits, campaigns, duties, network, nonconformities, persons } = ports;
  const [own, given, found, station, ways, kept] = await Promise.all([
    audits.auditsOfStation(stationId, auditsLookedAt),
    network.givenToStation(stationId),
    nonconformities.nonconformitiesOfStation(stationId),
    network.station(stationId),
    persons.ways(subject.regionId ?? '', stationId, waysLookedAt),
    duties.ofStation(stationId, inboxLooksBackTo(now)),
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
  return [
    ...tasks.flat(),
    ...(await correctionTasks(ports, found, subject, now)),
    ...(await wayTasks(ports, ways.items, withOwn(station?.heads ?? {}, subject), subject, now)),
    ...(station ? await tasksOfDuties(ports, kept, station, subject, now) : []),
  ];
}

/** Vacant positions that the subject acts in are held as well. */
const withOwn = (heads: Heads, { positions = [] }: Subject): Heads => ({
  ...Object.fromEntries(positions.map((code) => [code, 1])),
  ...Object.fromEntries(Object.entries(heads).filter(([, count]) => count > 0)),
});

/** A station that never began owes nothing, and costs nothing more. */
async function tasksOfDuties(
  { calendar, duties, editions, network }: InboxPorts,
  kept: StationDuties,
  { stationId, regionId }: StationItem,
  subject: Subject,
  now: number,
): Promise<Task[]> {
  if (kept.from === undefined) return [];
  const [roster, edition] = await Promise.all([network.roster(stationId), editions.currentEdition()]);
  const rules = edition && (await editions.editionDuties(edition));
  if (!rules) return [];
  const holders = roster ? holdersOn(roster, localDate(now)) : [];
  const context = { ...rules, holders, calendar, now };
  const lines = linesOfSubject(context, subject);
  const byPlan = lines.some(({ rule }) => rule.kind === 'window' && rule.calendar === 'hq-plan');
  const plans = byPlan ? await duties.dutyPlans() : {};
  return dutyTasks(kept, lines, { ...context, plans }, subject, { stationId, regionId });
}

/** Rules come from the few editions and positions that are open, and are read once. */
async function wayTasks(
  ports: InboxPorts,
  ways: readonly Way[],
  heads: Heads,
  subject: Subject,
  now: number,
): Promise<Task[]> {
  const { editions, calendar } = ports;
  const edition = ways.some(({ type }) => type === 'hand-over') ? await editions.currentEdition() : null;
  const tasks = await Promise.all(
    ways.map(async (way) => {
      if (way.type === 'hand-over') {
        const lines = way.positions.map(
          async (position) => (edition && (await editions.pathRules(edition, position))?.line) || [],
        );
        return handOverTask(way, await Promise.all(lines), heads, subject, now);
      }
      const rules = await editions.pathRules(way.edition, way.position);
      if (!rules) throw missing('EditionNotFound', 'no such edition');
      return way.type === 'onboarding'
        ? onboardingTasks(rules, way, calendar, heads, subject, now)
        : certificationTask(rules, way, heads, subject, now);
    }),
  );
  return tasks.flat();
}

/** What HQ assesses and approves in the stead of somebody whom a station of the region lacks. */
async function tasksInStead(
  { network, persons, editions }: InboxPorts,
  regionId: string,
  subject: Subject,
  now: number,
): Promise<Task[]> {
  const stations = await network.stationsWithoutAssessor(regionId);
  if (stations.length === 0) return [];
  const open = await persons.wayKeys(regionId);
  const tasks = await Promise.all(
    stations.map(async ({ stationId, assessorGaps }) => {
      const ways = await persons.waysByKeys(open.get(stationId) ?? []);
      const certifications = ways.filter((way) => way.type === 'certification');
      return Promise.all(
        certifications.map(async (way) => {
          const rules = await editions.pathRules(way.edition, way.position);
          if (!rules) throw missing('EditionNotFound', 'no such edition');
          // What is HQ's own stands on its desk already.
          const own = nextOf(rules, way, now)?.owner.startsWith('hq-') ?? true;
          return own ? [] : certificationTask(rules, way, {}, subject, now, assessorGaps);
        }),
      );
    }),
  );
  return tasks.flat(2);
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

/** HQ's desks: reviews, appeals, corrections, and pilots that wait for their roll-out. */
async function deskTasks(
  ports: InboxPorts,
  subject: Subject,
  after: TaskPlace | undefined,
  atMost: number,
  now: number,
): Promise<{ tasks: Task[]; until?: TaskPlace }> {
  // The lists hold `<due>#<what it is about>`, an appeal its item behind it.
  const from = after && `${after.dueAt}#${after.of}`;
  const regions = await ports.network.allRegions();
  const waysOfRegions = Promise.all(
    regions.map(({ regionId }) => ports.persons.waysAtHq(regionId, undefined, waysLookedAt)),
  );
  const inStead = Promise.all(regions.map(({ regionId }) => tasksInStead(ports, regionId, subject, now)));
  const [reviews, appeals, corrections, campaigns] = await Promise.all([
    ports.audits.reviewsDue(atMost, from),
    ports.appeals.openAppeals(atMost, from),
    ports.nonconformities.hqCorrections(atMost, from),
    scopeOf(subject, 'campaign.control') === 'network'
      ? ports.campaigns.campaigns(campaignsLookedAt)
      : { items: [] },
  ]);
  const [until] = [reviews.next, appeals.next, corrections.next]
    .flatMap((place) => (place === undefined ? [] : placeOf(place)))
    .sort(compareTasks);
  const overdue = (dueAt: string) => Date.parse(dueAt) <= now;
  const tasks = [
    ...(await correctionTasks(ports, corrections.items, subject, now)),
    ...(await inStead).flat(),
    ...(await wayTasks(
      ports,
      (await waysOfRegions).flatMap(({ items }) => items),
      {},
      subject,
      now,
    )),
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
  return { tasks, ...(until ? { until } : {}) };
}

/** Where a page of a desk ended: behind all tasks of what it is about, or behind an appeal's item. */
function placeOf(place: string): TaskPlace {
  const [dueAt = '', of = '', item] = place.split('#');
  return { dueAt, of, taskId: item === undefined ? '~' : `decide-appeal:${of}:${item}` };
}
