import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { type CommentPorts, say } from '../comments.ts';

const notFound = () => missing('NonconformityNotFound', 'no such nonconformity');

/** Whoever may read a nonconformity may say something about it, and reads what others said. */
export const addCorrectionComment =
  (ports: CommentPorts & { nonconformities: NonconformityStore }) =>
  async (input: { nonconformityId: string; text: string }, caller: Caller): Promise<Answer> => {
    const nonconformity = await ports.nonconformities.nonconformity(input.nonconformityId);
    if (!nonconformity) throw notFound();
    const { nonconformityId, stationId, regionId } = nonconformity;
    caller.allow({ stationId, regionId }, notFound);
    return say(ports, { of: nonconformityId, stationId }, input.text, caller);
  };
