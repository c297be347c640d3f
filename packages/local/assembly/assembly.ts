import { asList, asObject, asString, isObject, type Json, type JsonObject } from '../json.ts';
import { createResolver, NO_VALUE, type Resolver } from './intrinsics.ts';
import { arnOf, type LocalAddresses, type NamedResource, physicalName } from './physical-names.ts';
import type { StackTemplate } from './templates.ts';

/** A resource of the assembly with everything resolved. */
export interface DeclaredResource {
  stack: string;
  logicalId: string;
  type: string;
  name: string;
  arn: string;
  account: string;
  region: string;
  partition: string;
  properties: JsonObject;
}

/** The assembly, resolved: what exists, and nothing else. */
export interface Assembly {
  /** Resources of one type, in the order of the templates. */
  all(type: string): DeclaredResource[];
  /** The resource with this ARN. */
  byArn(arn: string): DeclaredResource | undefined;
  /** Outputs of all stacks, `key` and, where a key occurs twice, `stack.key`. */
  outputs: Record<string, string>;
  /** Path of an asset by its object key. */
  asset(key: string): string | undefined;
  /** Types that are declared and that this platform does not execute -> how many. */
  notExecuted: Record<string, number>;
  account: string;
  region: string;
  partition: string;
}

const EXECUTED = new Set([
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Permission',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::Scheduler::Schedule',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::S3::Bucket',
  'AWS::StepFunctions::StateMachine',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Stage',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
]);

/** Resolves every template with the addresses of the local servers. @throws Error naming stack, resource and reason */
export function resolveAssembly(stacks: readonly StackTemplate[], local: LocalAddresses): Assembly {
  const exports = new Map<string, () => Json>();
  const resolvers: { stack: StackTemplate; resolver: Resolver }[] = [];
  for (const stack of stacks) {
    const resolver = createResolver(stack, local, (name) => {
      const found = exports.get(name);
      if (!found) throw new Error(`nothing exports ${name}`);
      return found();
    });
    resolvers.push({ stack, resolver });
    for (const output of Object.values(asObject(stack.template.Outputs))) {
      const { Export, Value } = asObject(output);
      if (Export === undefined || Value === undefined) continue;
      const name = resolver.resolve(asObject(Export).Name ?? '');
      if (typeof name === 'string') exports.set(name, () => resolver.resolve(Value));
    }
  }

  const resources: DeclaredResource[] = [];
  const notExecuted: Record<string, number> = {};
  const outputs: Record<string, string> = {};
  for (const { stack, resolver } of resolvers) {
    for (const [logicalId, value] of Object.entries(asObject(stack.template.Resources))) {
      const declared = asObject(value);
      const type = asString(declared.Type) ?? '';
      if (declared.Condition !== undefined && !resolver.condition(String(declared.Condition))) continue;
      if (!EXECUTED.has(type)) {
        notExecuted[type] = (notExecuted[type] ?? 0) + 1;
        continue;
      }
      try {
        const named = resolver.named(logicalId);
        const properties = resolver.resolve(asObject(declared.Properties));
        resources.push({
          ...place(stack),
          stack: stack.name,
          logicalId,
          type,
          name: physicalName(named),
          arn: arnOf(named),
          properties: asObject(properties),
        });
      } catch (error) {
        throw new Error(`${stack.name}/${logicalId} (${type}): ${message(error)}`, { cause: error });
      }
    }
    for (const [key, output] of Object.entries(asObject(stack.template.Outputs))) {
      // Exports that CDK makes between stacks are nobody's result.
      if (key.startsWith('ExportsOutput')) continue;
      const value = resolver.resolve(asObject(output).Value ?? '');
      if (value === NO_VALUE || isObject(value)) continue;
      outputs[key in outputs ? `${stack.name}.${key}` : key] = asList(value).join(',');
    }
  }

  const byType = Map.groupBy(resources, (resource) => resource.type);
  const byArn = new Map(resources.map((resource) => [resource.arn, resource]));
  const first = stacks[0];
  return {
    all: (type) => byType.get(type) ?? [],
    byArn: (arn) => byArn.get(arn),
    outputs,
    notExecuted,
    asset: (key) => stacks.map((stack) => stack.assets.get(key)).find((path) => path !== undefined),
    account: first?.account ?? '000000000000',
    region: first?.region ?? 'us-east-1',
    partition: first?.partition ?? 'aws',
  };
}

function place(stack: StackTemplate): Pick<NamedResource, 'account' | 'region' | 'partition'> {
  return { account: stack.account, region: stack.region, partition: stack.partition };
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
