import type { Answer } from '../../../packages/lambda/http.ts';

/** The same document for everybody: what a subject may do with it is decided at each route. */
export const getOpenapi = (ports: { document: object }) => async (): Promise<Answer> => ({
  status: 200,
  body: ports.document,
});
