import { http } from '../../../packages/lambda/http.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { commentStore } from '../../../packages/table/stores/comment-store.ts';
import { listComments } from './list-comments.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listComments({ audits: auditStore(table), comments: commentStore(table) }),
);
