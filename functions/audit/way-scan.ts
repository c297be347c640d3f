import {
  executionNames,
  isSettling,
  lostWait,
  type WaitFound,
} from '../../packages/domain/audit/wait-findings.ts';
import { localDate, startOf, type WorkingDays } from '../../packages/domain/calendar.ts';
import { nextOf, watchCertification } from '../../packages/domain/certification/certification-dues.ts';
import { type Clock, instant } from '../../packages/domain/clock.ts';
import { openParts, watchOnboarding } from '../../packages/domain/onboarding/onboarding-dues.ts';
import { type WayInput, wayInput } from '../../packages/domain/way-input.ts';
import type { Workflows, WorkflowWatch } from '../../packages/lambda/workflows.ts';
import type { CertificationItem, OnboardingItem } from '../../packages/table/people-items.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { PersonStore, Way } from '../../packages/table/stores/person-store.ts';
import type { Heads } from './station-heads.ts';

interface Ports {
  persons: PersonStore;
  editions: EditionStore;
  workflows: Workflows;
  watch: WorkflowWatch;
  calendar: WorkingDays;
  clock: Clock;
}

/** What a scan learns of the ways of a station's people. */
export interface ScannedWays {
  watched: number;
  found: WaitFound[];
  /** What the station owes. */
  dues: { dueAt: string }[];
}

type Watched = OnboardingItem | CertificationItem;
const idOf = (way: Watched) => (way.type === 'onboarding' ? way.onboardingId : way.certificationId);
const workflowOf = (way: Watched) => way.type;
const isWatched = (way: Way): way is Watched => way.type !== 'hand-over';
/** The day itself still counts. */
const endOf = (due: string) => instant(startOf(due) + 86_400_000);
/** What is open, region by region: read once for all stations that a call looks at. */
export function openWays(persons: PersonStore) {
  const regions = new Map<string, ReturnType<PersonStore['wayKeys']>>();
  return async (regionId: string, stationId: string): Promise<Way[]> => {
    const keys = regions.get(regionId) ?? persons.wayKeys(regionId);
    regions.set(regionId, keys);
    const here = (await keys).get(stationId) ?? [];
    return here.length === 0 ? [] : persons.waysByKeys(here);
  };
}

/** Looks whether each onboarding and certification of a station is watched, and has somebody whose turn it is. */
export async function scanWays(
  ports: Ports,
  { stationId, regionId, heads }: { stationId: string; regionId: string; heads: Heads },
  ways: readonly Way[],
): Promise<ScannedWays> {
  const { persons, editions, calendar, clock } = ports;
  const scanned: ScannedWays = { watched: 0, found: [], dues: [] };
  const now = clock.now();
  for (const way of ways) {
    if (way.type === 'hand-over') {
      scanned.dues.push({ dueAt: endOf(way.dueOn) });
      continue;
    }
    if (!isWatched(way)) continue;
    scanned.watched += 1;
    const rules = await editions.pathRules(way.edition, way.position);
    if (!rules) continue;
    const due = way.type === 'onboarding' ? openParts(rules, way, calendar)[0] : nextOf(rules, way, now);
    const owners = due === undefined || due === null ? [] : 'owners' in due ? due.owners : [due.owner];
    if (due && !owners.some((owner) => owner.startsWith('hq-'))) scanned.dues.push({ dueAt: endOf(due.due) });
    // The head may act for whoever is missing; without one, and without the owner, nobody does.
    const somebody =
      due === undefined ||
      due === null ||
      owners.some((owner) => owner === 'person' || owner.startsWith('hq-')) ||
      (await heads.some((held) => {
        const isHeld = (code: string) => (held[code] ?? 0) > 0;
        return (
          isHeld('SM') ||
          owners.some((owner) => (owner === 'line-manager' ? rules.line.some(isHeld) : isHeld(owner)))
        );
      }));
    const facts = { of: idOf(way), stationId, regionId };
    if (!somebody) scanned.found.push({ ...facts, kind: 'owner-gone', owner: 'region-manager' });
    const wait = await persons.wayWait(way.personId, idOf(way), true);
    if (wait && (await ports.watch.isAlive(wait.token))) continue;
    if (isSettling([way.changedAt, wait?.dueAt], now)) continue;
    const { running, startedAt } = await executionsOf(ports.watch, way);
    if (running && isSettling([startedAt], now)) continue;
    scanned.found.push({ ...facts, kind: lostWait(running), owner: 'hq-network' });
  }
  return scanned;
}

/** Whether an execution of the way runs, and otherwise the name of the next one; null when all are used up. */
async function executionsOf(
  watch: WorkflowWatch,
  way: Watched,
): Promise<{ running: boolean; startedAt?: string; next: string | null }> {
  for (const name of executionNames(idOf(way))) {
    const execution = await watch.execution(workflowOf(way), name);
    if (execution === null) return { running: false, next: name };
    if (execution.running) return { running: true, startedAt: execution.startedAt, next: null };
  }
  return { running: false, next: null };
}

/**
 * Lets a way be watched again whose workflow is gone, where it stands now. A name is used once, so that of two calls one
 * starts it; the definition begins with the wait, and the stream lets it go on where it is over.
 * @returns the execution's name; null when nothing was to be started
 */
export async function wayAgain(ports: Ports, id: string): Promise<string | null> {
  const way = id.startsWith('onb_')
    ? await ports.persons.onboarding(id, true)
    : await ports.persons.certification(id, true);
  if (!way || ['released', 'ended', 'certified'].includes(way.status)) return null;
  const { running, next } = await executionsOf(ports.watch, way);
  if (running || next === null) return null;
  const rules = await ports.editions.pathRules(way.edition, way.position);
  if (!rules) return null;
  const now = ports.clock.now();
  const input = inputOf(now);
  if (!input) return null;
  await ports.workflows.start(workflowOf(way), next, {
    ...(way.type === 'onboarding' ? { onboardingId: id } : { certificationId: id }),
    ...input,
  });
  return next;

  /** A way that has got past its wait is told so as soon as it waits. */
  function inputOf(at: number): WayInput | null {
    if (!way || !rules) return null;
    const soon = {
      next: 'wait' as const,
      lookAt: instant(startOf(localDate(at)) + 86_400_000),
      seconds: 86_400,
    };
    if (way.type === 'onboarding') {
      const look = watchOnboarding(rules, way, ports.calendar, at, at);
      // Opening the certification finds the one that is there, so it may begin with the steps again.
      return wayInput(way, 'steps', look.next === 'done' ? soon : look, at);
    }
    const look = watchCertification(rules, way, at, at);
    return wayInput(way, 'exams', look.next === 'done' ? soon : look, at);
  }
}
