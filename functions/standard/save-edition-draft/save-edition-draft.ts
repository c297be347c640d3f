import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { partsOfEdition, sizeProblems } from '../../../packages/standard/edition-parts.ts';
import type { EditionDraftItem } from '../../../packages/table/items.ts';
import { draftFacts } from '../draft-facts.ts';
import { type ContentPorts, demandSound } from '../edition-content.ts';

interface Input {
  draftId: string;
  content: Record<string, unknown>;
  basedOn?: string | undefined;
  replaces?: string | undefined;
}

interface Ports extends ContentPorts {
  clock: Clock;
}

/**
 * A draft is held to all rules of an edition. Whoever saves one has drafted it, and so have those before; a draft that
 * is published stays as it is.
 */
export const saveEditionDraft =
  (ports: Ports) =>
  async ({ draftId, content, basedOn, replaces }: Input, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'the standard is for HQ'));
    const { editions, drafts, hash } = ports;
    const edition = demandSound(content);
    const parts = partsOfEdition(edition);
    const tooLarge = sizeProblems(parts);
    if (tooLarge.length > 0)
      throw inputRejected(
        tooLarge.map(({ file, ...size }) => ({ field: file, code: 'too-large-to-keep', ...size })),
      );

    const contentHash = hash(edition);
    const inForce = await editions.currentEdition(true);
    const base = basedOn ?? inForce;
    if (basedOn !== undefined && !(await editions.editionMeta(basedOn)))
      throw inputRejected([{ field: 'basedOn', code: 'unknown-edition', value: basedOn }]);
    const before = await drafts.editionDraft(draftId);
    const isThere = before !== null && before.status !== 'discarded';
    const same = before?.contentHash === contentHash && before.basedOn === (base ?? undefined);
    if (isThere && (same || (before.status === 'published' && before.contentHash === contentHash)))
      return { status: 200, body: draftFacts(before) };
    if (before?.status === 'published') throw refused('DraftPublished', 'it is an edition by now');
    // What it says to replace may have been given up meanwhile, and with it who wrote it.
    if (replaces !== (isThere ? before.contentHash : undefined))
      throw refused('DraftChanged', 'other content is there, which it does not say to replace');

    const { number, title } = edition.about;
    const published = await editions.editionMeta(number);
    if (published && published.contentHash !== contentHash)
      throw refused('EditionAlreadyPublished', 'published with other content');
    const last = Math.max(Number(inForce ?? 0), Number(base ?? 0));
    if (Number(number) <= last)
      throw inputRejected([
        { field: 'edition.json: number', code: 'too-small', value: number, allowed: String(last + 1) },
      ]);
    const { subject } = caller.subject;
    const now = instant(ports.clock.now());
    const draft = {
      draftId,
      edition: number,
      title,
      ...(base === null ? {} : { basedOn: base }),
      contentHash,
      draftedBy: [...new Set([...(isThere ? before.draftedBy : []), subject])],
      createdAt: isThere ? before.createdAt : now,
      changedBy: subject,
      changedAt: now,
    };
    if (!(await drafts.saveDraft(draft, parts, before)))
      throw refused('DraftChanged', 'somebody else has saved it meanwhile');
    const saved: EditionDraftItem = { type: 'edition-draft', v: 1, ...draft, parts: [], status: 'open' };
    return { status: isThere ? 200 : 201, body: draftFacts(saved) };
  };
