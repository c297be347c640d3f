import type { Resource, Subject } from '../../packages/domain/access/may.ts';
import type { Certification } from '../../packages/domain/certification/certification.ts';
import type {
  CertificationChange,
  CertificationContext,
} from '../../packages/domain/certification/take-exam.ts';
import { type Clock, instant } from '../../packages/domain/clock.ts';
import { missing, refused } from '../../packages/domain/errors.ts';
import { concerns } from '../../packages/domain/onboarding/concerns.ts';
import { readCheaply } from '../../packages/domain/read-cheaply.ts';
import type { Answer, Caller } from '../../packages/lambda/http.ts';
import type { PathRules } from '../../packages/standard/path-rules.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { PersonStore } from '../../packages/table/stores/person-store.ts';
import { certificationFacts } from './certification-facts.ts';
import { isAtHq } from './start-way.ts';

/** What every command on a certification needs. */
export interface StepPorts {
  persons: PersonStore;
  editions: EditionStore;
  clock: Clock;
}

export const notFound = () => missing('CertificationNotFound', 'no such certification');
/** Two people at one way at the same moment are rare, three rarer. */
const attempts = 3;

/**
 * A way with the rules of its position, if the caller has to do with it.
 * @param colleagues whether holders of the same position have, of whom some may assess
 */
export async function certificationFor(
  { persons, editions }: Pick<StepPorts, 'persons' | 'editions'>,
  certificationId: string,
  caller: Caller,
  consistent = false,
  colleagues = false,
): Promise<{ certification: Certification; rules: PathRules }> {
  const certification = await persons.certification(certificationId, consistent);
  if (!certification) throw notFound();
  const { edition, position, personId } = certification;
  const { subject } = caller;
  caller.allow(placeOf(certification, subject), notFound);
  const rules = await editions.pathRules(edition, position);
  if (!rules) throw missing('EditionNotFound', 'no such edition');
  const isColleague = colleagues && subject.positions?.includes(position);
  if (!isColleague && !concerns(subject, rules, personId)) throw notFound();
  return { certification, rules };
}

/** Where a way belongs for somebody: the own one goes along, so that whoever has moved can finish what they have begun. */
function placeOf({ personId, stationId, regionId }: Certification, subject: Subject): Resource {
  if (subject.personId !== personId || subject.stationId === undefined) return { stationId, regionId };
  return { stationId: subject.stationId };
}

/**
 * Reads, lets the rules decide, and writes under the condition that nobody was faster; then it decides anew. The very
 * same command again is answered like the first time and writes nothing.
 * @param options.known the way as the caller has read it just now
 */
export const takeStep = (
  ports: StepPorts,
  certificationId: string,
  caller: Caller,
  decide: Decide,
  { colleagues = false, known }: { colleagues?: boolean; known?: Found } = {},
): Promise<Answer> =>
  readCheaply((certain) =>
    stepBy(ports, certificationId, caller, decide, { colleagues, certain, ...(known ? { known } : {}) }),
  );

/** A way as it was read, with the rules of its position. */
interface Found {
  certification: Certification;
  rules: PathRules;
}

type Decide = (
  certification: Certification,
  context: CertificationContext,
) => CertificationChange | Promise<CertificationChange>;

async function stepBy(
  ports: StepPorts,
  certificationId: string,
  caller: Caller,
  decide: Decide,
  { colleagues, certain, known }: { colleagues: boolean; certain: boolean; known?: Found },
): Promise<Answer> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const again = certain || attempt > 0;
    const found =
      (again ? undefined : known) ??
      (await certificationFor(ports, certificationId, caller, again, colleagues));
    const { certification, rules } = found;
    const now = ports.clock.now();
    const change = await decide(certification, { rules, actor: caller.subject, now });
    const answer = (facts: Certification): Answer => ({
      status: 200,
      body: certificationFacts(rules, facts, now),
    });
    if (!change) return answer(certification);
    const changed = { changedBy: caller.subject.personId ?? caller.subject.subject, changedAt: instant(now) };
    const atHq = isAtHq(rules, change.next, now);
    if (await ports.persons.advanceCertification(change.next, change.moves, atHq, changed))
      return answer(change.next);
  }
  throw refused('PersonChanged', 'it kept changing while the command was carried out');
}
