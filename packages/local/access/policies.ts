import type { Assembly } from '../assembly/assembly.ts';
import { asList, asObject, asString, type Json } from '../json.ts';

/** One statement of a policy, ready to be asked. */
export interface Statement {
  allows: boolean;
  /** Where the statement stands, for messages. */
  source: string;
  matchesAction(action: string): boolean;
  matchesResource(resource: string): boolean;
  conditions: Condition[];
}

/** A statement of a resource's own policy, which names who it is about. */
export interface ResourceStatement extends Statement {
  /** Whether it is about a service, for example `events.amazonaws.com`. */
  isAbout(service: string): boolean;
}

/** One line of a Condition block: operator, key, values. */
export interface Condition {
  operator: string;
  key: string;
  values: string[];
}

/** Who may do what: a role with all statements attached to it. */
export interface Role {
  name: string;
  arn: string;
  statements: Statement[];
}

/** `*` and `?` as policies mean them. */
export function wildcard(pattern: string, ignoreCase = false): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's');
}

/** The statements of a policy document. */
export function readStatements(document: Json | undefined, source: string): Statement[] {
  return asList(asObject(document).Statement).map((value) => {
    const statement = asObject(value);
    const positive = matcher(statement.Action, true);
    const negative = matcher(statement.NotAction, true);
    const resource = matcher(statement.Resource, false);
    const notResource = matcher(statement.NotResource, false);
    const conditions: Condition[] = [];
    for (const [operator, block] of Object.entries(asObject(statement.Condition))) {
      for (const [key, values] of Object.entries(asObject(block))) {
        conditions.push({ operator, key, values: asList(values).map(String) });
      }
    }
    return {
      allows: statement.Effect === 'Allow',
      source,
      conditions,
      matchesAction: (action) => (negative ? !negative(action) : (positive?.(action) ?? false)),
      matchesResource: (arn) => (notResource ? !notResource(arn) : (resource?.(arn) ?? true)),
    };
  });
}

/** What the policies of queues say, by the queue's name. */
export function readQueuePolicies(assembly: Assembly): Map<string, ResourceStatement[]> {
  const policies = new Map<string, ResourceStatement[]>();
  for (const { properties, logicalId } of assembly.all('AWS::SQS::QueuePolicy')) {
    const statements = readResourceStatements(properties.PolicyDocument, logicalId);
    for (const url of asList(properties.Queues)) {
      const queue = String(url).split('/').at(-1) ?? '';
      policies.set(queue, [...(policies.get(queue) ?? []), ...statements]);
    }
  }
  return policies;
}

function readResourceStatements(document: Json | undefined, source: string): ResourceStatement[] {
  const statements = asList(asObject(document).Statement);
  return readStatements(document, source).map((statement, at) => {
    const { Principal } = asObject(statements[at]);
    const named = asObject(Principal);
    const services = asList(named.Service).map(String);
    const isAboutAll = Principal === '*' || asList(named.AWS).includes('*');
    return { ...statement, isAbout: (service) => isAboutAll || services.includes(service) };
  });
}

function matcher(patterns: Json | undefined, ignoreCase: boolean): ((value: string) => boolean) | undefined {
  if (patterns === undefined) return undefined;
  const compiled = asList(patterns).map((pattern) => wildcard(String(pattern), ignoreCase));
  return (value) => compiled.some((pattern) => pattern.test(value));
}

/**
 * Every role of the assembly with its inline policies, the policies attached by `AWS::IAM::Policy` and its managed
 * policies. Policies owned by AWS only grant logs, metrics and traces to our functions, which are no calls here.
 */
export function readRoles(assembly: Assembly): Map<string, Role> {
  const roles = new Map<string, Role>();
  const byName = new Map<string, Role>();
  for (const resource of assembly.all('AWS::IAM::Role')) {
    const role: Role = { name: resource.name, arn: resource.arn, statements: [] };
    for (const inline of asList(resource.properties.Policies)) {
      const { PolicyDocument, PolicyName } = asObject(inline);
      role.statements.push(...readStatements(PolicyDocument, String(PolicyName)));
    }
    for (const arn of asList(resource.properties.ManagedPolicyArns)) {
      const managed = assembly.byArn(String(arn));
      if (managed)
        role.statements.push(...readStatements(managed.properties.PolicyDocument, managed.logicalId));
    }
    roles.set(role.arn, role);
    byName.set(role.name, role);
  }
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']) {
    for (const policy of assembly.all(type)) {
      for (const name of asList(policy.properties.Roles)) {
        const role = byName.get(asString(name) ?? '');
        role?.statements.push(...readStatements(policy.properties.PolicyDocument, policy.logicalId));
      }
    }
  }
  return roles;
}
