import type { PathRules } from '../../standard/path-rules.ts';
import { addDays, addMonths, localDate, type WorkingDays } from '../calendar.ts';
import { inputRejected, refused } from '../errors.ts';
import { examDue } from '../onboarding/onboarding-dues.ts';
import { type Away, monthsAway } from '../roster/away.ts';
import { type Certificate, certificateStatus, counts, renewal } from './certificate.ts';
import type { WayToOpen } from './open-way.ts';

export type BeginInput =
  | { kind: 'renewal'; certificate: string }
  | { kind: 'upgrade'; level: string }
  | { kind: 'authorisation'; authorisation: string };

/**
 * Plans what somebody asks for who is certified already, or wants a right beside the certificate.
 * @param away times away from the position
 * @throws CertificateNotFound, RenewalTooEarly, RefresherHoursMissing, CertificateNotRenewable, LevelTooEarly, InputRejected
 */
export function beginWay(
  rules: PathRules,
  input: BeginInput,
  certificates: readonly Certificate[],
  away: readonly Away[],
  calendar: WorkingDays,
  now: number,
): WayToOpen {
  const today = localDate(now);
  const own = certificates.filter(({ position }) => position === rules.position);
  const inDays = {
    theory: examDue(rules, 'theory-exam', today, calendar),
    practical: examDue(rules, 'practical', today, calendar),
    release: examDue(rules, 'release', today, calendar),
  };
  switch (input.kind) {
    case 'renewal': {
      const certificate = own.find(({ number }) => number === input.certificate);
      if (!certificate) throw refused('CertificateNotFound', 'no such certificate', { status: 404 });
      const { level, authorisation, validUntil } = certificate;
      const found = renewal(
        certificate,
        rules,
        { absentMonths: monthsAway(away, certificate.practicalOn, today) },
        today,
      );
      // In the grace all is done by its end; after it, as by somebody new.
      const isShort = found.kind === 'renewal' && authorisation === undefined;
      const shortUntil = addDays(validUntil, certificate.graceDays);
      const due = today <= validUntil ? validUntil : isShort ? shortUntil : null;
      return {
        kind: authorisation ? 'authorisation' : found.kind,
        level,
        ...(authorisation === undefined ? {} : { authorisation }),
        renews: certificate.number,
        on: today,
        ...(isShort ? { shortUntil } : {}),
        needs: found.needs,
        dues: due === null ? inDays : { theory: due, practical: due, release: due },
      };
    }
    case 'upgrade': {
      const at = rules.levels.findIndex(({ id }) => id === input.level);
      const before = rules.levels[at - 1];
      if (!before)
        throw inputRejected([
          {
            field: 'level',
            code: 'not-allowed-value',
            value: input.level,
            allowed:
              rules.levels
                .slice(1)
                .map(({ id }) => id)
                .join(', ') || '–',
          },
        ]);
      const ofPosition = own.filter(({ authorisation }) => authorisation === undefined);
      const held = ofPosition.find((one) => one.level === before.id && counts(one, today));
      if (!held)
        throw refused('LevelTooEarly', 'the level before is not held', { details: { level: before.id } });
      const first = ofPosition.map(({ validFrom }) => validFrom).sort()[0] ?? today;
      const from = addMonths(first, rules.levels[at]?.experienceMonths ?? 0);
      if (today < from) throw refused('LevelTooEarly', 'experience is missing', { details: { from } });
      return {
        kind: 'upgrade',
        level: input.level,
        renews: held.number,
        on: today,
        needs: { theory: true, practical: rules.rubric.length > 0 },
        dues: inDays,
      };
    }
    case 'authorisation': {
      const right = rules.authorisations.find(({ id }) => id === input.authorisation);
      if (!right)
        throw inputRejected([
          {
            field: 'authorisation',
            code: 'not-allowed-value',
            value: input.authorisation,
            allowed: rules.authorisations.map(({ id }) => id).join(', ') || '–',
          },
        ]);
      const held = own.find(
        (one) =>
          one.authorisation === right.id && certificateStatus(one, today) !== 'replaced' && !one.revoked,
      );
      return {
        kind: 'authorisation',
        level: rules.levels[0]?.id ?? 'qualified',
        authorisation: right.id,
        ...(held ? { renews: held.number } : {}),
        on: today,
        needs: { theory: false, practical: right.rubric.length > 0 },
        dues: inDays,
      };
    }
  }
}

/** The way of somebody whose certificate counts, and who was away for long: the practical, and more when it runs out. */
export const practicalAgain = (
  { number, level, validUntil }: Certificate,
  dues: WayToOpen['dues'],
): Omit<WayToOpen, 'on'> => ({
  kind: 'renewal',
  level,
  renews: number,
  shortUntil: validUntil,
  needs: { theory: false, practical: true },
  dues,
});
