import { localDate } from '../../../packages/domain/calendar.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { certificateFacts, certificateFor } from '../certificate-facts.ts';

export const getCertificate =
  ({ persons, clock }: { persons: PersonStore; clock: Clock }) =>
  async ({ number }: { number: string }, caller: Caller): Promise<Answer> => {
    const certificate = await certificateFor(persons, number, caller);
    return { status: 200, body: certificateFacts(certificate, localDate(clock.now())) };
  };
