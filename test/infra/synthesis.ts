import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll } from 'vitest';
import { stationkeeper } from '../../infra/app.ts';
import { buildFunctions } from '../../infra/build.ts';
import { root } from '../../infra/function-specs.ts';
import type { Stage } from '../../infra/stages.ts';

/** A resource of a template, with the place it stands at. */
export interface Resource {
  stack: string;
  logicalId: string;
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

export interface Template {
  Resources: Record<string, Omit<Resource, 'stack' | 'logicalId'>>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
}

/** A synthesised stage: its templates by stack name, and the construct tree they come from. */
export interface Synthesis {
  app: App;
  templates: Record<string, Template>;
  all(type: string): Resource[];
}

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stationkeeper-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The app as the CDK command line makes it, with the context of cdk.json; its assembly goes to the folder. */
export function anApp(outdir: string): App {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  return new App({ outdir, context });
}

/** Bundles the functions; once per test file is enough. */
export async function bundles(): Promise<string> {
  const folder = join(temporaryFolder(), 'functions');
  await buildFunctions(folder);
  return folder;
}

/** Synthesises a stage of functions that are bundled already. */
export async function synthesise(stage: Stage, bundled: string): Promise<Synthesis> {
  const app = anApp(temporaryFolder());
  await stationkeeper(app, stage, bundled);
  const { stacks } = app.synth();
  const templates = Object.fromEntries(
    stacks.map((stack) => [stack.stackName, stack.template as Template] as const),
  );
  const resources = Object.entries(templates).flatMap(([stack, template]) =>
    Object.entries(template.Resources).map(([logicalId, resource]) => ({ stack, logicalId, ...resource })),
  );
  return { app, templates, all: (type) => resources.filter((resource) => resource.Type === type) };
}
