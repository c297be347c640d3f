import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ApiOperation, type OpenApiDocument, openApiDocument } from '../packages/contracts/openapi.ts';
import type { FunctionSpec } from './function-specs.ts';

type Schema = Pick<ApiOperation, 'input' | 'output' | 'headers' | 'media'>;

/**
 * The routes among the functions, with their schemas. A route that does not say yet what it answers is described
 * without it; a test asks for it.
 */
export async function apiOperations(specs: readonly FunctionSpec[]): Promise<ApiOperation[]> {
  const operations = await Promise.all(
    specs.map(async ({ context, name, folder, manifest }) => {
      const { trigger, purpose } = manifest;
      if (trigger.kind !== 'http') return [];
      const schema = (await import(pathToFileURL(join(folder, 'schema.ts')).href)) as Partial<Schema>;
      return [
        {
          context,
          name,
          purpose,
          method: trigger.method,
          path: trigger.path,
          action: trigger.action ?? null,
          looksUp: (manifest.reads ?? []).some((kind) => kind !== 'subject'),
          changes: (manifest.writes ?? []).length > 0,
          input: schema.input ?? {},
          headers: schema.headers,
          output: schema.output ?? {},
          media: schema.media ?? {},
        },
      ];
    }),
  );
  return operations.flat();
}

/** The API's own description; the same functions always give the same document. */
export const apiDocument = async (specs: readonly FunctionSpec[]): Promise<OpenApiDocument> =>
  openApiDocument(await apiOperations(specs));
