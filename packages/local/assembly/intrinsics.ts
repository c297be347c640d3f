import { asList, asObject, asString, isObject, type Json, type JsonObject, sameJson } from '../json.ts';
import { attributeOf, type LocalAddresses, type NamedResource, refOf, urlSuffix } from './physical-names.ts';
import type { StackTemplate } from './templates.ts';

/** What `AWS::NoValue` resolves to; properties and list entries with it vanish. */
export const NO_VALUE = '\u0000AWS::NoValue';

/** Resolves the intrinsic functions of one stack. */
export interface Resolver {
  /** The value with every intrinsic function replaced. */
  resolve(value: Json): Json;
  /** The answer of a named condition. */
  condition(name: string): boolean;
  /** A resource of this stack as the naming rules see it. */
  named(logicalId: string): NamedResource;
}

type Intrinsic = (argument: Json) => Json;

const COGNITO_ISSUER =
  /https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/[A-Za-z0-9-]+_[A-Za-z0-9]+/g;

/** Builds the resolver of a stack; `importValue` answers `Fn::ImportValue` over all stacks. */
export function createResolver(
  stack: StackTemplate,
  local: LocalAddresses,
  importValue: (name: string) => Json,
): Resolver {
  const resources = asObject(stack.template.Resources);
  const parameters = asObject(stack.template.Parameters);
  const conditions = asObject(stack.template.Conditions);
  const mappings = asObject(stack.template.Mappings);
  const namedResources = new Map<string, NamedResource>();

  function named(logicalId: string): NamedResource {
    let found = namedResources.get(logicalId);
    if (!found) {
      const declared = resources[logicalId];
      if (declared === undefined) throw new Error(`no resource or parameter is called ${logicalId}`);
      const properties = asObject(asObject(declared).Properties);
      found = {
        stack: stack.name,
        logicalId,
        type: asString(asObject(declared).Type) ?? '',
        account: stack.account,
        region: stack.region,
        partition: stack.partition,
        property(name) {
          const value = properties[name];
          return value === undefined ? undefined : resolve(value);
        },
      };
      namedResources.set(logicalId, found);
    }
    return found;
  }

  function ref(name: string): Json {
    switch (name) {
      case 'AWS::Region':
        return stack.region;
      case 'AWS::AccountId':
        return stack.account;
      case 'AWS::Partition':
        return stack.partition;
      case 'AWS::URLSuffix':
        return urlSuffix(stack.partition);
      case 'AWS::StackName':
        return stack.name;
      case 'AWS::StackId':
        return `arn:${stack.partition}:cloudformation:${stack.region}:${stack.account}:stack/${stack.name}/local`;
      case 'AWS::NoValue':
        return NO_VALUE;
      case 'AWS::NotificationARNs':
        return [];
      default: {
        const parameter = parameters[name];
        if (parameter === undefined) return refOf(named(name), local);
        const value = asObject(parameter).Default;
        if (value === undefined) throw new Error(`parameter ${name} has no default`);
        return value;
      }
    }
  }

  function getAtt(argument: Json): Json {
    const [logicalId = '', ...attribute] =
      typeof argument === 'string'
        ? argument.split('.')
        : asList(argument).map((part) => text(resolve(part)));
    return attributeOf(named(logicalId), attribute.join('.'), local);
  }

  function substitute(argument: Json): Json {
    const [template, variables] = Array.isArray(argument) ? argument : [argument, {}];
    const given = asObject(variables);
    return text(template ?? '').replace(/\$\{([^}]*)\}/g, (_, expression: string) => {
      if (expression.startsWith('!')) return `\${${expression.slice(1)}}`;
      const name = expression.trim();
      const own = given[name];
      if (own !== undefined) return text(resolve(own));
      return text(name.includes('.') ? getAtt(name) : ref(name));
    });
  }

  function condition(value: Json): boolean {
    if (typeof value === 'string') {
      const declared = conditions[value];
      if (declared === undefined) throw new Error(`no condition is called ${value}`);
      return condition(declared);
    }
    const [name, argument] = Object.entries(asObject(value))[0] ?? [];
    const parts = asList(argument);
    switch (name) {
      case 'Condition':
        return condition(String(argument));
      case 'Fn::And':
        return parts.every(condition);
      case 'Fn::Or':
        return parts.some(condition);
      case 'Fn::Not':
        return !condition(parts[0] ?? '');
      case 'Fn::Equals':
        return sameJson(resolve(parts[0] ?? null), resolve(parts[1] ?? null));
      default:
        throw new Error(`unknown condition function ${name}`);
    }
  }

  const functions: Record<string, Intrinsic> = {
    Ref: (argument) => ref(String(argument)),
    'Fn::GetAtt': getAtt,
    'Fn::Sub': substitute,
    'Fn::Join': (argument) => {
      const [separator, parts] = asList(argument);
      return asList(resolve(parts ?? []))
        .filter((part) => part !== NO_VALUE)
        .map(text)
        .join(text(separator ?? ''));
    },
    'Fn::Split': (argument) => {
      const [separator, source] = asList(argument);
      return text(resolve(source ?? '')).split(text(separator ?? ','));
    },
    'Fn::Select': (argument) => {
      const [index, list] = asList(argument);
      const chosen = asList(resolve(list ?? []))[Number(resolve(index ?? 0))];
      if (chosen === undefined) throw new Error(`Fn::Select ${index} is beyond the list`);
      return chosen;
    },
    'Fn::If': (argument) => {
      const [name, yes, no] = asList(argument);
      return resolve((condition(name ?? '') ? yes : no) ?? NO_VALUE);
    },
    'Fn::FindInMap': (argument) => {
      const [map, first, second] = asList(argument).map((part) => text(resolve(part)));
      const found = asObject(asObject(mappings[map ?? ''])[first ?? ''])[second ?? ''];
      if (found === undefined) throw new Error(`no mapping ${map}.${first}.${second}`);
      return found;
    },
    'Fn::ImportValue': (argument) => importValue(text(resolve(argument))),
    'Fn::Base64': (argument) => Buffer.from(text(resolve(argument))).toString('base64'),
    'Fn::GetAZs': () => ['a', 'b', 'c'].map((zone) => `${stack.region}${zone}`),
    'Fn::ToJsonString': (argument) => JSON.stringify(resolve(argument)),
    'Fn::Length': (argument) => asList(resolve(argument)).length,
  };

  function resolve(value: Json): Json {
    if (Array.isArray(value)) return value.map(resolve).filter((part) => part !== NO_VALUE);
    if (!isObject(value)) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name !== undefined && argument !== undefined) {
      const intrinsic = functions[name];
      if (intrinsic) return localised(intrinsic(argument));
      if (name.startsWith('Fn::')) throw new Error(`${name} is not known here`);
    }
    const resolved: JsonObject = {};
    for (const [key, part] of entries) {
      const answer = resolve(part);
      if (answer !== NO_VALUE) resolved[key] = answer;
    }
    return resolved;
  }

  // An issuer is often put together from its parts; whoever compares or fetches it must see the local one.
  function localised(value: Json): Json {
    return typeof value === 'string' && value.includes('cognito-idp.')
      ? value.replace(COGNITO_ISSUER, local.issuerUrl)
      : value;
  }

  return { resolve, condition, named };
}

function text(value: Json): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}
