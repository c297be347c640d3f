import type { PathRules } from '../../standard/path-rules.ts';
import type { Subject } from '../access/may.ts';
import { isHq } from '../audit/independence.ts';
import { addDays, type LocalDate, localDate, startOf, type WorkingDays } from '../calendar.ts';
import { actsAs, objectionToApprover, objectionToAssessor } from '../certification/assess.ts';
import type { Certification } from '../certification/certification.ts';
import { nextOf } from '../certification/certification-dues.ts';
import { type AssessorGaps, standsIn } from '../certification/stand-in.ts';
import { instant } from '../clock.ts';
import type { Onboarding } from '../onboarding/onboarding.ts';
import { type OpenPart, openParts } from '../onboarding/onboarding-dues.ts';
import type { Task, TaskKind } from './tasks.ts';

/** Position code → people of the station who hold it. */
export type Heads = Readonly<Record<string, number>>;

/** What a task of a way is about. */
interface About {
  kind: TaskKind;
  of: string;
  stationId: string;
  regionId: string;
  position: string;
  item?: string;
  due: LocalDate;
  path: string;
}

function taskOf({ kind, of, item, due, path, ...about }: About, now: number): Task {
  return {
    taskId: `${kind}:${of}${item === undefined ? '' : `:${item}`}`,
    kind,
    of,
    ...about,
    name: about.stationId,
    ...(item === undefined ? {} : { item }),
    // The day itself still counts.
    dueAt: instant(startOf(addDays(due, 1))),
    overdue: due < localDate(now),
    action: { method: 'POST', path },
  };
}

/** Position codes that a task falls to at a station: of the line the first one that somebody holds. */
export function holdersOf(owners: readonly string[], line: readonly string[], heads: Heads): string[] {
  const isHeld = (code: string) => (heads[code] ?? 0) > 0;
  return owners.flatMap((owner) =>
    owner === 'line-manager' ? line.filter(isHeld).slice(0, 1) : isHeld(owner) ? [owner] : [],
  );
}

/**
 * Whether something at a station is a subject's turn: an owner's; the station head's where nobody holds an owner's
 * position, or where it is overdue.
 */
function isTurn(holders: readonly string[], due: LocalDate, subject: Subject, now: number): boolean {
  if (holders.some((code) => subject.positions?.includes(code))) return true;
  return subject.role === 'station-master' && (holders.length === 0 || due < localDate(now));
}

/**
 * Open steps and modules of an onboarding that are a subject's turn. The person signs the duty sheet, and finds nothing
 * else; the line manager sees to it that it is read.
 */
export function onboardingTasks(
  rules: PathRules,
  onboarding: Onboarding,
  calendar: WorkingDays,
  heads: Heads,
  subject: Subject,
  now: number,
): Task[] {
  if (onboarding.status !== 'open' || isHq(subject)) return [];
  const { onboardingId, personId, stationId, regionId, position } = onboarding;
  const own = subject.personId === personId;
  const routeOf = ({ kind, id }: OpenPart) =>
    kind === 'module' ? 'modules' : id === 'mentoring' ? 'mentor' : 'steps';
  return openParts(rules, onboarding, calendar)
    .filter((part) =>
      own
        ? part.id === 'duty-briefing'
        : isTurn(holdersOf(part.owners, rules.line, heads), part.due, subject, now),
    )
    .map((part) =>
      taskOf(
        {
          kind: 'onboard',
          of: onboardingId,
          stationId,
          regionId,
          position,
          item: part.id,
          due: part.due,
          path: `/v1/onboardings/${onboardingId}/${routeOf(part)}`,
        },
        now,
      ),
    );
}

/**
 * What is next on a way to a certificate, where it is the subject's turn.
 * @param gaps positions of the station in whose stead HQ assesses
 */
export function certificationTask(
  rules: PathRules,
  certification: Certification,
  heads: Heads,
  subject: Subject,
  now: number,
  gaps?: AssessorGaps,
): Task[] {
  const next = nextOf(rules, certification, now);
  if (!next) return [];
  const { certificationId: of, personId, stationId, regionId, position } = certification;
  const own = subject.personId !== undefined && subject.personId === personId;
  const atHq = next.owner.startsWith('hq-') || standsIn(rules, certification, gaps, now);
  const tasks = {
    prerequisites: {
      kind: 'show-prerequisite',
      route: 'prerequisites',
      turn:
        !own && (isHq(subject) || isTurn(holdersOf([next.owner], rules.line, heads), next.due, subject, now)),
    },
    theory: { kind: 'take-exam', route: 'papers', turn: own },
    retraining: {
      kind: 'retrain',
      route: 'retraining',
      turn: !own && (isHq(subject) || actsAs('TD', rules, stationId, subject)),
    },
    practical: {
      kind: 'assess',
      route: 'assessments',
      turn: objectionToAssessor(certification, rules, subject) === null,
    },
    approval: {
      kind: 'approve',
      route: 'decision',
      turn: objectionToApprover(certification, rules, subject) === null,
    },
  } as const;
  const { kind, route, turn } = tasks[next.step];
  // HQ may stand in for a station, but finds only what is its own to do here.
  if (!turn || atHq !== isHq(subject)) return [];
  const path = `/v1/certifications/${of}/${route}`;
  return [taskOf({ kind, of, stationId, regionId, position, due: next.due, path }, now)];
}

/** A hand-over that is asked for, as a task of the line manager. */
export interface OpenHandOver {
  handOverId: string;
  personId: string;
  stationId: string;
  regionId: string;
  positions: readonly string[];
  dueOn: LocalDate;
  status: 'open' | 'done' | 'withdrawn';
}

/** @param lines positions above each of the positions that were left */
export function handOverTask(
  { handOverId, personId, stationId, regionId, positions, dueOn, status }: OpenHandOver,
  lines: readonly (readonly string[])[],
  heads: Heads,
  subject: Subject,
  now: number,
): Task[] {
  if (status !== 'open' || isHq(subject) || subject.personId === personId) return [];
  const holders = lines.flatMap((line) => holdersOf(['line-manager'], line, heads));
  if (!isTurn(holders, dueOn, subject, now)) return [];
  const path = `/v1/stations/${stationId}/people/${personId}/hand-over`;
  const position = positions[0] ?? '';
  return [
    taskOf({ kind: 'hand-over', of: handOverId, stationId, regionId, position, due: dueOn, path }, now),
  ];
}
