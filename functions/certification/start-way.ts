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

/** Item first, workflow second; both bear the id, so that a repeat finds them. */
export async function startWay(ports: Ports, rules: PathRules, certification: Certification): Promise<void> {
  const { persons, workflows, clock } = ports;
  const now = clock.now();
  const { certificationId } = certification;
  await persons.openCertification(certification, isAtHq(rules, certification, now), {
    changedBy: 'open-certification',
    changedAt: instant(now),
  });
  const input = wayInput(certification, 'exams', watchCertification(rules, certification, now, now), now);
  if (input) await workflows.start('certification', certificationId, { certificationId, ...input });
}
