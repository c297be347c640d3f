import { regionByRegion } from '../../../packages/contracts/region-pages.ts';
import { scopeOf } from '../../../packages/domain/access/may.ts';
import { regionsAsked } from '../../../packages/domain/access/regions-asked.ts';
import { addDays, localDate } from '../../../packages/domain/calendar.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
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

/** People of a station see the own certificate only, unless they lead or train the others. */
export const listCertificates =
  (ports: { persons: PersonStore; network: NetworkStore; clock: Clock }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const { subject } = caller;
    const own = scopeOf(subject, 'certificate.read') === 'station';
    const { stationId = own ? subject.stationId : undefined, within, limit = 100 } = input;
    const regions = stationId
      ? [await regionOf(stationId)]
      : regionsAsked(caller.subject, 'certificate.read', input.regionId, await ports.network.allRegions());
    const today = localDate(ports.clock.now());
    const until = within === undefined ? undefined : addDays(today, within);
    const page = await regionByRegion(regions, input.cursor, limit, (regionId, most, after) =>
      ports.persons.certificatesIn(regionId, { stationId, until, limit: most, after }),
    );
    const onlyOwn = subject.role === 'position-holder' && !(subject.positions ?? []).includes('TD');
    const seen = onlyOwn ? page.items.filter((one) => one.personId === subject.personId) : page.items;
    return {
      status: 200,
      body: {
        items: seen.map((certificate) => certificateFacts(certificate, today)),
        ...(page.next ? { next: page.next } : {}),
      },
    };

    async function regionOf(id: string): Promise<string> {
      const hidden = () => missing('StationNotFound', 'no such station');
      const station = await ports.network.station(id);
      if (!station) throw hidden();
      caller.allow({ regionId: station.regionId, stationId: id }, hidden);
      return station.regionId;
    }
  };
