import { isHq } from '../../../packages/domain/audit/independence.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import { showStatutory } from '../../../packages/domain/certification/take-over.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { certificateFacts, certificateFor, demandKeeper } from '../certificate-facts.ts';

interface Ports {
  persons: PersonStore;
  editions: EditionStore;
  clock: Clock;
}

interface Input {
  number: string;
  issuedOn: string;
  validUntil?: string | undefined;
  evidence: string;
}

const attempts = 3;

/** Whoever keeps the training records keeps these too; nobody shows the own. */
export const recordStatutory =
  ({ persons, editions, clock }: Ports) =>
  async ({ number, issuedOn, validUntil, evidence }: Input, caller: Caller): Promise<Answer> => {
    const { subject } = caller;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const certificate = await certificateFor(persons, number, caller);
      demandKeeper(certificate, subject);
      const rules = await editions.pathRules(certificate.edition, certificate.position);
      if (!rules) throw missing('EditionNotFound', 'no such edition');
      const now = clock.now();
      const today = localDate(now);
      const by = { hq: isHq(subject), today };
      const next = showStatutory(certificate, rules, { issuedOn, validUntil, evidence }, by);
      if (!next) return { status: 200, body: certificateFacts(certificate, today) };
      const changed = { changedBy: subject.personId ?? subject.subject, changedAt: instant(now) };
      if (await persons.changeCertificate(next, changed))
        return { status: 200, body: certificateFacts(next, today) };
    }
    throw refused('PersonChanged', 'it kept changing while the command was carried out');
  };
