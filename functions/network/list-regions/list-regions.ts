import { scopeOf } from '../../../packages/domain/access/may.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

/** Every region for HQ, the own one for a region manager. */
export const listRegions =
  (ports: { network: NetworkStore }) =>
  async (_input: object, caller: Caller): Promise<Answer> => {
    const regions = await ports.network.allRegions();
    const whole = scopeOf(caller.subject, 'network.read') === 'network';
    return {
      status: 200,
      body: {
        items: regions
          .filter((region) => whole || region.regionId === caller.subject.regionId)
          .map(({ regionId, name }) => ({ regionId, name })),
      },
    };
  };
