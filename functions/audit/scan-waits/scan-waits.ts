import type { EventDetail } from '../../../packages/contracts/events.ts';
import { nextStep, stateOf } from '../../../packages/domain/audit/audit-steps.ts';
import {
  executionNames,
  hasOwner,
  isSettling,
  lostWait,
  stationDues,
  type WaitFound,
} from '../../../packages/domain/audit/wait-findings.ts';
import type { WorkingDays } from '../../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { digestOf } from '../../../packages/domain/inbox/tasks.ts';
import { sideBySide } from '../../../packages/domain/side-by-side.ts';
import type { Workflows, WorkflowWatch } from '../../../packages/lambda/workflows.ts';
import type { AuditItem, StationItem, WaitItem } from '../../../packages/table/items.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import type { ComplianceStore } from '../../../packages/table/stores/compliance-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { FindingStore } from '../../../packages/table/stores/finding-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { scanCorrections, watchAgain } from '../correction-waits.ts';
import { keepFindings } from '../keep-findings.ts';
import { headsOfStation } from '../station-heads.ts';
import { openWays, scanWays, wayAgain } from '../way-scan.ts';

interface Ports {
  audits: AuditStore;
  campaigns: CampaignStore;
  compliance: ComplianceStore;
  editions: EditionStore;
  findings: FindingStore;
  network: NetworkStore;
  nonconformities: NonconformityStore;
  persons: PersonStore;
  calendar: WorkingDays;
  workflows: Workflows;
  watch: WorkflowWatch;
  publish(events: { name: 'StationDigest'; detail: EventDetail<'StationDigest'> }[]): Promise<void>;
  clock: Clock;
}

/** Audits and stations looked at side by side; eight calls run at once, and Step Functions takes some hundred heartbeats a second. */
const atOnce = 8;
/** Events of one call of the bus. */
const perCall = 10;

/** Looks through the shards one by one, so that a call that dies has lost at most a shard's work. */
export const scanWaits =
  (ports: Ports) =>
  async ({
    detail,
  }: {
    detail: EventDetail<'WaitScanStarted'>;
  }): Promise<{ audits: number; corrections: number; ways: number }> => {
    let audits = 0;
    let corrections = 0;
    let ways = 0;
    const waysOf = openWays(ports.persons);
    for (const shard of detail.shards) {
      const open = await openAudits(ports.campaigns, detail.campaignIds, shard);
      audits += open.length;
      const { watched, onTheirWay, dues } = await scanShard(ports, shard, open, waysOf, detail.date);
      corrections += watched;
      ways += onTheirWay;
      await sendDigests(ports, shard, dues, detail.date);
    }
    return { audits, corrections, ways };
  };

interface Due {
  stationId: string;
  dueAt: string;
}

async function openAudits(campaigns: CampaignStore, ids: readonly string[], shard: number) {
  const audits: AuditItem[] = [];
  for (const id of ids)
    audits.push(...(await campaigns.auditsOfShard(id, shard)).filter(({ status }) => status === 'answering'));
  return audits;
}

/** @returns how many corrections and ways of people are watched, and what the shard's stations owe in all of them */
async function scanShard(
  ports: Ports,
  shard: number,
  open: readonly AuditItem[],
  waysOf: ReturnType<typeof openWays>,
  date: string,
): Promise<{ watched: number; onTheirWay: number; dues: Due[] }> {
  const all = await ports.network.stationsOfShard(shard);
  const stations = new Map(all.map((station) => [station.stationId, station]));
  const waits = new Map(
    (await ports.audits.auditWaits(open.map(({ auditId }) => auditId))).map((wait) => [wait.of, wait]),
  );
  const found: WaitFound[] = [];
  const dues: Due[] = [];
  let watched = 0;
  let onTheirWay = 0;
  await sideBySide(atOnce, open, async (audit) => {
    const now = ports.clock.now();
    dues.push(...stationDues(audit, now).map(({ dueAt }) => ({ stationId: audit.stationId, dueAt })));
    found.push(...(await ownerGone(ports, audit, stations.get(audit.stationId), now)));
    const wait = waits.get(audit.auditId);
    if (!wait || !(await ports.watch.isAlive(wait.token)))
      found.push(...(await lookCloser(ports, audit.auditId)));
  });
  await sideBySide(atOnce, all, async ({ stationId, regionId, heads: held = {} }) => {
    if (stationId === undefined) return;
    const heads = headsOfStation(ports, stationId, held);
    const corrections = await scanCorrections(ports, stationId, heads);
    watched += corrections.watched;
    found.push(...corrections.found);
    dues.push(...corrections.dues.map(({ dueAt }) => ({ stationId, dueAt })));
    if (regionId === undefined) return;
    const open = await waysOf(regionId, stationId);
    const ways = await scanWays(ports, { stationId, regionId, heads }, open);
    onTheirWay += ways.watched;
    found.push(...ways.found);
    dues.push(...ways.dues.map(({ dueAt }) => ({ stationId, dueAt })));
  });
  await keepFindings(ports, shard, found, date);
  for (const lost of found) if (lost.kind === 'workflow-gone') await restart(ports, shard, lost);
  return { watched, onTheirWay, dues };
}

const factsOf = ({ auditId, campaignId, stationId, regionId }: AuditItem) => ({
  of: auditId,
  campaignId,
  stationId,
  regionId,
});

/** HQ is always there; what the station has to do needs somebody who heads it. */
async function ownerGone(
  ports: Ports,
  audit: AuditItem,
  station: Partial<StationItem> | undefined,
  now: number,
): Promise<WaitFound[]> {
  if (stationDues(audit, now).length === 0) return [];
  if (await headsOfStation(ports, audit.stationId, station?.heads ?? {}).some(hasOwner)) return [];
  return [{ ...factsOf(audit), kind: 'owner-gone', owner: 'region-manager' }];
}

/** An audit whose wait was not found alive, as it is in this moment. */
async function lookCloser(ports: Ports, auditId: string): Promise<WaitFound[]> {
  const [audit, wait] = await Promise.all([
    ports.audits.audit(auditId, true),
    ports.audits.auditWait(auditId),
  ]);
  if (audit?.status !== 'answering' || isInMotion(audit, wait, ports.clock.now())) return [];
  if (wait && (await ports.watch.isAlive(wait.token))) return [];
  const { running, startedAt } = await executionsOf(ports.watch, auditId);
  // One that was started a moment ago has yet to write its wait.
  if (running && isSettling([startedAt], ports.clock.now())) return [];
  return [{ ...factsOf(audit), kind: lostWait(running), owner: 'hq-network' }];
}

const isInMotion = (audit: AuditItem, wait: WaitItem | null, now: number) =>
  isSettling([audit.openedAt, audit.changedAt, audit.closesAt, wait?.dueAt], now);

/** Whether an execution of the audit runs, and the name of the next one; null when all of them are used up. */
async function executionsOf(
  watch: WorkflowWatch,
  auditId: string,
): Promise<{ running: boolean; startedAt?: string; next: string | null }> {
  const names = executionNames(auditId);
  const known = await Promise.all(names.map((name) => watch.execution('station-audit', name)));
  const used = known.findLastIndex((execution) => execution !== null);
  const running = known.findLast((execution) => execution?.running);
  return {
    running: running !== undefined,
    ...(running ? { startedAt: running.startedAt } : {}),
    next: names[used + 1] ?? null,
  };
}

/** Starts a workflow that is gone again, and notes it with its finding. */
async function restart(ports: Ports, shard: number, lost: WaitFound): Promise<void> {
  const again = lost.of.startsWith('ncf_') ? watchAgain : lost.of.startsWith('aud_') ? auditAgain : wayAgain;
  const started = await again(ports, lost.of);
  if (started !== null) await ports.findings.noteRestart(shard, lost, started, instant(ports.clock.now()));
}

/**
 * Lets an audit go on whose workflow is gone, where it stands now. Its name is used once, so that of two calls one
 * starts it; the definition begins with the wait for answers, and the stream lets it go on where another step follows.
 */
async function auditAgain(ports: Ports, auditId: string): Promise<string | null> {
  const { running, next } = await executionsOf(ports.watch, auditId);
  const audit = await ports.audits.audit(auditId, true);
  if (running || next === null || audit?.status !== 'answering') return null;
  const rules = await ports.editions.editionRules(audit.edition);
  if (!rules) throw missing('EditionNotFound', 'no such edition');
  const step = nextStep(rules, stateOf(audit), ports.clock.now());
  await ports.workflows.start('station-audit', next, { auditId, step });
  return next;
}

/** Tells each station once a day what it owes within a week, in all of its audits, corrections and ways of people together. */
async function sendDigests(ports: Ports, shard: number, dues: readonly Due[], date: string): Promise<void> {
  const now = ports.clock.now();
  const digests = [...Map.groupBy(dues, ({ stationId }) => stationId)].flatMap(([stationId, owed]) => {
    const { overdue, day, week } = digestOf(owed, now);
    return overdue + day + week > 0 ? [{ v: 1 as const, date, stationId, overdue, day, week }] : [];
  });
  // Claimed first: a station that misses one digest hears tomorrow, one that gets two complains.
  if (digests.length === 0 || !(await ports.findings.claimDigests(shard, date))) return;
  for (let i = 0; i < digests.length; i += perCall)
    await ports.publish(digests.slice(i, i + perCall).map((detail) => ({ name: 'StationDigest', detail })));
}
