import type { Fault, FaultInjector } from '../../packages/local/gateway/gateway.ts';

/** Which calls go wrong, and how. */
export interface BrokenCall {
  /** Function or workflow that calls, by its short name: `score-audit`, `station-audit`. */
  caller: string;
  call: 'DynamoDB.GetItem' | 'DynamoDB.UpdateItem' | 'Lambda.Invoke' | 'AWSEvents.PutEvents' | (string & {});
  /** How often; until `mend` when left out. */
  times?: number;
  /** The error's code; without one the call is made, after `meanwhile`. */
  error?: string;
  /** `after`: the call is made and only its answer is lost. Default `before`. */
  when?: Fault['when'];
  /** HTTP status that a function's client sees; default 400. */
  status?: number;
  /** Happens at the moment of the call, for example: time passes. */
  meanwhile?: () => void;
}

/** Calls that go wrong on demand, in the order they were told to. */
export interface BrokenCalls {
  injector: FaultInjector;
  break(...calls: BrokenCall[]): void;
  /** True when a call of this caller has gone wrong since the last mending. */
  met(caller: string): boolean;
  /** Everything works again; answers what should have gone wrong and was never called. */
  mend(): string[];
}

/** Nothing is broken until told. */
export function brokenCalls(): BrokenCalls {
  let plans: { broken: BrokenCall; left: number; met: boolean }[] = [];
  return {
    injector({ service, operation, caller }) {
      const plan = plans.find(
        ({ broken, left }) =>
          left > 0 && broken.call === `${service}.${operation}` && shortName(caller) === broken.caller,
      );
      if (!plan) return undefined;
      plan.left -= 1;
      plan.met = true;
      const { meanwhile, error, when = 'before', status } = plan.broken;
      meanwhile?.();
      if (error === undefined) return undefined;
      return { when, code: error, ...(status === undefined ? {} : { status }) };
    },
    break(...calls) {
      for (const broken of calls)
        plans.push({ broken, left: broken.times ?? Number.POSITIVE_INFINITY, met: false });
    },
    met: (caller) => plans.some(({ broken, met }) => met && broken.caller === caller),
    mend() {
      const unmet = plans.filter(({ left, met }) => (Number.isFinite(left) ? left > 0 : !met));
      plans = [];
      return unmet.map(({ broken }) => `${broken.caller} ${broken.call} ${broken.error ?? ''}`);
    },
  };
}

/** Physical names are `stationkeeper-<stage>-<name>`. */
const shortName = (physical: string) => physical.split('-').slice(2).join('-');
