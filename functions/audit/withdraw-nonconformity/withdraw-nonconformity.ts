import { withdrawNonconformity as withdraw } from '../../../packages/domain/audit/correction-steps.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { unavailable } from '../../../packages/domain/errors.ts';
import { nonconformityId } from '../../../packages/domain/ids.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';

interface Ports {
  nonconformities: NonconformityStore;
  clock: Clock;
}
interface Event {
  detail: { campaignId: string; stationId: string; item: string; upheld: boolean };
}

/** No person did it; who decided the appeal is kept with the appeal. */
const by = 'withdraw-nonconformity';
const attempts = 5;

/**
 * An upheld appeal always says better than "not", so the item asks for no correction any more. An item that was partly
 * satisfied never had a nonconformity, and one whose effect was confirmed stays as it ended.
 */
export const withdrawNonconformity =
  (ports: Ports) =>
  async ({ detail }: Event): Promise<{ withdrawn: boolean }> => {
    if (!detail.upheld) return { withdrawn: false };
    const id = nonconformityId(detail.campaignId, detail.stationId, detail.item);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const nonconformity = await ports.nonconformities.nonconformity(id, true);
      if (!nonconformity || nonconformity.status === 'effect-checked') return { withdrawn: false };
      const now = ports.clock.now();
      const change = withdraw(nonconformity, { reason: 'appeal-upheld', by, now });
      if (!change) return { withdrawn: true };
      if (await ports.nonconformities.advance(change.next, change.moves, null, by, instant(now)))
        return { withdrawn: true };
    }
    throw unavailable('the nonconformity kept changing while it was withdrawn', { details: { id } });
  };
