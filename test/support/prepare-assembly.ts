import { prepareAssembly } from '../../packages/cli/assembly.ts';

/** Builds once before the workers start: they share the bundles and the cloud assembly. */
export default async function setup(): Promise<void> {
  await prepareAssembly();
}
