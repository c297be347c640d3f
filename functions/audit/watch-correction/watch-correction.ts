import {
  watchCorrection as look,
  type WatchOutcome,
  type WatchPhase,
} from '../../../packages/domain/audit/correction-dues.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';

interface Ports {
  nonconformities: NonconformityStore;
  editions: EditionStore;
  clock: Clock;
}

interface Watch {
  nonconformityId: string;
  stationId: string;
  item: string;
  campaignId: string;
  phase: WatchPhase;
  round: number;
  since: string;
}

/** Answers what the workflow goes on with: what it carried, what is next, and that it looked just now. */
export const watchCorrection =
  (ports: Ports) =>
  async (watch: Watch): Promise<Watch & WatchOutcome> => {
    const nonconformity = await ports.nonconformities.nonconformity(watch.nonconformityId, true);
    if (!nonconformity) throw missing('NonconformityNotFound', 'no such nonconformity');
    const rules = await ports.editions.editionRules(nonconformity.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const now = ports.clock.now();
    const outcome = look(
      rules.correction,
      nonconformity,
      watch.phase,
      watch.round,
      Date.parse(watch.since),
      now,
    );
    return { ...watch, ...outcome, since: instant(now) };
  };
