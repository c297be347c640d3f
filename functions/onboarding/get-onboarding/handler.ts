import { http } from '../../../packages/lambda/http.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { getOnboarding } from './get-onboarding.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  getOnboarding({
    persons: personStore(table),
    editions: editionStore(table),
    calendar: workingDays,
  }),
);
