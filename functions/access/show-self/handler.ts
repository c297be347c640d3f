import { http } from '../../../packages/lambda/http.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';
import { showSelf } from './show-self.ts';

export const handler = http(manifest, input, () => showSelf());
