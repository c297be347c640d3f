import type { Fault, FaultInjector } from '../../packages/local/gateway/gateway.ts';

/** Which calls go wrong, and how. */
export interface BrokenCall {
  /** Function or workflow that calls, by its short name: `score-audit`, `station-audit`. */
  caller: string;
  call: 'DynamoDB.GetItem' | 'DynamoDB.UpdateItem' | 'Lambda.Invoke' | 'AWSEvents.PutEvents' | (string & {});
  /** Calls of this kind that go well before; none when left out. */
  skip?: number;
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
  /** What this caller has called since the last mending, in order. */
  seen(caller: string): string[];
  /** True when a call of this caller has gone wrong since the last mending. */
  met(caller: string): boolean;
  /** Everything works again; answers what should have gone wrong and was never called. */
  mend(): string[];
}

/** Nothing is broken until told. */
export function brokenCalls(): BrokenCalls {
  let plans: { broken: BrokenCall; skip: number; left: number; met: boolean }[] = [];
  let calls: { caller: string; call: string }[] = [];
  return {
    injector({ service, operation, caller }) {
      const made = { caller: shortName(caller), call: `${service}.${operation}` };
      calls.push(made);
      const plan = plans.find(
        ({ broken, left }) => left > 0 && broken.call === made.call && made.caller === broken.caller,
      );
      if (!plan) return undefined;
      if (plan.skip > 0) {
        plan.skip -= 1;
        return undefined;
      }
      plan.left -= 1;
      plan.met = true;
      const { meanwhile, error, when = 'before', status } = plan.broken;
      meanwhile?.();
      if (error === undefined) return undefined;
      return { when, code: error, ...(status === undefined ? {} : { status }) };
    },
    break(...wanted) {
      for (const broken of wanted)
        plans.push({
          broken,
          skip: broken.skip ?? 0,
          left: broken.times ?? Number.POSITIVE_INFINITY,
          met: false,
        });
    },
    seen: (caller) => calls.filter((made) => made.caller === caller).map(({ call }) => call),
    met: (caller) => plans.some(({ broken, met }) => met && broken.caller === caller),
    mend() {
      const unmet = plans.filter(({ left, met }) => (Number.isFinite(left) ? left > 0 : !met));
      plans = [];
      calls = [];
      return unmet.map(({ broken }) => `${broken.caller} ${broken.call} ${broken.error ?? ''}`);
    },
  };
}

/** Physical names are `stationkeeper-<stage>-<name>`. */
const shortName = (physical: string) => physical.split('-').slice(2).join('-');
