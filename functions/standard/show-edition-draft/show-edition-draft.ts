import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { draftFacts } from '../draft-facts.ts';
import { type ContentPorts, contentOfDraft, demandDraft, draftNotFound } from '../edition-content.ts';

/** Facts and content of the same moment, or none. */
export const showEditionDraft =
  (ports: Pick<ContentPorts, 'drafts' | 'hash'>) =>
  async ({ draftId }: { draftId: string }, caller: Caller): Promise<Answer> => {
    caller.allow({}, draftNotFound);
    const draft = await demandDraft(ports.drafts, draftId);
    return { status: 200, body: { ...draftFacts(draft), content: await contentOfDraft(ports, draft) } };
  };
