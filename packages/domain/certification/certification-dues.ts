import type { Actor, PathRules } from '../../standard/path-rules.ts';
import { type LocalDate, localDate } from '../calendar.ts';
import { instant } from '../clock.ts';
import { climbFor, type LadderLook } from '../ladder.ts';
import { certifierOf } from './assess.ts';
import type { Certification } from './certification.ts';
import { missingPrerequisites } from './prerequisites.ts';
import { askedForOn, needsRetraining, triesOf } from './take-exam.ts';

export type CertificationStep = 'prerequisites' | 'theory' | 'retraining' | 'practical' | 'approval';

export interface WayNext {
  step: CertificationStep;
  owner: Actor | 'person';
  due: LocalDate;
}

/**
 * What is next on a way, whose turn it is, and by when; null when the way is over.
 * @param now whoever lets the days for retakes pass is trained anew
 */
export function nextOf(rules: PathRules, certification: Certification, now: number): WayNext | null {
  const { status, needs, dues, signed } = askedForOn(rules, certification, localDate(now));
  const certifier = certifierOf(rules, certification);
  const lacking = isDecided({ status }) ? [] : missingPrerequisites(rules, certification, now);
  if (needsRetraining(certification, rules, now))
    return { step: 'retraining', owner: 'TD', due: dues.practical };
  switch (status) {
    case 'candidate':
      if (lacking.length > 0 || (!needs.theory && !needs.practical))
        return {
          step: 'prerequisites',
          owner: whoLooks(lacking, rules, certifier),
          due: needs.theory ? dues.theory : dues.practical,
        };
      return needs.theory
        ? { step: 'theory', owner: 'person', due: dues.theory }
        : { step: 'practical', owner: certifier.assesses, due: dues.practical };
    case 'theory-passed':
      return renewedFirst({ step: 'practical', owner: certifier.assesses, due: dues.practical });
    case 'practical-passed':
      return renewedFirst({
        step: 'approval',
        owner: signed || assessedByApprover(certification) ? 'hq-training' : certifier.approves,
        due: dues.release,
      });
    default:
      return null;
  }

  /** What has run out is shown anew before the next step; what waits for HQ already waits there for that too. */
  function renewedFirst(next: WayNext): WayNext {
    if (lacking.length === 0) return next;
    const owner = next.owner.startsWith('hq-') ? next.owner : whoLooks(lacking, rules, certifier);
    return { ...next, step: 'prerequisites', owner };
  }
}

const assessedByApprover = (certification: Certification): boolean =>
  triesOf(certification.assessments, certification).some(({ passed, approves }) => passed && approves);

/**
 * Who looks at what is to be shown: the general administrator, who keeps the records of people (8.5), of the own ones the
 * line manager; what HQ alone decides waits for HQ.
 */
function whoLooks(
  lacking: readonly string[],
  { position }: PathRules,
  { approves }: { approves: Actor },
): Actor {
  const forHq = lacking.length > 0 && lacking.every((name) => /^(hq-approval|certified-as)\b/.test(name));
  if (forHq) return approves.startsWith('hq-') ? approves : 'hq-training';
  return position === 'GA' ? 'line-manager' : 'GA';
}

/** True when the workflow has nothing left to wait for. */
export const isDecided = ({ status }: Pick<Certification, 'status'>): boolean =>
  ['approved', 'certified', 'ended'].includes(status);

/** In seconds. */
const aDay = 86_400;

/**
 * Looks at a way for the workflow that waits for it; whoever's turn it is stands in the ladder as `owner`. What is
 * approved waits on: the wait is over as soon as it begins, also where it was the time-out that came first.
 */
export function watchCertification(
  rules: PathRules,
  certification: Certification,
  since: number,
  now: number,
): LadderLook & { step?: CertificationStep; owner?: string } {
  if (certification.status === 'approved')
    return { next: 'wait', lookAt: instant(now + aDay * 1000), seconds: aDay };
  const next = nextOf(rules, certification, now);
  if (!next) return { next: 'done' };
  return { ...climbFor(rules, next.due, next.owner, since, now), step: next.step };
}
