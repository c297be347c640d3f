import { systemClock } from '../../../packages/domain/clock.ts';
import { connectFiles } from '../../../packages/lambda/files.ts';
import { http } from '../../../packages/lambda/http.ts';
import { reportStore } from '../../../packages/table/stores/report-store.ts';
import { getReport } from './get-report.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table, environment }) =>
  getReport({ reports: reportStore(table), files: connectFiles(environment, 'reports'), clock: systemClock }),
);
