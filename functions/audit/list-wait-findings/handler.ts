import { http } from '../../../packages/lambda/http.ts';
import { findingStore } from '../../../packages/table/stores/finding-store.ts';
import { listWaitFindings } from './list-wait-findings.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listWaitFindings({ findings: findingStore(table) }),
);
