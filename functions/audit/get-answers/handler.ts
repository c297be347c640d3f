import { http } from '../../../packages/lambda/http.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { getAnswers } from './get-answers.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) => getAnswers({ audits: auditStore(table) }));
