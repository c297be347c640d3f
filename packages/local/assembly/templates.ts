import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { asObject, asString, isObject, type Json, type JsonObject } from '../json.ts';

/** One stack of the assembly as synthesised: nothing resolved yet. */
export interface StackTemplate {
  name: string;
  account: string;
  region: string;
  /** `aws`, or `aws-cn` for a China Region. */
  partition: string;
  template: JsonObject;
  /** Object key in the asset bucket -> absolute path of the file or folder it is packed from. */
  assets: ReadonlyMap<string, string>;
}

const UNKNOWN = /^unknown-/;

/** Reads `manifest.json` and every stack (also those of stages) of a CDK cloud assembly. */
export function readTemplates(folder: string): StackTemplate[] {
  const manifest = asObject(readJson(join(folder, 'manifest.json')));
  const artifacts = Object.entries(asObject(manifest.artifacts));
  const stacks: StackTemplate[] = [];
  for (const [id, value] of artifacts) {
    const artifact = asObject(value);
    const properties = asObject(artifact.properties);
    if (artifact.type === 'cdk:cloud-assembly') {
      const nested = asString(properties.directoryName);
      if (nested) stacks.push(...readTemplates(join(folder, nested)));
    }
    if (artifact.type !== 'aws:cloudformation:stack') continue;
    const template = asObject(readJson(join(folder, String(properties.templateFile))));
    const environment = /^aws:\/\/([^/]+)\/(.+)$/.exec(asString(artifact.environment) ?? '');
    const account = environment?.[1] ?? 'unknown-account';
    const region = environment?.[2] ?? 'unknown-region';
    const known = UNKNOWN.test(region) ? 'us-east-1' : region;
    stacks.push({
      name: asString(properties.stackName) ?? id,
      account: UNKNOWN.test(account) ? '000000000000' : account,
      region: known,
      partition: known.startsWith('cn-') ? 'aws-cn' : 'aws',
      template,
      assets: readAssets(folder, asObject(manifest.artifacts), artifact),
    });
  }
  return stacks;
}

function readAssets(folder: string, artifacts: JsonObject, stack: JsonObject): Map<string, string> {
  const assets = new Map<string, string>();
  const dependencies = Array.isArray(stack.dependencies) ? stack.dependencies : [];
  for (const dependency of dependencies) {
    const artifact = asObject(artifacts[String(dependency)]);
    if (artifact.type !== 'cdk:asset-manifest') continue;
    const file = asString(asObject(artifact.properties).file);
    if (!file) continue;
    const files = asObject(asObject(readJson(join(folder, file))).files);
    for (const entry of Object.values(files)) {
      const path = asString(asObject(asObject(entry).source).path);
      if (!path) continue;
      for (const destination of Object.values(asObject(asObject(entry).destinations))) {
        const key = asString(asObject(destination).objectKey);
        if (key) assets.set(key, resolve(folder, path));
      }
    }
  }
  return assets;
}

function readJson(path: string): Json {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(value)) throw new Error(`${path} holds no object`);
  return value;
}
