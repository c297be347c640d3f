import {
  type CorrectionFacts,
  correctionFacts,
  criticalNotRaised,
  standingGrade,
  whatLowers,
} from '../../../packages/domain/audit/standing-grade.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { standingOfStation } from '../../../packages/domain/compliance/cap-facts.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditItem, NonconformityItem } from '../../../packages/table/items.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { ComplianceStore } from '../../../packages/table/stores/compliance-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { countingResult } from '../audit-result.ts';

interface Ports {
  network: NetworkStore;
  audits: AuditStore;
  nonconformities: NonconformityStore;
  editions: EditionStore;
  compliance: ComplianceStore;
  clock: Clock;
}

type ClosedAudit = AuditItem & { closedAt: string };

const notFound = () => missing('StationNotFound', 'no such station');
/** Audits looked at in one go for the newest that is closed. */
const pageSize = 10;

/** The grade is computed at every request, because it changes with the date alone. */
export const getStanding =
  (ports: Ports) =>
  async (input: { stationId: string }, caller: Caller): Promise<Answer> => {
    const station = await ports.network.station(input.stationId);
    if (!station) throw notFound();
    const { stationId, regionId, name } = station;
    caller.allow({ stationId, regionId }, notFound);
    const [audit, nonconformities] = await Promise.all([
      lastClosed(ports.audits, stationId),
      ports.nonconformities.nonconformitiesOfStation(stationId),
    ]);
    const body = audit
      ? await standingOf(ports, audit, nonconformities)
      : { audit: null, grade: null, uncapped: null, corrections: nothing, lowers: [], consequence: null };
    return { status: 200, body: { stationId, name, ...body } };
  };

const shown = ({ open, overdue, openCritical, overdueMajor }: CorrectionFacts) => ({
  open,
  overdue,
  openCritical,
  overdueMajor,
});
const nothing = { open: 0, overdue: 0, openCritical: 0, overdueMajor: 0 };

/** By the edition that the last audit was held under, and by its result as it counts after appeals. */
async function standingOf(ports: Ports, audit: ClosedAudit, nonconformities: readonly NonconformityItem[]) {
  const { stationId } = audit;
  const [rules, meta, kept, scanned] = await Promise.all([
    ports.editions.editionRules(audit.edition),
    ports.editions.editionMeta(audit.edition),
    ports.compliance.stationFacts(stationId),
    ports.compliance.compliance(stationId),
  ]);
  const result = countingResult(audit);
  if (!rules || !meta || !result) throw missing('EditionNotFound', 'no such edition');
  const now = ports.clock.now();
  const raised = correctionFacts(rules.correction, nonconformities, now);
  const facts = {
    ...raised,
    openCritical:
      raised.openCritical +
      criticalNotRaised({ ...audit, openCritical: result.openCritical }, nonconformities),
  };
  const standing = standingGrade(rules, result.score, facts, standingOfStation(rules, kept, scanned, now));
  return {
    audit: {
      auditId: audit.auditId,
      closedAt: audit.closedAt,
      score: result.score / 100,
      grade: result.grade,
    },
    grade: standing.grade,
    uncapped: standing.uncapped,
    corrections: shown(facts),
    lowers: whatLowers(rules, standing, nonconformities, now).map((lowering) => ({
      ...lowering,
      text: (lowering.atMost ? meta.capTexts?.[lowering.id] : meta.longOverdueText) ?? null,
    })),
    consequence: meta.consequences?.[standing.grade] ?? null,
  };
}

async function lastClosed(audits: AuditStore, stationId: string): Promise<ClosedAudit | null> {
  let after: string | undefined;
  do {
    const page = await audits.auditsOfStation(stationId, pageSize, after);
    const found = page.items.find((audit) => audit.status === 'closed' && audit.score !== undefined);
    if (found) return found as ClosedAudit;
    after = page.next;
  } while (after);
  return null;
}
