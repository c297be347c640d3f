import type { Certification } from '../../packages/domain/certification/certification.ts';
import { nextOf, watchCertification } from '../../packages/domain/certification/certification-dues.ts';
import { type Clock, instant } from '../../packages/domain/clock.ts';
import { wayInput } from '../../packages/domain/way-input.ts';
import type { Workflows } from '../../packages/lambda/workflows.ts';
import type { PathRules } from '../../packages/standard/path-rules.ts';
import type { PersonStore } from '../../packages/table/stores/person-store.ts';

interface Ports {
  persons: PersonStore;
  workflows: Workflows;
  clock: Clock;
}

/** Whether it is HQ's turn on a way. */
export const isAtHq = (rules: PathRules, certification: Certification, now: number): boolean =>
  nextOf(rules, certification, now)?.owner.startsWith('hq-') ?? false;

/** In seconds. */
const aDay = 86_400;

/** Item first, workflow second; both bear the id, so that a repeat finds them. */
export async function startWay(ports: Ports, rules: PathRules, certification: Certification): Promise<void> {
  const { persons, workflows, clock } = ports;
  const now = clock.now();
  const { certificationId } = certification;
  await persons.openCertification(certification, isAtHq(rules, certification, now), {
    changedBy: 'open-certification',
    changedAt: instant(now),
  });
  // What was approved elsewhere has nothing to look at: its wait is over as soon as it begins.
  const look =
    certification.status === 'approved'
      ? { next: 'wait' as const, lookAt: instant(now + aDay * 1000), seconds: aDay }
      : watchCertification(rules, certification, now, now);
  const input = wayInput(certification, 'exams', look, now);
  if (input) await workflows.start('certification', certificationId, { certificationId, ...input });
}
