import { refused } from '../../../packages/domain/errors.ts';
import { networkChain } from '../../../packages/domain/trail/chain.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { TrailStore } from '../../../packages/table/stores/trail-store.ts';
import { exportedTrail } from '../exported-trail.ts';

interface Input {
  anchor?: string | undefined;
  after?: number | undefined;
}

const notPermitted = () =>
  refused('NotPermitted', 'the trail of the network is for headquarters', { status: 403 });

export const exportNetworkTrail =
  (ports: { trail: TrailStore }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    caller.allow({}, notPermitted);
    return { status: 200, body: await exportedTrail(ports.trail, networkChain, input) };
  };
