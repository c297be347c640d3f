import type { EditionRules } from '../../standard/edition-rules.ts';
import type { Subject } from '../access/may.ts';
import { type KeptAudit, stageOf, stateOf } from '../audit/audit-steps.ts';
import { mayAnswer, toAnswer } from '../audit/independence.ts';
import type { Task } from './tasks.ts';

/** A kept audit as far as tasks show it. */
export interface AuditOfTasks extends KeptAudit {
  auditId: string;
  stationId: string;
  regionId: string;
  name: string;
  mode?: 'self' | 'on-site';
  given?: Record<string, string>;
  sentBack?: Record<string, string>;
}

/** The positions of an audit that a subject may answer; a position that was given away is that person's. */
export function answerTasks(
  rules: EditionRules,
  audit: AuditOfTasks,
  subject: Subject,
  now: number,
  remindedAt?: string,
): Task[] {
  if (stageOf(stateOf(audit), now) !== 'answering' || Date.parse(audit.closesAt) <= now) return [];
  return [...(audit.pending ?? [])].flatMap((position) => {
    const givenTo = audit.given?.[position];
    const others =
      givenTo !== undefined && givenTo !== subject.personId && subject.role === 'position-holder';
    if (others || mayAnswer(rules, toAnswer(audit), position, subject) !== 'yes') return [];
    const note = audit.sentBack?.[position];
    return [
      {
        taskId: `answer:${audit.auditId}:${position}`,
        kind: 'answer' as const,
        of: audit.auditId,
        stationId: audit.stationId,
        regionId: audit.regionId,
        name: audit.name,
        position,
        dueAt: audit.dueAt,
        overdue: Date.parse(audit.dueAt) <= now,
        ...(note === undefined ? {} : { note }),
        ...(remindedAt === undefined ? {} : { remindedAt }),
        ...(givenTo === undefined ? {} : { givenTo }),
        action: {
          method: 'POST' as const,
          path: `/v1/audits/${audit.auditId}/positions/${position}/answers`,
        },
      },
    ];
  });
}

/** The review of an audit that lies on HQ's desk, with the date that stands there. */
export function reviewTask(audit: AuditOfTasks, dueAt: string, now: number): Task[] {
  if (stageOf(stateOf(audit), now) !== 'in-review') return [];
  return [
    {
      taskId: `review:${audit.auditId}`,
      kind: 'review',
      of: audit.auditId,
      stationId: audit.stationId,
      regionId: audit.regionId,
      name: audit.name,
      dueAt,
      overdue: Date.parse(dueAt) <= now,
      action: { method: 'POST', path: `/v1/audits/${audit.auditId}/review` },
    },
  ];
}
