import { randomUUID } from 'node:crypto';
import type { Assembly } from '../assembly/assembly.ts';
import { busName } from '../assembly/physical-names.ts';
import type { MovableClock } from '../clock.ts';
import type { Counters } from '../counters.ts';
import { asList, asNumber, asObject, asString, type Json, type JsonObject, parseJson } from '../json.ts';
import type { Deliveries, Delivery } from './deliveries.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { targetPayload } from './target-input.ts';

/** The event buses of the template. */
export interface Bus {
  /** Takes the entries of a PutEvents call: durable with the next commit. Answers as PutEvents does. */
  put(entries: readonly Json[], caseKey?: string): JsonObject;
  arnOf(name: string): string;
  /** Deliveries of a rule's targets for an event, also used by scheduled rules. */
  deliveriesOf(ruleArn: string, event: JsonObject, caseKey?: string): Delivery[];
}

interface Rule {
  arn: string;
  bus: string;
  pattern: Pattern | undefined;
  targets: JsonObject[];
  roleArn: string | undefined;
}

const ENTRY_LIMIT = 262_144;

/** Buses and rules of the assembly; what matches goes to `deliveries`. */
export function createBus(
  assembly: Assembly,
  clock: MovableClock,
  counters: Counters,
  deliveries: () => Deliveries,
): Bus {
  const { account, region, partition } = assembly;
  const buses = new Set(['default', ...assembly.all('AWS::Events::EventBus').map((bus) => bus.name)]);
  const rules: Rule[] = assembly
    .all('AWS::Events::Rule')
    .filter(({ properties }) => properties.State !== 'DISABLED')
    .map(({ arn, properties }) => ({
      arn,
      bus: busName(asString(properties.EventBusName)),
      pattern: properties.EventPattern === undefined ? undefined : compilePattern(properties.EventPattern),
      targets: asList(properties.Targets).map(asObject),
      roleArn: asString(properties.RoleArn),
    }));

  function targetsOf(rule: Rule, event: JsonObject, caseKey?: string): Delivery[] {
    return rule.targets.map((target) => {
      const retry = asObject(target.RetryPolicy);
      const deadLetter = asString(asObject(target.DeadLetterConfig).Arn);
      const roleArn = asString(target.RoleArn) ?? rule.roleArn;
      return {
        kind: 'target',
        arn: asString(target.Arn) ?? '',
        payload: targetPayload(target, event, rule.arn),
        source: rule.arn,
        principal: 'events.amazonaws.com',
        maxRetries: asNumber(retry.MaximumRetryAttempts) ?? 185,
        maxAgeSeconds: asNumber(retry.MaximumEventAgeInSeconds) ?? 86_400,
        ...(roleArn ? { roleArn } : {}),
        ...(deadLetter ? { deadLetter } : {}),
        ...(caseKey ? { caseKey } : {}),
      };
    });
  }

  return {
    arnOf: (name) => `arn:${partition}:events:${region}:${account}:event-bus/${busName(name)}`,
    deliveriesOf(ruleArn, event, caseKey) {
      const rule = rules.find((one) => one.arn === ruleArn);
      return rule ? targetsOf(rule, event, caseKey) : [];
    },
    put(entries, caseKey) {
      const answers: JsonObject[] = [];
      const found: Delivery[] = [];
      let refused = 0;
      for (const value of entries) {
        const entry = asObject(value);
        const bus = busName(asString(entry.EventBusName));
        const problem = buses.has(bus)
          ? refusalOf(entry)
          : ['ResourceNotFoundException', `no bus is called ${bus}`];
        if (problem) {
          refused += 1;
          answers.push({ ErrorCode: problem[0] ?? '', ErrorMessage: problem[1] ?? '' });
          continue;
        }
        const id = randomUUID();
        const time = typeof entry.Time === 'number' ? entry.Time * 1000 : clock.now();
        const event: JsonObject = {
          version: '0',
          id,
          'detail-type': entry.DetailType ?? '',
          source: entry.Source ?? '',
          account,
          time: `${new Date(time).toISOString().slice(0, 19)}Z`,
          region,
          resources: entry.Resources ?? [],
          detail: parseJson(String(entry.Detail)),
        };
        counters.event(caseKey);
        answers.push({ EventId: id });
        for (const rule of rules) {
          if (rule.bus === bus && rule.pattern?.(event)) found.push(...targetsOf(rule, event, caseKey));
        }
      }
      deliveries().add(found);
      return { FailedEntryCount: refused, Entries: answers };
    },
  };
}

function refusalOf(entry: JsonObject): [string, string] | undefined {
  if (!entry.Source)
    return ['InvalidArgument', 'Parameter Source is not valid. Reason: Source is a required argument.'];
  if (!entry.DetailType) {
    return [
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ];
  }
  if (String(entry.Source).startsWith('aws.')) {
    return ['NotAuthorizedForSourceException', 'Not authorized for the source.'];
  }
  const detail = asString(entry.Detail);
  try {
    if (detail === undefined || typeof parseJson(detail) !== 'object') throw new Error('no object');
  } catch {
    return ['MalformedDetail', 'Detail is malformed.'];
  }
  return Buffer.byteLength(JSON.stringify(entry)) > ENTRY_LIMIT
    ? ['ValidationException', `Total size of the entry is larger than ${ENTRY_LIMIT} bytes`]
    : undefined;
}
