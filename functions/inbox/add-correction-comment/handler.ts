import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { commentStore } from '../../../packages/table/stores/comment-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { addCorrectionComment } from './add-correction-comment.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  addCorrectionComment({
    nonconformities: nonconformityStore(table),
    comments: commentStore(table),
    clock: systemClock,
    hash: contentHash,
  }),
);
