import { localDate } from '../../../packages/domain/calendar.ts';
import {
  type Certificate,
  type ControlInput,
  control,
} from '../../../packages/domain/certification/certificate.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { certificateFacts, certificateFor } from '../certificate-facts.ts';

interface Input {
  number: string;
  decision: ControlInput['decision'];
  cause?: 'critical-finding' | 'proven-complaint' | undefined;
  reason: string;
  appealNote?: string | undefined;
}

/** Two decisions at the same moment are rare. */
const attempts = 3;

export const controlCertificate =
  ({ persons, clock }: { persons: PersonStore; clock: Clock }) =>
  async ({ number, decision, cause, reason, appealNote }: Input, caller: Caller): Promise<Answer> => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const certificate = await certificateFor(persons, number, caller);
      const now = clock.now();
      const by = { by: caller.subject.personId ?? caller.subject.subject, at: instant(now) };
      if (decision === 'suspend' && cause === undefined)
        throw inputRejected([{ field: 'cause', code: 'missing' }]);
      // Nobody loses a certificate for good without being told how to object.
      if (decision === 'revoke' && appealNote === undefined)
        throw inputRejected([{ field: 'appealNote', code: 'missing' }]);
      const next = control(
        certificate,
        decision === 'suspend' && cause
          ? { decision, cause, reason, appealNote }
          : ({ decision, reason, appealNote } as ControlInput),
        by,
      );
      const answer = (facts: Certificate): Answer => ({
        status: 200,
        body: certificateFacts(facts, localDate(now)),
      });
      if (!next) return answer(certificate);
      const changed = { changedBy: by.by, changedAt: by.at };
      if (await persons.changeCertificate(next, changed)) return answer(next);
    }
    throw refused('PersonChanged', 'it kept changing while the command was carried out');
  };
