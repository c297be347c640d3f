import { isEarly, type WatchPhase, watchedPhase } from '../../packages/domain/audit/correction-dues.ts';
import {
  correctionDues,
  executionNames,
  hasDesk,
  isSettling,
  lostWait,
  type WaitFound,
} from '../../packages/domain/audit/wait-findings.ts';
import { startOf } from '../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../packages/domain/clock.ts';
import { missing } from '../../packages/domain/errors.ts';
import type { Workflows, WorkflowWatch } from '../../packages/lambda/workflows.ts';
import type { CorrectionRules } from '../../packages/standard/edition-rules.ts';
import type { NonconformityItem, WaitItem } from '../../packages/table/items.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { NonconformityStore } from '../../packages/table/stores/nonconformity-store.ts';
import { executionName, startWatch } from './correction-watch.ts';
import type { Heads } from './station-heads.ts';

interface Ports {
  nonconformities: NonconformityStore;
  editions: EditionStore;
  workflows: Workflows;
  watch: WorkflowWatch;
  clock: Clock;
}

/** What a scan learns of a station's corrections. */
export interface ScannedCorrections {
  /** Corrections under way, and closed ones whose effect is to be checked. */
  watched: number;
  found: WaitFound[];
  /** What the station owes. */
  dues: { dueAt: string }[];
}

/** Looks whether each correction of a station is watched, and has somebody whose turn it is. */
export async function scanCorrections(
  ports: Ports,
  stationId: string,
  heads: Heads,
): Promise<ScannedCorrections> {
  const { nonconformities, waits } = await ports.nonconformities.correctionsOfStation(stationId);
  const now = ports.clock.now();
  const scanned: ScannedCorrections = { watched: 0, found: [], dues: [] };
  for (const one of nonconformities) {
    const phase = watchedPhase(one);
    if (phase === null) continue;
    scanned.watched += 1;
    const rules = await rulesOf(ports, one);
    const dues = correctionDues(rules, one, now);
    scanned.dues.push(...dues);
    if (dues.length > 0 && !(await heads.some((held) => hasDesk(rules, one, held))))
      scanned.found.push({ ...factsOf(one), kind: 'owner-gone', owner: 'region-manager' });
    // An effect is waited for without an item until its date.
    if (isEarly(one, now) && (await executionsOf(ports.watch, one, phase)).running) continue;
    const wait = waitOf(waits, one, phase);
    if (wait && (await ports.watch.isAlive(wait.token))) continue;
    scanned.found.push(...(await lookCloser(ports, one.nonconformityId)));
  }
  return scanned;
}

async function rulesOf({ editions }: Ports, { edition }: NonconformityItem): Promise<CorrectionRules> {
  const rules = await editions.editionRules(edition);
  if (!rules) throw missing('EditionNotFound', 'no such edition');
  return rules.correction;
}

const factsOf = ({ nonconformityId, campaignId, stationId, regionId }: NonconformityItem) => ({
  of: nonconformityId,
  campaignId,
  stationId,
  regionId,
});

const waitOf = (
  waits: readonly WaitItem[],
  { nonconformityId, round }: NonconformityItem,
  phase: WatchPhase,
) => waits.find((wait) => wait.of === nonconformityId && wait.round === round && wait.phase === phase);

/** A correction whose wait was not found alive, as it is in this moment. */
async function lookCloser(ports: Ports, nonconformityId: string): Promise<WaitFound[]> {
  const [one, waits] = await Promise.all([
    ports.nonconformities.nonconformity(nonconformityId, true),
    ports.nonconformities.correctionWaits(nonconformityId),
  ]);
  const phase = one && watchedPhase(one);
  if (!one || !phase) return [];
  const now = ports.clock.now();
  const wait = waitOf(waits, one, phase);
  if (wait && (await ports.watch.isAlive(wait.token))) return [];
  const checkedFrom = one.effectCheckOn === undefined ? undefined : instant(startOf(one.effectCheckOn));
  if (isSettling([one.issuedAt, one.changedAt, wait?.dueAt, checkedFrom], now)) return [];
  const { running, startedAt } = await executionsOf(ports.watch, one, phase);
  // One that was started a moment ago has yet to write its wait.
  if (running && (isEarly(one, now) || isSettling([startedAt], now))) return [];
  return [{ ...factsOf(one), kind: lostWait(running), owner: 'hq-network' }];
}

/** Whether an execution of the phase runs, and otherwise the name of the next one; null when all of them are used up. */
async function executionsOf(
  watch: WorkflowWatch,
  { nonconformityId, round }: NonconformityItem,
  phase: WatchPhase,
): Promise<{ running: boolean; startedAt?: string; next: string | null }> {
  for (const name of executionNames(executionName(nonconformityId, phase, round))) {
    const execution = await watch.execution('corrective-action', name);
    if (execution === null) return { running: false, next: name };
    if (execution.running) return { running: true, startedAt: execution.startedAt, next: null };
  }
  return { running: false, next: null };
}

/**
 * Lets a correction be watched again whose workflow is gone, where it stands now. A name is used once, so that of two
 * calls one starts it.
 * @returns the execution's name; null when nothing was to be started
 */
export async function watchAgain(ports: Ports, nonconformityId: string): Promise<string | null> {
  const [one, waits] = await Promise.all([
    ports.nonconformities.nonconformity(nonconformityId, true),
    ports.nonconformities.correctionWaits(nonconformityId),
  ]);
  const phase = one && watchedPhase(one);
  if (!one || !phase) return null;
  const { running, next } = await executionsOf(ports.watch, one, phase);
  if (running || next === null) return null;
  await startWatch(ports, one, phase, { name: next, lastLookAt: waitOf(waits, one, phase)?.dueAt });
  return next;
}
