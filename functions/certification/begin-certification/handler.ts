import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { examStore } from '../../../packages/table/stores/exam-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { beginCertification } from './begin-certification.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table, environment }) =>
  beginCertification({
    editions: editionStore(table),
    exams: examStore(table),
    network: networkStore(table),
    persons: personStore(table),
    workflows: connectWorkflows(environment),
    calendar: workingDays,
    clock: systemClock,
  }),
);
