import type { Answer, Caller } from '../../../packages/lambda/http.ts';

/** The subject's role and scope as the table has them, never as the token claims them. */
export const showSelf =
  () =>
  async (_input: object, caller: Caller): Promise<Answer> => ({
    status: 200,
    body: caller.subject,
  });
