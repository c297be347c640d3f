import { asCorrection } from '../../../packages/domain/audit/accepted-answers.ts';
import {
  type ClosedAudit,
  type Nonconformity,
  raiseNonconformities as raise,
} from '../../../packages/domain/audit/nonconformity.ts';
import type { WorkingDays } from '../../../packages/domain/calendar.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing, unavailable } from '../../../packages/domain/errors.ts';
import type { Workflows } from '../../../packages/lambda/workflows.ts';
import type { AppealStore } from '../../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { startWatch } from '../correction-watch.ts';

interface Ports {
  audits: AuditStore;
  appeals: AppealStore;
  editions: EditionStore;
  nonconformities: NonconformityStore;
  workflows: Workflows;
  calendar: WorkingDays;
  clock: Clock;
}

/** Written side by side: a station seldom has more than a few, at worst one per item of the checklists. */
const atOnce = 8;

/**
 * Each nonconformity is written once and its workflow started under its id, in that order, so that a crash between
 * the two is made good when the event comes again.
 */
export const raiseNonconformities =
  (ports: Ports) =>
  async (event: { detail: { auditId: string } }): Promise<{ raised: number; known: number }> => {
    const { auditId } = event.detail;
    const audit = await ports.audits.audit(auditId);
    if (!audit) throw missing('AuditNotFound', 'no such audit');
    // The event follows the closing, so the table is hardly behind it; trying again helps when it is.
    if (audit.status !== 'closed' || !audit.closedAt) throw unavailable('the audit is not closed yet');
    const [rules, appeals] = await Promise.all([
      ports.editions.editionRules(audit.edition),
      audit.appealed ? ports.appeals.appealsOfAudit(auditId) : [],
    ]);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const { closedAt, accepted, notShown = [], findings = { not: [] } } = audit;
    const changed = new Map(appeals.flatMap(asCorrection).map(({ item, answer }) => [item, answer]));
    const closed: ClosedAudit = {
      ...audit,
      closedAt,
      asked: [...Object.keys(accepted), ...notShown],
      notShown,
      failed: findings.not.filter((item) => (changed.get(item) ?? 'not') === 'not'),
    };
    // Whether anything failed does not depend on what failed before.
    if (raise(rules, closed, [], ports.calendar).length === 0) return { raised: 0, known: 0 };
    const earlier = await ports.nonconformities.nonconformitiesOfStation(audit.stationId);
    const all = raise(rules, closed, earlier, ports.calendar);
    let raised = 0;
    const waiting = [...all];
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) if (await raiseOne(next)) raised += 1;
      }),
    );
    return { raised, known: all.length - raised };

    async function raiseOne(nonconformity: Nonconformity): Promise<boolean> {
      const known = earlier.find(({ nonconformityId }) => nonconformityId === nonconformity.nonconformityId);
      const written = !known && (await ports.nonconformities.raise(nonconformity, 'raise-nonconformities'));
      await startWatch(ports, known ?? nonconformity, 'correction');
      return written;
    }
  };
