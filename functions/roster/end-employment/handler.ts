import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { personnelPorts } from '../personnel-ports.ts';
import { endEmployment } from './end-employment.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  endEmployment(personnelPorts(table, systemClock)),
);
