import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { dutyRules } from '../../../packages/standard/duty-rules.ts';
import { editionRules } from '../../../packages/standard/edition-rules.ts';
import { pathRules } from '../../../packages/standard/path-rules.ts';
import type { Edition } from '../../../packages/standard/schema.ts';
import type { EditionDraftItem } from '../../../packages/table/items.ts';
import {
  type ContentPorts,
  contentOfDraft,
  demandDraft,
  demandSound,
  draftNotFound,
} from '../edition-content.ts';

interface Ports extends ContentPorts {
  clock: Clock;
}

/**
 * Publishes what somebody else has drafted, whole, and puts it in force. What is under way keeps the edition that it
 * began with: audits, onboardings and certifications bear its number.
 */
export const publishEdition =
  (ports: Ports) =>
  async (
    { draftId, contentHash }: { draftId: string; contentHash: string },
    caller: Caller,
  ): Promise<Answer> => {
    caller.allow({}, draftNotFound);
    const { editions, drafts } = ports;
    const draft = await demandDraft(drafts, draftId);
    const demandSame = (now: EditionDraftItem) => {
      if (now.contentHash !== contentHash)
        throw refused('DraftChanged', 'the draft has other content', { details: { draftId } });
    };
    demandSame(draft);
    const { subject } = caller.subject;
    if (draft.draftedBy.includes(subject)) throw refused('OwnDraft', 'somebody else publishes it');
    const inForce = await editions.currentEdition(true);
    if (draft.status === 'open' && inForce !== null && inForce !== draft.basedOn) throw outdated(inForce);
    // The rules may have become stricter since it was drafted.
    const edition = demandSound(await contentOfDraft(ports, draft));
    const published = draft.status === 'open' && (await publish(edition, draft));
    if (!published) {
      const [before, now] = [await editions.editionMeta(draft.edition), await demandDraft(drafts, draftId)];
      demandSame(now);
      if (!before) throw outdated(await editions.currentEdition(true));
      if (before.contentHash !== contentHash)
        throw refused('EditionAlreadyPublished', 'published with other content');
    }
    return {
      status: published ? 201 : 200,
      body: { edition: draft.edition, draftId, positions: edition.positions.length },
    };

    function publish(edition: Edition, { draftedBy, basedOn }: EditionDraftItem): Promise<boolean> {
      const at = instant(ports.clock.now());
      return editions.publish({
        meta: {
          edition: edition.about.number,
          title: edition.about.title,
          positions: edition.positions.map(({ code, name }) => ({ code, name })),
          capTexts: Object.fromEntries(edition.audit.caps.map(({ id, text }) => [id, text])),
          ...gradeTexts(edition),
          certificateTexts: certificateTexts(edition),
          staffingTexts: staffingTexts(edition),
          draft: draftId,
          draftedBy,
          publishedAt: at,
          publishedBy: subject,
          contentHash,
        },
        rules: editionRules(edition),
        duties: dutyRules(edition),
        paths: Object.fromEntries(
          edition.positions.map(({ code }) => [code, pathRules(edition, code, ports.hash)]),
        ),
        sheets: Object.fromEntries(edition.positions.map((position) => [position.code, position])),
        basedOn,
        draft: { draftId, contentHash, changedBy: subject, changedAt: at },
      });
    }
  };

const outdated = (inForce: string | null) =>
  refused('DraftOutdated', 'another edition is in force', { details: inForce === null ? {} : { inForce } });

/** What stands beside the figures of the staffing standard. */
function staffingTexts({ staffing }: Edition) {
  const { combinations, outsourcing, nevOverlay } = staffing;
  return {
    controls: combinations.controls.map(({ positions, bands, control }) => ({
      positions,
      bands,
      text: control,
    })),
    never: combinations.never.map(({ positions, reason }) => ({ positions, text: reason })),
    outsourcing: outsourcing.text,
    nevOverlay: nevOverlay.text,
  };
}

/** What an answer about a station's grade says besides the figures. */
function gradeTexts({ audit, correctiveAction }: Edition) {
  const longOverdue = correctiveAction.escalation.find(({ effect }) => effect === 'grade-down-one')?.text;
  return {
    ...(longOverdue ? { longOverdueText: longOverdue } : {}),
    consequences: Object.fromEntries(
      audit.consequences.map(
        ({ grade, contractReview: _review, origin: _origin, sources: _sources, ...consequence }) => [
          grade,
          consequence,
        ],
      ),
    ),
  };
}

/** What stands on a certificate besides the position. */
function certificateTexts({ certification }: Edition) {
  const named = (all: readonly { id: string; name: { zh: string; en: string } }[]) =>
    Object.fromEntries(all.map(({ id, name }) => [id, name]));
  return { levels: named(certification.levels), authorisations: named(certification.authorisations) };
}
