import { readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { scopeOf } from '../../../packages/domain/access/may.ts';
import { addDays, localDate } from '../../../packages/domain/calendar.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { inputRejected, missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { certificateFacts } from '../certificate-facts.ts';

interface Input {
  stationId?: string | undefined;
  regionId?: string | undefined;
  within?: number | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

const isPlace = (value: object): value is { after: string } =>
  typeof (value as { after?: unknown }).after === 'string';

/** People of a station see the own certificate only, unless they lead or train the others. */
export const listCertificates =
  (ports: { persons: PersonStore; network: NetworkStore; clock: Clock }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const { subject } = caller;
    const own = scopeOf(subject, 'certificate.read') === 'station';
    const { stationId = own ? subject.stationId : undefined, within, limit = 100 } = input;
    const regionId = stationId ? await regionOf(stationId) : (input.regionId ?? subject.regionId);
    if (!regionId) throw inputRejected([{ field: 'regionId', code: 'missing' }]);
    const hidden = () =>
      stationId ? missing('StationNotFound', 'no such station') : missing('RegionNotFound', 'no such region');
    caller.allow({ regionId, ...(stationId ? { stationId } : {}) }, hidden);
    const today = localDate(ports.clock.now());
    const page = await ports.persons.certificatesIn(regionId, {
      stationId,
      until: within === undefined ? undefined : addDays(today, within),
      limit,
      after: readCursor(input.cursor, isPlace)?.after,
    });
    const onlyOwn = subject.role === 'position-holder' && !(subject.positions ?? []).includes('TD');
    const seen = onlyOwn ? page.items.filter((one) => one.personId === subject.personId) : page.items;
    return {
      status: 200,
      body: {
        items: seen.map((certificate) => certificateFacts(certificate, today)),
        ...(page.next ? { next: writeCursor({ after: page.next }) } : {}),
      },
    };

    async function regionOf(id: string): Promise<string> {
      const station = await ports.network.station(id);
      if (!station) throw missing('StationNotFound', 'no such station');
      return station.regionId;
    }
  };
