import { randomBytes } from 'node:crypto';
import type { Assembly } from '../assembly/assembly.ts';
import type { Counters } from '../counters.ts';
import { ServiceError } from '../gateway/service-error.ts';
import { asString } from '../json.ts';
import { type AccessNeed, decide, refusal } from './decide.ts';
import { type Role, readQueuePolicies, readRoles, wildcard } from './policies.ts';

/** Who calls: an instance of a function, a state machine, a rule or schedule, or the operator. */
export interface Caller {
  /** For logs: what the caller is called. */
  name: string;
  /** Absent for the operator, who may do everything. */
  role?: Role;
  /** The case on whose behalf the call happens, if known. */
  caseKey(): string | undefined;
}

/** A refused call, kept for whoever wants to see them. */
export interface Denial {
  at: number;
  caller: string;
  action: string;
  resource: string;
  message: string;
}

/** Judges every call by the policies in the template. */
export interface Guard {
  /** Registers a caller and answers the access key id it has to use. */
  issueKey(caller: Caller): string;
  revokeKey(key: string): void;
  callerOf(key: string | undefined): Caller | undefined;
  role(arn: string | undefined): Role | undefined;
  /** @throws ServiceError AccessDeniedException naming role, action and resource */
  demand(caller: Caller, needs: readonly AccessNeed[]): void;
  /** The same where one of the needs is enough. */
  demandOne(caller: Caller, needs: readonly AccessNeed[]): void;
  /** True when an `AWS::Lambda::Permission` lets the service `principal` invoke the function for `source`. */
  mayInvoke(functionArn: string, principal: string, source: string): boolean;
  /** True when the queue's own policy lets the service `principal` put messages there for `source`. */
  maySend(queueArn: string, principal: string, source: string): boolean;
  /** Notes a refusal that was decided elsewhere. */
  refuse(caller: string, action: string, resource: string, message: string, caseKey?: string): void;
  denials(): Denial[];
}

const DENIALS_KEPT = 1000;

/** A guard over the roles and permissions of the assembly. */
export function createGuard(
  assembly: Assembly,
  counters: Counters,
  now: () => number,
  log: (line: string) => void,
): Guard {
  const roles = readRoles(assembly);
  const queuePolicies = readQueuePolicies(assembly);
  const callers = new Map<string, Caller>();
  const denials: Denial[] = [];
  const verdicts = new Map<string, boolean>();
  const permissions = assembly.all('AWS::Lambda::Permission').map(({ properties }) => {
    const target = asString(properties.FunctionName) ?? '';
    const source = asString(properties.SourceArn);
    return {
      target,
      principal: asString(properties.Principal) ?? '',
      source: source === undefined ? undefined : wildcard(source),
    };
  });

  function granted(role: Role, need: AccessNeed): boolean {
    // Without context the answer depends on nothing else: remember it.
    const plain = need.context === undefined || Object.keys(need.context).length === 0;
    if (!plain) return decide(role.statements, need) === 'allow';
    const id = `${role.arn} ${need.action} ${need.resource}`;
    let verdict = verdicts.get(id);
    if (verdict === undefined) {
      verdict = decide(role.statements, need) === 'allow';
      verdicts.set(id, verdict);
    }
    return verdict;
  }

  function refuse(caller: string, action: string, resource: string, message: string, caseKey?: string): void {
    counters.denial(caseKey);
    denials.push({ at: now(), caller, action, resource, message });
    if (denials.length > DENIALS_KEPT) denials.shift();
    log(`denied: ${message}`);
  }

  function demand(caller: Caller, needs: readonly AccessNeed[]): void {
    if (!caller.role) return;
    for (const need of needs) {
      if (granted(caller.role, need)) continue;
      const message = refusal(caller.role, need, decide(caller.role.statements, need));
      refuse(caller.name, need.action, need.resource, message, caller.caseKey());
      throw new ServiceError('AccessDeniedException', message, 400);
    }
  }

  return {
    issueKey(caller) {
      const key = `LOCAL${randomBytes(10).toString('hex').toUpperCase()}`;
      callers.set(key, caller);
      return key;
    },
    revokeKey: (key) => {
      callers.delete(key);
    },
    callerOf: (key) => (key === undefined ? undefined : callers.get(key)),
    role: (arn) => (arn === undefined ? undefined : roles.get(arn)),
    demand,
    demandOne(caller, needs) {
      const { role } = caller;
      if (!role || needs.some((need) => granted(role, need))) return;
      demand(caller, needs.slice(0, 1));
    },
    mayInvoke: (functionArn, principal, source) =>
      permissions.some(
        (permission) =>
          permission.principal === principal &&
          (permission.target === functionArn || functionArn.endsWith(`:function:${permission.target}`)) &&
          (permission.source?.test(source) ?? true),
      ),
    maySend(queueArn, principal, source) {
      const policy = queuePolicies.get(queueArn.split(':').at(-1) ?? '') ?? [];
      const need = {
        action: 'sqs:SendMessage',
        resource: queueArn,
        context: {
          'aws:sourcearn': [source],
          'aws:sourceaccount': [assembly.account],
          'aws:securetransport': ['true'],
        },
      };
      const ofPrincipal = policy.filter((statement) => statement.isAbout(principal));
      return decide(ofPrincipal, need) === 'allow';
    },
    refuse,
    denials: () => [...denials],
  };
}
