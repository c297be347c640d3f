import { isHq } from '../../../packages/domain/audit/independence.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { certificateFacts, certificateFor, demandKeeper } from '../certificate-facts.ts';

const attempts = 3;

/** Hours only grow, whatever is told late or twice; HQ corrects what was typed wrong. */
export const recordRefresher =
  ({ persons, clock }: { persons: PersonStore; clock: Clock }) =>
  async (
    { number, hours, evidence }: { number: string; hours: number; evidence: string },
    caller: Caller,
  ): Promise<Answer> => {
    const { subject } = caller;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const certificate = await certificateFor(persons, number, caller);
      demandKeeper(certificate, subject);
      const now = clock.now();
      const next = {
        ...certificate,
        refresherHours: hours,
        refresherEvidence: evidence,
        revision: certificate.revision + 1,
      };
      const changed = { changedBy: subject.personId ?? subject.subject, changedAt: instant(now) };
      const isCorrection = isHq(subject) && hours !== certificate.refresherHours;
      if (hours <= certificate.refresherHours && !isCorrection)
        return { status: 200, body: certificateFacts(certificate, localDate(now)) };
      if (await persons.changeCertificate(next, changed))
        return { status: 200, body: certificateFacts(next, localDate(now)) };
    }
    throw refused('PersonChanged', 'it kept changing while the command was carried out');
  };
