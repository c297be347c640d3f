import { type WatchPhase, watchCorrection } from '../../packages/domain/audit/correction-dues.ts';
import type { Nonconformity } from '../../packages/domain/audit/nonconformity.ts';
import { startOf } from '../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../packages/domain/clock.ts';
import { missing } from '../../packages/domain/errors.ts';
import type { Workflows } from '../../packages/lambda/workflows.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';

interface Ports {
  editions: EditionStore;
  workflows: Workflows;
  clock: Clock;
}

/** Name of the execution that watches a phase: the first round's correction bears the plain id; at most 80 letters. */
export const executionName = (nonconformityId: string, phase: WatchPhase, round: number): string =>
  [
    nonconformityId,
    ...(round > 1 ? [`r${round}`] : []),
    ...(phase === 'effect-check' ? ['effect'] : []),
  ].join('_');

/** Beginning and rungs as an execution that is gone has left them: it has told of what was due before its last wait. */
export interface Restart {
  name: string;
  /** When its last wait was to run out; missing when it had none. */
  lastLookAt: string | undefined;
}

/**
 * Starts the workflow `corrective-action` for the phase that a nonconformity is in; a second start finds the first.
 * @param restart goes on under another name in place of one that is gone, and looks at once when a rung was missed
 * @returns false when it was started before, or nothing is left to watch
 */
export async function startWatch(
  ports: Ports,
  nonconformity: Nonconformity,
  phase: WatchPhase,
  restart?: Restart,
): Promise<boolean> {
  const { nonconformityId, stationId, item, campaignId, round, effectCheckOn } = nonconformity;
  const rules = await ports.editions.editionRules(nonconformity.edition);
  if (!rules) throw missing('EditionNotFound', 'no such edition');
  const now = ports.clock.now();
  const begins = phase === 'effect-check' && effectCheckOn ? Math.max(now, startOf(effectCheckOn)) : now;
  const since =
    restart?.lastLookAt !== undefined
      ? Math.min(now, Date.parse(restart.lastLookAt) - 1)
      : phase === 'effect-check'
        ? begins
        : Math.min(now, beginOfRound(nonconformity));
  const look = watchCorrection(rules.correction, nonconformity, phase, round, since, begins);
  if (look.next === 'done') return false;
  const missed = restart !== undefined && look.next === 'tell';
  const { started } = await ports.workflows.start(
    'corrective-action',
    restart?.name ?? executionName(nonconformityId, phase, round),
    {
      nonconformityId,
      stationId,
      item,
      campaignId,
      phase,
      round,
      startsAt: instant(begins),
      since: instant(since),
      lookAt: missed ? instant(begins) : look.lookAt,
      seconds: missed ? 1 : look.seconds,
      owner: look.owner,
    },
  );
  return started;
}

const beginOfRound = ({ issuedAt, rejection, round }: Nonconformity): number =>
  Date.parse(round > 1 && rejection ? rejection.at : issuedAt);
