import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { personnelPorts } from '../personnel-ports.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';
import { transferPerson } from './transfer-person.ts';

export const handler = http(manifest, input, ({ table }) =>
  transferPerson(personnelPorts(table, systemClock)),
);
