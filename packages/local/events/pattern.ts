import { asList, asObject, isObject, type Json, type JsonObject, parseJson } from '../json.ts';

/*
 * Event patterns as EventBridge rules and Lambda event filters know them: equality, prefix, suffix, equals-ignore-case,
 * wildcard, anything-but, numeric, exists, cidr not; nested objects, arrays (any element), `$or`.
 */

/** A compiled pattern. */
export type Pattern = (event: Json) => boolean;

/** @throws Error naming an operator that is not supported, so that no rule silently never matches */
export function compilePattern(source: Json): Pattern {
  const pattern = asObject(typeof source === 'string' ? parseJson(source) : source);
  check(pattern);
  return (event) => matchesObject(pattern, event);
}

const OPERATORS = new Set([
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'anything-but',
  'numeric',
  'exists',
]);

function check(pattern: JsonObject): void {
  for (const value of Object.values(pattern)) {
    if (isObject(value)) check(value);
    for (const rule of Array.isArray(value) ? value : []) {
      if (!isObject(rule)) continue;
      const operator = Object.keys(rule)[0] ?? '';
      if (!OPERATORS.has(operator) && !isObject(rule[operator]) && !Array.isArray(rule[operator])) {
        throw new Error(`event patterns with ${operator} are not executed here`);
      }
    }
  }
}

function matchesObject(pattern: JsonObject, event: Json | undefined): boolean {
  return Object.entries(pattern).every(([key, rule]) => {
    if (key === '$or') return asList(rule).some((one) => matchesObject(asObject(one), event));
    const value = isObject(event) ? event[key] : undefined;
    if (isObject(rule)) {
      // A list of objects matches when one of them does.
      return Array.isArray(value)
        ? value.some((one) => matchesObject(rule, one))
        : matchesObject(rule, value);
    }
    return matchesAny(asList(rule), value);
  });
}

function matchesAny(rules: Json[], value: Json | undefined): boolean {
  const values = Array.isArray(value) ? value : [value];
  return rules.some((rule) => {
    if (isObject(rule) && 'exists' in rule) return (value !== undefined && !isObject(value)) === rule.exists;
    return values.some((one) => matchesOne(rule, one));
  });
}

function matchesOne(rule: Json, value: Json | undefined): boolean {
  if (!isObject(rule)) return rule === value;
  const [operator, argument] = Object.entries(rule)[0] ?? [];
  switch (operator) {
    case 'prefix':
      return typeof value === 'string' && startsWith(value, argument);
    case 'suffix':
      return typeof value === 'string' && endsWith(value, argument);
    case 'equals-ignore-case':
      return typeof value === 'string' && value.toLowerCase() === String(argument).toLowerCase();
    case 'wildcard':
      return typeof value === 'string' && wildcards(argument).test(value);
    case 'anything-but':
      return value !== undefined && anythingBut(argument ?? null, value);
    case 'numeric':
      return typeof value === 'number' && inRange(asList(argument), value);
    default:
      return false;
  }
}

function startsWith(value: string, argument: Json | undefined): boolean {
  if (isObject(argument))
    return value.toLowerCase().startsWith(String(argument['equals-ignore-case']).toLowerCase());
  return value.startsWith(String(argument));
}

function endsWith(value: string, argument: Json | undefined): boolean {
  if (isObject(argument))
    return value.toLowerCase().endsWith(String(argument['equals-ignore-case']).toLowerCase());
  return value.endsWith(String(argument));
}

function wildcards(argument: Json | undefined): RegExp {
  const source = String(argument)
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 's');
}

function anythingBut(argument: Json, value: Json): boolean {
  if (!isObject(argument)) return !asList(argument).includes(value);
  const [operator, inner] = Object.entries(argument)[0] ?? [];
  return !asList(inner).some((one) => matchesOne({ [operator ?? '']: one }, value));
}

function inRange(terms: Json[], value: number): boolean {
  for (let index = 0; index + 1 < terms.length; index += 2) {
    const limit = Number(terms[index + 1]);
    switch (terms[index]) {
      case '=':
        if (value !== limit) return false;
        break;
      case '<':
        if (!(value < limit)) return false;
        break;
      case '<=':
        if (!(value <= limit)) return false;
        break;
      case '>':
        if (!(value > limit)) return false;
        break;
      case '>=':
        if (!(value >= limit)) return false;
        break;
      default:
        return false;
    }
  }
  return true;
}
