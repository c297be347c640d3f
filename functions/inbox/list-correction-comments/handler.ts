import { http } from '../../../packages/lambda/http.ts';
import { commentStore } from '../../../packages/table/stores/comment-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { listCorrectionComments } from './list-correction-comments.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listCorrectionComments({ nonconformities: nonconformityStore(table), comments: commentStore(table) }),
);
