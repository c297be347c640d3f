import type { Content } from '../../../packages/lambda/http.ts';

/** The same document for everybody: what a subject may do with it is decided at each route. */
export const getOpenapi =
  ({ document }: { document(): string }) =>
  async (): Promise<Content> => ({
    status: 200,
    content: document(),
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
