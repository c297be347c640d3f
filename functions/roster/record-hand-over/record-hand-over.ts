import { isHq } from '../../../packages/domain/audit/independence.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';

interface Ports {
  persons: PersonStore;
  network: NetworkStore;
  editions: EditionStore;
  clock: Clock;
}

/** The line manager of a position that was left says that its work is in other hands; the station head may as well. */
export const recordHandOver =
  (ports: Ports) =>
  async (
    input: { stationId: string; personId: string; on: string; evidence: string },
    caller: Caller,
  ): Promise<Answer> => {
    const { stationId, personId, on, evidence } = input;
    const { subject } = caller;
    const notFound = () => missing('HandOverNotFound', 'nothing is to be handed over');
    const station = await ports.network.station(stationId);
    if (!station) throw notFound();
    caller.allow({ stationId, regionId: station.regionId }, notFound);
    const handOver = await ports.persons.handOver(personId, stationId, on);
    if (!handOver || handOver.status === 'withdrawn') throw notFound();
    const edition = await ports.editions.currentEdition();
    const lines = await Promise.all(
      handOver.positions.map(async (position) =>
        edition ? ((await ports.editions.pathRules(edition, position))?.line ?? []) : [],
      ),
    );
    const inLine = lines.flat().some((code) => subject.positions?.includes(code));
    if (!isHq(subject) && subject.role !== 'station-master' && !inLine)
      throw refused('StepNotYours', 'the line manager records this');
    const by = subject.personId ?? subject.subject;
    const answer: Answer = {
      status: 200,
      body: { personId, stationId, positions: handOver.positions, on, status: 'done' },
    };
    if (handOver.status === 'done') {
      if (handOver.evidence === evidence) return answer;
      throw refused('StepAlreadyTaken', 'it is handed over already');
    }
    const changed = { changedBy: by, changedAt: instant(ports.clock.now()) };
    await ports.persons.finishHandOver(handOver, evidence, changed);
    return answer;
  };
