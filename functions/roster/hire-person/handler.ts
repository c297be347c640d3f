import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { personnelPorts } from '../personnel-ports.ts';
import { hirePerson } from './hire-person.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) => hirePerson(personnelPorts(table, systemClock)));
