import { isHq, mayBeGiven, toAnswer } from '../../../packages/domain/audit/independence.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { auditNotFound } from '../entitled.ts';

interface Input {
  auditId: string;
  position: string;
  personId: string | null;
  stationId?: string | undefined;
}

interface Ports {
  audits: AuditStore;
  editions: EditionStore;
  network: NetworkStore;
  clock: Clock;
}

/** Days that another station keeps what its people were given, after the audit's window (house). */
const keptDays = 90;

/** The station's own people are given by the station; an auditor of another station is named by HQ (8.7). */
export const givePosition =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw auditNotFound();
    caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, auditNotFound);
    const rules = await ports.editions.editionRules(audit.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    if (!audit.pending?.has(input.position))
      throw refused('AuditNotOpen', 'the audit does not wait for this position');
    if (input.personId !== null) {
      const stationId = input.stationId ?? audit.stationId;
      if (stationId !== audit.stationId && !isHq(caller.subject))
        throw inputRejected([{ field: 'stationId', code: 'other-station-by-hq', value: stationId }]);
      const roster = await ports.network.roster(stationId);
      const positions = (roster?.assignments ?? [])
        .filter((assignment) => assignment.personId === input.personId)
        .map((assignment) => assignment.position);
      if (positions.length === 0)
        throw inputRejected([{ field: 'personId', code: 'unknown-person', value: input.personId }]);
      const answer = mayBeGiven(rules, toAnswer(audit), input.position, {
        personId: input.personId,
        stationId,
        positions,
      });
      if (answer !== 'yes')
        throw inputRejected([{ field: 'personId', code: `auditor-${answer}`, value: input.personId }]);
    }
    // First what lets the other station find it: by itself it means nothing.
    if (input.personId !== null && input.stationId && input.stationId !== audit.stationId)
      await ports.network.saveGiven(input.stationId, {
        auditId: audit.auditId,
        position: input.position,
        personId: input.personId,
        ttl: Math.ceil(Date.parse(audit.closesAt) / 1000) + keptDays * 86_400,
      });
    const after = await ports.audits.give({
      auditId: audit.auditId,
      position: input.position,
      personId: input.personId,
      changedBy: caller.subject.personId ?? caller.subject.subject,
      changedAt: instant(ports.clock.now()),
    });
    if (!after) throw refused('AuditNotOpen', 'the audit does not wait for this position');
    return { status: 200, body: { position: input.position, personId: input.personId } };
  };
