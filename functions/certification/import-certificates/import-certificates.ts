import { localDate } from '../../../packages/domain/calendar.ts';
import { type Certificate, numberOf } from '../../../packages/domain/certification/certificate.ts';
import {
  type CertificateRow,
  certificatesAtOnce,
  columnOfField,
  readCertificates,
} from '../../../packages/domain/certification/read-certificates.ts';
import { takeOver } from '../../../packages/domain/certification/take-over.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { Failure, missing, refused } from '../../../packages/domain/errors.ts';
import { maskName } from '../../../packages/domain/mask.ts';
import type { Row } from '../../../packages/domain/network/network-files.ts';
import { type ImportProblem, sortProblems } from '../../../packages/domain/network/network-problems.ts';
import { sideBySide } from '../../../packages/domain/side-by-side.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { PersonItem, StationItem } from '../../../packages/table/items.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';

interface Ports {
  persons: PersonStore;
  editions: EditionStore;
  network: NetworkStore;
  clock: Clock;
  /** Ten random bytes. */
  random(): Uint8Array;
}

interface Import {
  dryRun: boolean;
  reason: string;
  rows: Row[];
}

/** What is found out about rows, station by station. */
interface Outcome {
  taken: Set<number>;
  unchanged: Set<number>;
  problems: ImportProblem[];
}

interface Made {
  row: number;
  certificate: Certificate;
  holder: string | undefined;
}

const stationsAtOnce = 8;
const peopleAtOnce = 8;
const attempts = 3;

/**
 * Takes over what people hold already: HQ's right, with a reason for all of them and the place of each paper. A row with
 * a problem is named and stops no other. Nobody was examined here, so each certificate says who took it over and why.
 */
export const importCertificates =
  (ports: Ports) =>
  async ({ dryRun, reason, rows }: Import, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'imports are for the network'));
    const edition = await ports.editions.currentEdition();
    if (!edition) throw missing('EditionNotFound', 'no edition of the standard is published yet');
    const read = readCertificates(rows);
    const outcome: Outcome = { taken: new Set(), unchanged: new Set(), problems: [...read.problems] };
    const stations = Map.groupBy(read.rows, ({ stationId }) => stationId);
    const by = caller.subject.personId ?? caller.subject.subject;
    await sideBySide(stationsAtOnce, stations, ([stationId, own]) =>
      importOf(ports, stationId, own, { dryRun, reason, edition, by }, outcome),
    );
    const problems = sortProblems(outcome.problems);
    const counts = {
      taken: outcome.taken.size,
      unchanged: outcome.unchanged.size,
      refused: rows.length - outcome.taken.size - outcome.unchanged.size,
    };
    return { status: 200, body: { dryRun, counts, problems } };
  };

interface Told {
  dryRun: boolean;
  reason: string;
  edition: string;
  by: string;
}

async function importOf(
  ports: Ports,
  stationId: string,
  rows: readonly CertificateRow[],
  told: Told,
  outcome: Outcome,
): Promise<void> {
  const station = await ports.network.station(stationId);
  if (!station) {
    for (const { row, station: code } of rows)
      outcome.problems.push(problem(row, code, 'station_code', 'station-not-known', code));
    return;
  }
  const people = new Map(
    (await ports.network.peopleOfStation(stationId)).map((person) => [person.personId, person]),
  );
  const changed = { changedBy: told.by, changedAt: instant(ports.clock.now()) };
  let left = rows;
  for (let attempt = 0; attempt < attempts && left.length > 0; attempt++) {
    const made = await decide(ports, station, people, left, told, outcome);
    if (told.dryRun) {
      for (const { row } of made) outcome.taken.add(row);
      return;
    }
    const lost = new Set<number>();
    for (let i = 0; i < made.length; i += certificatesAtOnce) {
      const part = made.slice(i, i + certificatesAtOnce);
      const written = await ports.persons.takeOverCertificates(part, changed);
      for (const { row } of part) (written ? outcome.taken : lost).add(row);
    }
    // Somebody was faster with one of them: what is there now decides anew.
    left = rows.filter(({ row }) => lost.has(row));
  }
  for (const { row, station: code } of left)
    outcome.problems.push(problem(row, code, null, 'import-conflict'));
}

/** Holds rows against what their people have; what is to be written comes back, everything else is noted. */
async function decide(
  { persons, editions, clock, random }: Ports,
  { stationId, regionId }: StationItem,
  people: ReadonlyMap<string, PersonItem>,
  rows: readonly CertificateRow[],
  told: Told,
  outcome: Outcome,
): Promise<Made[]> {
  const made: Made[] = [];
  const now = clock.now();
  const by = { by: told.by, now, today: localDate(now), reason: told.reason, lapsed: true as const };
  const byPerson = Map.groupBy(rows, ({ personId }) => personId);
  await sideBySide(peopleAtOnce, byPerson, async ([personId, own]) => {
    const person = people.get(personId);
    const { certificates } = person ? await persons.personFile(personId, true) : { certificates: [] };
    const known: Certificate[] = [...certificates];
    for (const { row, station, person: code, edition = told.edition, certificate } of own) {
      const no = (column: string | null, what: string, value?: string, allowed?: string) =>
        outcome.problems.push(problem(row, station, column, what, value, allowed));
      if (!person) {
        no('person_code', 'person-not-known', code);
        continue;
      }
      const rules = await editions.pathRules(edition, certificate.position);
      if (!rules) {
        if (await editions.editionMeta(edition)) no('position', 'unknown-position', certificate.position);
        else no('edition', 'edition-not-known', edition);
        continue;
      }
      try {
        const holder = { personId, stationId, regionId };
        const taken = takeOver(rules, holder, certificate, known, numberOf(random()), by);
        if (taken) made.push({ row, certificate: taken, holder: maskName(person.name) });
        else outcome.unchanged.add(row);
        if (taken) known.push(taken);
      } catch (error) {
        if (!(error instanceof Failure) || error.family !== 'refused') throw error;
        for (const { field, code: what, value, allowed } of error.fields)
          no(columnOfField[field] ?? null, what, value, allowed);
        if (error.fields.length === 0)
          no('valid_from', 'certificate-held', String(error.details.number ?? ''));
      }
    }
  });
  return made;
}

const problem = (
  row: number,
  station: string,
  column: string | null,
  code: string,
  value?: string,
  allowed?: string,
): ImportProblem => ({
  ...{ file: 'certificates', row, column, code, station },
  ...(value === undefined ? {} : { value }),
  ...(allowed === undefined ? {} : { allowed }),
});
