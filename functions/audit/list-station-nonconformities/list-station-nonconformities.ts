import { isOpen } from '../../../packages/domain/audit/correction-status.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { factsOfAll } from '../list-nonconformity-facts.ts';

interface Input {
  stationId: string;
  status?: string | undefined;
  severity?: string | undefined;
  position?: string | undefined;
}

interface Ports {
  nonconformities: NonconformityStore;
  network: NetworkStore;
  editions: EditionStore;
  clock: Clock;
}

const notFound = () => missing('StationNotFound', 'no such station');

/** A station has a few dozen at most, so the list has no pages. */
export const listStationNonconformities =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const station = await ports.network.station(input.stationId);
    if (!station) throw notFound();
    caller.allow({ stationId: station.stationId, regionId: station.regionId }, notFound);
    const all = await ports.nonconformities.nonconformitiesOfStation(input.stationId);
    const shown = await factsOfAll(ports.editions, all, ports.clock.now());
    const wanted = shown.filter(
      ({ status, due, severity, position }) =>
        (input.status === undefined ||
          input.status === status ||
          (input.status === 'open' && isOpen(status)) ||
          (input.status === 'overdue' && due !== null && due.overdueDays > 0)) &&
        (input.severity === undefined || input.severity === severity) &&
        (input.position === undefined || input.position === position),
    );
    // What is due comes first, by date; then what is done, newest first.
    const place = (facts: (typeof wanted)[number]) => facts.due?.on ?? '9999';
    return {
      status: 200,
      body: {
        items: wanted.sort((a, b) =>
          place(a) === place(b)
            ? a.issuedAt === b.issuedAt
              ? a.nonconformityId.localeCompare(b.nonconformityId)
              : b.issuedAt.localeCompare(a.issuedAt)
            : place(a).localeCompare(place(b)),
        ),
      },
    };
  };
