import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import type { AuditStage } from '../../../packages/domain/audit/audit-steps.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { auditFacts } from '../audit-facts.ts';

interface Input {
  stationId: string;
  status?: AuditStage | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** An audit's place in the list of its station, `AUDIT#<openedAt>#<auditId>`. */
const entry = /^AUDIT#[0-9TZ:.+-]{10,30}#aud_[0-9a-z]{10,32}_[A-Z0-9-]{2,20}$/;

const notFound = () => missing('StationNotFound', 'no such station');

export const listStationAudits =
  (ports: { audits: AuditStore; network: NetworkStore; clock: Clock }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const station = await ports.network.station(input.stationId);
    if (!station) throw notFound();
    caller.allow({ stationId: station.stationId, regionId: station.regionId }, notFound);
    const place = readCursor(input.cursor, isAfter(entry));
    const page = await ports.audits.auditsOfStation(
      input.stationId,
      Math.min(input.limit ?? 20, 99),
      place?.after,
    );
    const now = ports.clock.now();
    return {
      status: 200,
      body: {
        items: page.items
          .map((audit) => auditFacts(audit, now))
          .filter((audit) => !input.status || audit.status === input.status),
        ...(page.next ? { next: writeCursor({ after: page.next }) } : {}),
      },
    };
  };
