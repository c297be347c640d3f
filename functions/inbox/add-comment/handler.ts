import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { commentStore } from '../../../packages/table/stores/comment-store.ts';
import { addComment } from './add-comment.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  addComment({
    audits: auditStore(table),
    comments: commentStore(table),
    clock: systemClock,
    hash: contentHash,
  }),
);
