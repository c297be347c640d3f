import { type Clock, instant } from '../../packages/domain/clock.ts';
import type { Answer, Caller } from '../../packages/lambda/http.ts';
import type { CommentStore } from '../../packages/table/stores/comment-store.ts';

export interface CommentPorts {
  comments: CommentStore;
  clock: Clock;
  hash(value: unknown, length?: number): string;
}

/** What is talked about, and the station it belongs to. */
interface Topic {
  of: string;
  stationId: string;
}

/** Adds to what was said; the same twice in a row by the same person is a repeat of the request. */
export async function say(
  ports: CommentPorts,
  { of, stationId }: Topic,
  text: string,
  { subject }: Caller,
): Promise<Answer> {
  const by = subject.personId ?? subject.subject;
  const last = (await ports.comments.commentsOn(of)).at(-1);
  if (last && last.changedBy === by && last.text === text) return said(last.text, by, last.changedAt);
  const at = instant(ports.clock.now());
  await ports.comments.saveComment(
    { of, stationId, text, changedBy: by, changedAt: at },
    ports.hash([by, text], 8),
  );
  return said(text, by, at);
}

const said = (text: string, by: string, at: string): Answer => ({ status: 201, body: { text, by, at } });

/** What was said, oldest first. */
export async function saidOn(comments: CommentStore, of: string): Promise<Answer> {
  const items = await comments.commentsOn(of);
  return {
    status: 200,
    body: { items: items.map(({ text, changedBy, changedAt }) => ({ text, by: changedBy, at: changedAt })) },
  };
}
