import { refused } from '../../../packages/domain/errors.ts';
import { networkChain } from '../../../packages/domain/trail/chain.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { TrailStore } from '../../../packages/table/stores/trail-store.ts';
import { listedTrail } from '../listed-trail.ts';

interface Input {
  object?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

const notPermitted = () =>
  refused('NotPermitted', 'the trail of the network is for headquarters', { status: 403 });

export const listNetworkTrail =
  (ports: { trail: TrailStore }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    caller.allow({}, notPermitted);
    return { status: 200, body: await listedTrail(ports.trail, networkChain, input) };
  };
