/**
 * The three families of failure (and nothing else): the rules say no, the thing is not there (for you),
 * somebody else is out of order. `name` is a literal because minifying destroys class names and
 * `ErrorEquals` in the workflow definitions depends on it.
 */
export interface FieldProblem {
  /** Path of the field in the input, for example `answers[2].remark`. */
  field: string;
  /** Stable machine code, for example `remark-missing`; its sentences in both languages are message data. */
  code: string;
  /** The value's own problem, where naming it helps; never personal data. */
  value?: string;
  /** What is allowed, as codes, numbers or a format's name (no prose). */
  allowed?: string;
}

export interface FailureDetails {
  /** Ids and codes only: details are logged and answered, so never personal data. */
  [key: string]: string | number | boolean | readonly string[];
}

export type FailureFamily = 'refused' | 'missing' | 'unavailable';

export interface FailureOptions {
  status?: number;
  details?: FailureDetails;
  fields?: FieldProblem[];
  cause?: unknown;
}

/** A failure with a stable code. `family` decides whether it is retried; `status` is its HTTP status. */
export class Failure extends Error {
  readonly family: FailureFamily;
  readonly code: string;
  readonly status: number;
  readonly details: FailureDetails;
  readonly fields: FieldProblem[];

  constructor(family: FailureFamily, name: FailureName, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = name;
    this.family = family;
    this.code = codeOf(name);
    this.status = options.status ?? { refused: 409, missing: 404, unavailable: 503 }[family];
    this.details = options.details ?? {};
    this.fields = options.fields ?? [];
  }
}

/** Every failure the product can name; a workflow's `ErrorEquals` may name nothing else. */
export const failureNames = [
  'InputRejected',
  'NotPermitted',
  'StationNotFound',
  'CampaignNotFound',
  'AuditNotFound',
  'PositionNotAudited',
  'EditionNotFound',
  'EditionAlreadyPublished',
  'DraftNotFound',
  'DraftChanged',
  'DraftPublished',
  'DraftOutdated',
  'OwnDraft',
  'AuditNotOpen',
  'AuditNotScored',
  'ReportNotFound',
  'ScanNotFound',
  'NotScanned',
  'WebhookNotFound',
  'WebhookLimitReached',
  'DeliveryNotFound',
  'AnswersAlreadyGiven',
  'ScanUsedUp',
  'AnswersUnchanged',
  'OwnWork',
  'AuditorNotEntitled',
  'PositionNotGiven',
  'AuditNotInReview',
  'ReviewAlreadyMade',
  'AppealNotFound',
  'AppealTooLate',
  'AppealAlreadyRaised',
  'AppealAlreadyDecided',
  'DecidedByAnother',
  'DeputyGone',
  'CampaignOver',
  'CampaignOpening',
  'NoPilot',
  'RemindedToday',
  'CommandReused',
  'RegionNotFound',
  'NonconformityNotFound',
  'StepNotInTurn',
  'StepAlreadyTaken',
  'StepNotYours',
  'OwnCorrection',
  'SubmissionSuperseded',
  'SubmissionTurnedDown',
  'EffectCheckTooEarly',
  'ExtensionNotPossible',
  'NonconformityChanged',
  'StationsNotOpened',
  'PersonNotFound',
  'PersonChanged',
  'SeatRefused',
  'NotActing',
  'HandOverNotFound',
  'HireOver',
  'WayOver',
  'OnboardingNotFound',
  'OnboardingOver',
  'DutySheetOutdated',
  'MentorNotEntitled',
  'CertificationNotFound',
  'ExamNotPossible',
  'ExamOver',
  'PaperNotFound',
  'PaperNotSubmitted',
  'BankNotFound',
  'BankAlreadyPublished',
  'OwnExam',
  'AssessorNotEntitled',
  'ApproverNotEntitled',
  'PrerequisitesLapsed',
  'PositionNotHeld',
  'LevelTooEarly',
  'CertificateNotFound',
  'CertificateNotRenewable',
  'RenewalTooEarly',
  'RefresherHoursMissing',
  'CertificateRevoked',
  'CertificateNotSuspended',
  'HolderGone',
  'CertificateAlreadyHeld',
  'NoStatutoryCertificate',
  'StatutoryNotNewer',
  'DutyAlreadyRecorded',
  'DutyRecordNotFound',
  'DutyRecordNotYours',
  'DutyRecordWithdrawn',
  'DutyCaseClosed',
  'DutyCaseChanged',
  'DutyStartKept',
  'DutyEventReported',
  'DutyEventNotFound',
  'DutyEventNotYours',
  'DutyEventWithdrawn',
  'DependencyUnavailable',
] as const;
export type FailureName = (typeof failureNames)[number];

const codeOf = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();

/** The input does not have the form that is asked for (HTTP 400); never retried. */
export const inputRejected = (fields: FieldProblem[]) =>
  new Failure('refused', 'InputRejected', fields.map((f) => `${f.field}: ${f.code}`).join('; '), {
    status: 400,
    fields,
  });

/** The rules say no (HTTP 409 unless told otherwise). */
export const refused = (name: FailureName, message: string, options?: FailureOptions) =>
  new Failure('refused', name, message, options);

/** Not there, or not there for you: a foreign station's object is answered the same way (HTTP 404). */
export const missing = (name: FailureName, message: string, options?: FailureOptions) =>
  new Failure('missing', name, message, options);

/** Somebody else's fault; the caller may try again (HTTP 503). */
export const unavailable = (message: string, options?: FailureOptions) =>
  new Failure('unavailable', 'DependencyUnavailable', message, options);
