import { isHq } from '../../../packages/domain/audit/independence.ts';
import type { WorkingDays } from '../../../packages/domain/calendar.ts';
import { type BeginInput, beginWay } from '../../../packages/domain/certification/begin-way.ts';
import { freeDay, openWay } from '../../../packages/domain/certification/open-way.ts';
import { demandPath } from '../../../packages/domain/demand-path.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import { timesWithout } from '../../../packages/domain/roster/away.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { Workflows } from '../../../packages/lambda/workflows.ts';
import type { ExamStore } from '../../../packages/table/stores/exam-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { broughtAlong } from '../brought-along.ts';
import { certificationFacts } from '../certification-facts.ts';
import { enterEarlier } from '../enter-earlier.ts';
import { startWay } from '../start-way.ts';
import type { StepPorts } from '../take-step.ts';

interface Ports extends StepPorts {
  network: NetworkStore;
  exams: ExamStore;
  workflows: Workflows;
  calendar: WorkingDays;
}

interface Input {
  personId: string;
  position: string;
  kind: BeginInput['kind'];
  certificate?: string | undefined;
  level?: string | undefined;
  authorisation?: string | undefined;
}

const notFound = () => missing('PersonNotFound', 'no such person');

/** The person asks, or whoever trains and leads people at the station, or HQ. */
export const beginCertification =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const { personId, position } = input;
    const { persons, network, editions, calendar, clock } = ports;
    const { subject } = caller;
    const stationId = await persons.stationOfPerson(personId);
    const station = stationId && (await network.station(stationId));
    if (!station) throw notFound();
    caller.allow({ stationId: station.stationId, regionId: station.regionId }, notFound);
    const trains = subject.role !== 'position-holder' || (subject.positions ?? []).includes('TD');
    if (!isHq(subject) && !trains && subject.personId !== personId) throw notFound();
    const rules = await demandPath(editions, 'position', position);
    const [roster, file, absences] = await Promise.all([
      network.roster(station.stationId, true),
      persons.personFile(personId, true),
      network.absencesOfStation(station.stationId),
    ]);
    if (!roster?.assignments.some((one) => one.personId === personId && one.position === position))
      throw refused('PositionNotHeld', 'the person does not hold the position');
    const now = clock.now();
    const absence = absences.find((one) => one.personId === personId);
    const away = [
      ...(absence ? [...(absence.earlier ?? []), absence] : []),
      ...timesWithout(file.employment?.events ?? [], position),
    ];
    const way = beginWay(rules, wanted(input), file.certificates, away, calendar, now);
    const what = way.authorisation ?? way.level;
    // A way elsewhere is over, also where that was not told yet.
    const elsewhere = file.certifications.filter((one) => one.stationId !== station.stationId);
    const open = file.certifications.find(
      (one) =>
        one.stationId === station.stationId &&
        one.position === position &&
        (one.authorisation ?? one.level) === what &&
        one.status !== 'certified' &&
        one.status !== 'ended',
    );
    const begun =
      open ??
      openWay(
        rules,
        { personId, stationId: station.stationId, regionId: station.regionId },
        { ...way, on: freeDay(elsewhere, { personId, position, what }, way.on) },
        await broughtAlong(ports, rules, station.stationId, file, now),
        now,
      );
    // The day tells ways apart, so that of one that is over another begins on another day.
    const certification =
      file.certifications.find(({ certificationId }) => certificationId === begun.certificationId) ?? begun;
    if (certification.status === 'ended') throw refused('WayOver', 'it ended today');
    if (certification.status !== 'certified') await startWay(ports, rules, certification);
    const entered = await enterEarlier(ports, rules, certification, 'begin-certification', now);
    return { status: 200, body: certificationFacts(rules, entered, now) };
  };

/** Each kind has a field of its own. */
function wanted({ kind, certificate, level, authorisation }: Input): BeginInput {
  const demand = (field: string, value: string | undefined): string => {
    if (value === undefined) throw inputRejected([{ field, code: 'missing' }]);
    return value;
  };
  switch (kind) {
    case 'renewal':
      return { kind, certificate: demand('certificate', certificate) };
    case 'upgrade':
      return { kind, level: demand('level', level) };
    case 'authorisation':
      return { kind, authorisation: demand('authorisation', authorisation) };
  }
}
