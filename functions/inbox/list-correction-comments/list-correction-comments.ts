import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CommentStore } from '../../../packages/table/stores/comment-store.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { saidOn } from '../comments.ts';

const notFound = () => missing('NonconformityNotFound', 'no such nonconformity');

export const listCorrectionComments =
  (ports: { nonconformities: NonconformityStore; comments: CommentStore }) =>
  async (input: { nonconformityId: string }, caller: Caller): Promise<Answer> => {
    const nonconformity = await ports.nonconformities.nonconformity(input.nonconformityId);
    if (!nonconformity) throw notFound();
    caller.allow({ stationId: nonconformity.stationId, regionId: nonconformity.regionId }, notFound);
    return saidOn(ports.comments, nonconformity.nonconformityId);
  };
