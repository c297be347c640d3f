import { http } from '../../../packages/lambda/http.ts';
import { getOpenapi } from './get-openapi.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

/** The document itself, which the build writes in here (infra/build.ts). */
declare const OPENAPI_DOCUMENT: object;

export const handler = http(manifest, input, () => getOpenapi({ document: OPENAPI_DOCUMENT }));
