import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Guard } from '../access/guard.ts';
import type { Role } from '../access/policies.ts';
import type { Assembly } from '../assembly/assembly.ts';
import { asNumber, asObject, asString } from '../json.ts';

/** A function of the template, ready to be started. */
export interface FunctionSpec {
  name: string;
  arn: string;
  /** Folder with the unpacked code. */
  folder: string;
  /** `file.export`. */
  handler: string;
  timeoutMs: number;
  memoryMb: number;
  environment: Record<string, string>;
  /** Reserved concurrency. */
  reserved?: number;
  role?: Role;
  /** Where failed asynchronous invocations go, with the outcome: ARN of a queue, function or bus. */
  onFailure?: string;
  onSuccess?: string;
  /** Queue that gets the bare event of a failed asynchronous invocation. */
  deadLetter?: string;
  /** Retries of a failed asynchronous invocation (AWS: 2). */
  asyncRetries: number;
  /** Seconds after which an asynchronous event is given up. */
  asyncMaxAge: number;
}

/** Reads the Node.js functions of the assembly; inline code is written below `data`. */
export function readFunctionSpecs(assembly: Assembly, guard: Guard, data: string): FunctionSpec[] {
  const configs = new Map(
    assembly
      .all('AWS::Lambda::EventInvokeConfig')
      .map(({ properties }) => [asString(properties.FunctionName) ?? '', properties] as const),
  );
  const specs: FunctionSpec[] = [];
  for (const { name, arn, properties, logicalId } of assembly.all('AWS::Lambda::Function')) {
    if (!(asString(properties.Runtime) ?? '').startsWith('nodejs')) continue;
    const code = asObject(properties.Code);
    const folder = codeFolder(assembly, code, join(data, 'inline', logicalId));
    if (!folder) throw new Error(`${logicalId}: the code is not among the assets of the assembly`);
    const environment: Record<string, string> = {};
    for (const [key, value] of Object.entries(asObject(asObject(properties.Environment).Variables))) {
      environment[key] = String(value);
    }
    const role = guard.role(asString(properties.Role));
    const reserved = asNumber(properties.ReservedConcurrentExecutions);
    const config = asObject(configs.get(name) ?? configs.get(arn));
    const destinations = asObject(config.DestinationConfig);
    const onFailure = asString(asObject(destinations.OnFailure).Destination);
    const deadLetter = asString(asObject(properties.DeadLetterConfig).TargetArn);
    const onSuccess = asString(asObject(destinations.OnSuccess).Destination);
    specs.push({
      name,
      arn,
      folder,
      handler: asString(properties.Handler) ?? 'index.handler',
      timeoutMs: (asNumber(properties.Timeout) ?? 3) * 1000,
      memoryMb: asNumber(properties.MemorySize) ?? 128,
      environment,
      asyncRetries: asNumber(config.MaximumRetryAttempts) ?? 2,
      asyncMaxAge: asNumber(config.MaximumEventAgeInSeconds) ?? 21_600,
      ...(reserved === undefined ? {} : { reserved }),
      ...(role ? { role } : {}),
      ...(onFailure ? { onFailure } : {}),
      ...(onSuccess ? { onSuccess } : {}),
      ...(deadLetter ? { deadLetter } : {}),
    });
  }
  return specs;
}

function codeFolder(
  assembly: Assembly,
  code: Record<string, unknown>,
  inlineFolder: string,
): string | undefined {
  if (typeof code.ZipFile === 'string') {
    mkdirSync(inlineFolder, { recursive: true });
    writeFileSync(join(inlineFolder, 'index.js'), code.ZipFile);
    return inlineFolder;
  }
  const path = assembly.asset(String(code.S3Key));
  if (path === undefined) return undefined;
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? dirname(path) : path;
}
