import type { AuditorKind, EditionRules, PositionCode } from '../../standard/edition-rules.ts';
import type { Subject } from '../access/may.ts';

/** Why somebody may not answer for a position. `foreign` must look as if the audit were not there. */
export type AuditorRefusal = 'own-work' | 'not-entitled' | 'not-given' | 'foreign';

export interface AuditToAnswer {
  stationId: string;
  /** `on-site`: an auditor of HQ answers everything. */
  mode: 'self' | 'on-site';
  /** Position → person who was given it. */
  given: Readonly<Record<PositionCode, string>>;
}

/** A kept audit as the rules about who may answer see it; what older items lack has its default. */
export const toAnswer = (audit: {
  stationId: string;
  mode?: AuditToAnswer['mode'];
  given?: AuditToAnswer['given'];
}): AuditToAnswer => ({
  stationId: audit.stationId,
  mode: audit.mode ?? 'self',
  given: audit.given ?? {},
});

/**
 * Who may audit a position at all (8.7 and the edition's independence rules). A rule for a clause group covers the
 * whole position as soon as one of its items belongs to the group, because a position is answered in one piece.
 */
export function auditorsOf(rules: EditionRules, position: PositionCode): AuditorKind[] {
  const items = rules.positions.find(({ code }) => code === position)?.items ?? [];
  const matching = rules.independence.filter(
    ({ positions, clauseGroups }) =>
      positions?.includes(position) ||
      clauseGroups?.some((group) => items.some(({ clause }) => clause.startsWith(`${group}.`))),
  );
  return matching.reduce<AuditorKind[]>(
    (allowed, { auditedBy }) =>
      auditedBy.includes('anybody-else')
        ? allowed
        : allowed.includes('anybody-else')
          ? auditedBy
          : allowed.filter((kind) => auditedBy.includes(kind)),
    ['anybody-else'],
  );
}

/**
 * Whether a subject may answer for a position in an audit. Nobody audits the own work, whatever else is allowed: whoever
 * holds the position, alone or beside others, answers for none of it.
 */
export function mayAnswer(
  rules: EditionRules,
  audit: AuditToAnswer,
  position: PositionCode,
  subject: Subject,
): 'yes' | AuditorRefusal {
  const kinds = auditorsOf(rules, position);
  const open = kinds.includes('anybody-else');
  if (isHq(subject)) return open || kinds.includes('hq') ? 'yes' : 'not-entitled';
  const given = subject.personId !== undefined && audit.given[position] === subject.personId;
  if (subject.stationId !== audit.stationId) {
    if (!given) return 'foreign';
    return open || kinds.includes('other-station') ? 'yes' : 'not-entitled';
  }
  if (subject.positions?.includes(position)) return 'own-work';
  if (audit.mode === 'on-site') return 'not-entitled';
  const heads = subject.role === 'station-master';
  if (heads && (open || kinds.includes('station-head'))) return 'yes';
  if (!open) return 'not-entitled';
  return given || subject.role === 'general-administrator' ? 'yes' : 'not-given';
}

/** Whether a person may be given a position; a rule of the house: whoever may not answer is not given the part either. */
export function mayBeGiven(
  rules: EditionRules,
  audit: AuditToAnswer,
  position: PositionCode,
  person: { personId: string; stationId: string; positions: readonly PositionCode[] },
): 'yes' | AuditorRefusal {
  return mayAnswer(rules, { ...audit, given: { [position]: person.personId } }, position, {
    subject: person.personId,
    role: person.positions.includes('SM') ? 'station-master' : 'position-holder',
    ...person,
  });
}

export const isHq = ({ role }: Pick<Subject, 'role'>) => role === 'hq-network' || role === 'hq-auditor';
