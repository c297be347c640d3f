import { hqDueAt } from '../../packages/domain/audit/correction-dues.ts';
import type { Change, Step } from '../../packages/domain/audit/correction-steps.ts';
import type { Nonconformity } from '../../packages/domain/audit/nonconformity.ts';
import type { WorkingDays } from '../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../packages/domain/clock.ts';
import { missing, refused } from '../../packages/domain/errors.ts';
import { readCheaply } from '../../packages/domain/read-cheaply.ts';
import type { Answer, Caller } from '../../packages/lambda/http.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { NonconformityStore } from '../../packages/table/stores/nonconformity-store.ts';
import { nonconformityFacts } from './nonconformity-facts.ts';

/** What every command on a correction needs. */
export interface StepPorts {
  nonconformities: NonconformityStore;
  editions: EditionStore;
  calendar: WorkingDays;
  clock: Clock;
  hash(text: string): string;
}

const notFound = () => missing('NonconformityNotFound', 'no such nonconformity');
/** Two people at one nonconformity at the same moment are rare, three rarer. */
const attempts = 3;

/**
 * Reads, lets the rules decide, and writes under the condition that nobody was faster; then it decides anew. The very
 * same command again is answered like the first time and writes nothing.
 */
export const takeStep = (
  ports: StepPorts,
  nonconformityId: string,
  caller: Caller,
  decide: (nonconformity: Nonconformity, step: Step) => Change | Promise<Change>,
): Promise<Answer> => readCheaply((certain) => stepBy(ports, nonconformityId, caller, decide, certain));

async function stepBy(
  ports: StepPorts,
  nonconformityId: string,
  caller: Caller,
  decide: (nonconformity: Nonconformity, step: Step) => Change | Promise<Change>,
  certain: boolean,
): Promise<Answer> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const nonconformity = await ports.nonconformities.nonconformity(nonconformityId, certain || attempt > 0);
    if (!nonconformity) throw notFound();
    const { stationId, regionId, position, edition, given = {} } = nonconformity;
    caller.allow({ stationId, regionId, position, given: Object.values(given) }, notFound);
    const rules = await ports.editions.editionRules(edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const now = ports.clock.now();
    const step: Step = {
      rules: rules.correction,
      calendar: ports.calendar,
      actor: caller.subject,
      now,
      hash: ports.hash,
    };
    const change = await decide(nonconformity, step);
    const answer = (facts: Nonconformity): Answer => ({
      status: 200,
      body: nonconformityFacts(rules.correction, facts, now),
    });
    if (!change) return answer(nonconformity);
    const by = caller.subject.personId ?? caller.subject.subject;
    const { next, moves } = change;
    const due = hqDueAt(rules.correction, next);
    if (await ports.nonconformities.advance(next, moves, due, by, instant(now))) return answer(next);
  }
  throw refused('NonconformityChanged', 'it kept changing while the command was carried out');
}
