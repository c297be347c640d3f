import { type Condition, type Role, type Statement, wildcard } from './policies.ts';

/** One thing a call needs: an action on a resource, with the context that conditions may ask for. */
export interface AccessNeed {
  action: string;
  resource: string;
  /** Condition key (lower case) -> values; a key that is absent was not part of the request. */
  context?: Record<string, string[]>;
}

/** `deny` is an explicit Deny, `none` means that no statement grants it. */
export type Decision = 'allow' | 'deny' | 'none';

/** Evaluates a role's statements as IAM does: an explicit Deny wins, otherwise any Allow. */
export function decide(statements: readonly Statement[], need: AccessNeed): Decision {
  let allowed = false;
  for (const statement of statements) {
    if (!statement.matchesAction(need.action) || !statement.matchesResource(need.resource)) continue;
    if (!statement.conditions.every((condition) => holds(condition, need.context ?? {}))) continue;
    if (!statement.allows) return 'deny';
    allowed = true;
  }
  return allowed ? 'allow' : 'none';
}

const patterns = new Map<string, RegExp>();

function like(pattern: string, value: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    compiled = wildcard(pattern);
    patterns.set(pattern, compiled);
  }
  return compiled.test(value);
}

const COMPARISONS: Record<string, (wanted: string, given: string) => boolean> = {
  stringequals: (wanted, given) => wanted === given,
  stringequalsignorecase: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  stringlike: like,
  arnequals: like,
  arnlike: like,
  bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
  numericequals: (wanted, given) => Number(wanted) === Number(given),
  numericlessthan: (wanted, given) => Number(given) < Number(wanted),
  numericlessthanequals: (wanted, given) => Number(given) <= Number(wanted),
  numericgreaterthan: (wanted, given) => Number(given) > Number(wanted),
  numericgreaterthanequals: (wanted, given) => Number(given) >= Number(wanted),
};

function holds(condition: Condition, context: Record<string, string[]>): boolean {
  let operator = condition.operator.toLowerCase();
  const given = context[condition.key.toLowerCase()];
  if (operator === 'null') return (condition.values[0] === 'true') === (given === undefined);
  const set = /^(forallvalues|foranyvalue):/.exec(operator)?.[1];
  if (set) operator = operator.slice(set.length + 1);
  const ifExists = operator.endsWith('ifexists');
  if (ifExists) operator = operator.slice(0, -'ifexists'.length);
  const negated = /^(string|arn|numeric)not/.test(operator);
  const compare = COMPARISONS[operator.replace('not', '')];
  // A condition we cannot judge must not grant anything: better refused here than surprised on AWS.
  if (!compare) return false;
  if (given === undefined) return ifExists || negated || set === 'forallvalues';
  const one = (value: string) => condition.values.some((wanted) => compare(wanted, value)) !== negated;
  return set === 'forallvalues' ? given.every(one) : given.some(one);
}

/** The sentence AWS would write, with the role, the action and the resource. */
export function refusal(role: Role | undefined, need: AccessNeed, decision: Decision): string {
  const who = role ? role.arn : 'an unknown access key';
  const why =
    decision === 'deny'
      ? 'with an explicit deny in an identity-based policy'
      : 'because no identity-based policy allows the action';
  const leading = need.context?.['dynamodb:leadingkeys'];
  const keys = leading ? ` (leading keys: ${[...new Set(leading)].slice(0, 5).join(', ')})` : '';
  return `User: ${who} is not authorized to perform: ${need.action} on resource: ${need.resource}${keys} ${why}`;
}
