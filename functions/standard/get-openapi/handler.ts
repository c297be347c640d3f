import { http } from '../../../packages/lambda/http.ts';
import { unpackOnce } from '../../../packages/lambda/packed-text.ts';
import { getOpenapi } from './get-openapi.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

/** The document itself, packed, which the build writes in here (infra/build.ts). */
declare const OPENAPI_DOCUMENT: string;

export const handler = http(manifest, input, () => getOpenapi({ document: unpackOnce(OPENAPI_DOCUMENT) }));
