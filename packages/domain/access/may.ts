/**
 * Who may do what. One table, read top to bottom; `may` is the only place that decides.
 * Scope `network` is everything, `region` the subject's region, `station` the subject's station,
 * `own-positions` the subject's station and only the positions the subject holds, or what the subject was given of it.
 * Who may answer for a position is no scope: the standard's rules of independence decide (`independence.ts`).
 */
export type Role =
  | 'hq-network'
  | 'hq-auditor'
  | 'region-manager'
  | 'station-master'
  | 'general-administrator'
  | 'position-holder';
export type Scope = 'network' | 'region' | 'station' | 'own-positions';

export type Action =
  | 'standard.draft'
  | 'standard.publish'
  | 'standard.read'
  | 'network.import'
  | 'network.read'
  | 'station.read'
  | 'intake.report'
  | 'roster.read'
  | 'duty.read'
  | 'duty.record'
  | 'duty.withdraw'
  | 'duty.report'
  | 'duty.retract'
  | 'duty.begin'
  | 'campaign.launch'
  | 'campaign.control'
  | 'campaign.read'
  | 'audit.read'
  | 'audit.answer'
  | 'audit.give'
  | 'audit.review'
  | 'audit.appeal'
  | 'appeal.decide'
  | 'inbox.read'
  | 'comment.write'
  | 'absence.record'
  | 'roster.change'
  | 'acting.name'
  | 'onboarding.read'
  | 'onboarding.record'
  | 'certification.read'
  | 'certification.begin'
  | 'certification.record'
  | 'certification.assess'
  | 'certification.approve'
  | 'exam.take'
  | 'exam.results'
  | 'certificate.read'
  | 'certificate.control'
  | 'certificate.take-over'
  | 'certificate.refresh'
  | 'trail.read'
  | 'network-trail.read'
  | 'nonconformity.read'
  | 'nonconformity.oversee'
  | 'correction.record'
  | 'correction.decide-plan'
  | 'correction.verify'
  | 'correction.extend'
  | 'correction.give'
  | 'report.read'
  | 'webhook.manage'
  | 'waits.read'
  | 'compliance.scan'
  | 'compliance.read'
  | 'compliance.oversee'
  | 'self.read';

/** A subject as the table knows it (never as the token claims it), so that a change works at once. */
export interface Subject {
  /** The `sub` claim of the token. */
  subject: string;
  role: Role;
  regionId?: string;
  stationId?: string;
  personId?: string;
  positions?: readonly string[];
  /** People who are absent today and whose role and positions are counted in. */
  standsInFor?: readonly string[];
}

/** What is touched; leave out what does not apply. An action on no particular thing touches the network. */
export interface Resource {
  regionId?: string;
  stationId?: string;
  position?: string;
  /** People who were given a part of it. */
  given?: readonly string[];
}

export const rights: Readonly<Record<Role, Partial<Record<Action, Scope>>>> = {
  'hq-network': {
    'standard.draft': 'network',
    'standard.publish': 'network',
    'standard.read': 'network',
    'network.import': 'network',
    'network.read': 'network',
    'station.read': 'network',
    'roster.read': 'network',
    'campaign.launch': 'network',
    'campaign.control': 'network',
    'campaign.read': 'network',
    'audit.read': 'network',
    'audit.answer': 'network',
    'audit.give': 'network',
    'audit.review': 'network',
    'appeal.decide': 'network',
    'inbox.read': 'network',
    'comment.write': 'network',
    'absence.record': 'network',
    'trail.read': 'network',
    'network-trail.read': 'network',
    'nonconformity.read': 'network',
    'nonconformity.oversee': 'network',
    'correction.decide-plan': 'network',
    'correction.verify': 'network',
    'correction.extend': 'network',
    'correction.give': 'network',
    'report.read': 'network',
    'webhook.manage': 'network',
    'waits.read': 'network',
    'acting.name': 'network',
    'roster.change': 'network',
    'onboarding.read': 'network',
    'onboarding.record': 'network',
    'certification.read': 'network',
    'certification.begin': 'network',
    'certification.record': 'network',
    'certification.assess': 'network',
    'certification.approve': 'network',
    'certificate.read': 'network',
    'certificate.control': 'network',
    'certificate.take-over': 'network',
    'certificate.refresh': 'network',
    'exam.results': 'network',
    'intake.report': 'network',
    'duty.read': 'network',
    'duty.report': 'network',
    'duty.retract': 'network',
    'duty.begin': 'network',
    'compliance.scan': 'network',
    'compliance.read': 'network',
    'compliance.oversee': 'network',
    'self.read': 'network',
  },
  'hq-auditor': {
    'standard.read': 'network',
    'network.read': 'network',
    'station.read': 'network',
    'roster.read': 'network',
    'campaign.read': 'network',
    'audit.read': 'network',
    'audit.answer': 'network',
    'audit.give': 'network',
    'audit.review': 'network',
    'appeal.decide': 'network',
    'inbox.read': 'network',
    'comment.write': 'network',
    'trail.read': 'network',
    'network-trail.read': 'network',
    'nonconformity.read': 'network',
    'nonconformity.oversee': 'network',
    'correction.decide-plan': 'network',
    'correction.verify': 'network',
    'correction.give': 'network',
    'report.read': 'network',
    'waits.read': 'network',
    'onboarding.read': 'network',
    'onboarding.record': 'network',
    'certification.read': 'network',
    'certification.begin': 'network',
    'certification.record': 'network',
    'certification.assess': 'network',
    'certification.approve': 'network',
    'certificate.read': 'network',
    'certificate.control': 'network',
    'certificate.take-over': 'network',
    'certificate.refresh': 'network',
    'exam.results': 'network',
    'duty.read': 'network',
    'compliance.scan': 'network',
    'compliance.read': 'network',
    'compliance.oversee': 'network',
    'self.read': 'network',
  },
  'region-manager': {
    'standard.read': 'network',
    'network.read': 'region',
    'station.read': 'region',
    'roster.read': 'region',
    'campaign.read': 'region',
    'audit.read': 'region',
    'inbox.read': 'network',
    'comment.write': 'region',
    'trail.read': 'region',
    'nonconformity.read': 'region',
    'nonconformity.oversee': 'region',
    'correction.extend': 'region',
    'report.read': 'region',
    'onboarding.read': 'region',
    'certification.read': 'region',
    'certificate.read': 'region',
    'duty.read': 'region',
    'compliance.scan': 'region',
    'compliance.read': 'region',
    'compliance.oversee': 'region',
    'self.read': 'network',
  },
  'station-master': {
    'standard.read': 'network',
    'station.read': 'station',
    'roster.read': 'station',
    'audit.read': 'station',
    'audit.answer': 'station',
    'audit.give': 'station',
    'audit.appeal': 'station',
    'inbox.read': 'network',
    'comment.write': 'station',
    'absence.record': 'station',
    'trail.read': 'station',
    'nonconformity.read': 'station',
    'correction.record': 'station',
    'correction.decide-plan': 'station',
    'correction.verify': 'station',
    'correction.extend': 'station',
    'correction.give': 'station',
    'report.read': 'station',
    'acting.name': 'station',
    'roster.change': 'station',
    'onboarding.read': 'station',
    'onboarding.record': 'station',
    'certification.read': 'station',
    'certification.begin': 'station',
    'certification.record': 'station',
    'certification.assess': 'station',
    'certification.approve': 'station',
    'exam.take': 'station',
    'certificate.read': 'station',
    'certificate.refresh': 'station',
    'intake.report': 'station',
    'duty.read': 'station',
    'duty.record': 'own-positions',
    'duty.withdraw': 'station',
    'duty.report': 'station',
    'duty.retract': 'station',
    'compliance.scan': 'station',
    'compliance.read': 'station',
    'self.read': 'network',
  },
  'general-administrator': {
    'standard.read': 'network',
    'station.read': 'station',
    'roster.read': 'station',
    'audit.read': 'station',
    'audit.answer': 'station',
    'audit.give': 'station',
    'audit.appeal': 'station',
    'inbox.read': 'network',
    'comment.write': 'station',
    'absence.record': 'station',
    'trail.read': 'station',
    'nonconformity.read': 'station',
    'correction.record': 'own-positions',
    'correction.verify': 'station',
    'correction.give': 'station',
    'report.read': 'station',
    'roster.change': 'station',
    'onboarding.read': 'station',
    'onboarding.record': 'station',
    'certification.read': 'station',
    'certification.begin': 'station',
    'certification.record': 'station',
    'certification.assess': 'station',
    'certification.approve': 'station',
    'exam.take': 'station',
    'certificate.read': 'station',
    'certificate.refresh': 'station',
    'intake.report': 'station',
    'duty.read': 'station',
    'duty.record': 'own-positions',
    'duty.withdraw': 'station',
    'duty.report': 'station',
    'duty.retract': 'station',
    'compliance.scan': 'station',
    'compliance.read': 'station',
    'self.read': 'network',
  },
  'position-holder': {
    'standard.read': 'network',
    'station.read': 'station',
    'audit.read': 'station',
    'audit.answer': 'station',
    'inbox.read': 'network',
    'comment.write': 'station',
    'nonconformity.read': 'station',
    'correction.record': 'own-positions',
    'correction.verify': 'own-positions',
    'report.read': 'station',
    'onboarding.read': 'station',
    'onboarding.record': 'station',
    'certification.read': 'station',
    'certification.begin': 'station',
    'certification.record': 'station',
    'certification.assess': 'station',
    'certification.approve': 'station',
    'exam.take': 'station',
    'exam.results': 'station',
    'certificate.read': 'station',
    'certificate.refresh': 'station',
    'duty.read': 'station',
    'duty.record': 'own-positions',
    'duty.withdraw': 'station',
    'duty.report': 'station',
    'duty.retract': 'station',
    'compliance.read': 'station',
    'self.read': 'network',
  },
};

/**
 * `yes`; `no` when the role never does this; `hidden` when the role does it, but not to this thing: a foreign
 * station's object must look missing.
 */
export function may(subject: Subject, action: Action, resource: Resource = {}): 'yes' | 'no' | 'hidden' {
  const scope = rights[subject.role][action];
  if (scope === undefined) return 'no';
  switch (scope) {
    case 'network':
      return 'yes';
    case 'region':
      return resource.regionId !== undefined && resource.regionId === subject.regionId ? 'yes' : 'hidden';
    case 'station':
      return resource.stationId !== undefined && resource.stationId === subject.stationId ? 'yes' : 'hidden';
    case 'own-positions':
      if (resource.stationId === undefined || resource.stationId !== subject.stationId) return 'hidden';
      return (resource.position !== undefined && (subject.positions ?? []).includes(resource.position)) ||
        (resource.given ?? []).some((personId) => actsFor(subject, personId))
        ? 'yes'
        : 'no';
  }
}

/** Whether the subject is a person, or stands in for them today. */
export const actsFor = (
  { personId: own, standsInFor }: Pick<Subject, 'personId' | 'standsInFor'>,
  personId: string,
): boolean => personId === own || (standsInFor ?? []).includes(personId);

/** How far an action reaches for a subject; undefined when the role never does it. */
export const scopeOf = (subject: Subject, action: Action): Scope | undefined => rights[subject.role][action];
