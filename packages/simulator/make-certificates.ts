import { addDays, addMonths, daysBetween } from '../domain/calendar.ts';
import type { Row } from '../domain/network/network-files.ts';
import { type PathRules, pathRules } from '../standard/path-rules.ts';
import type { Edition } from '../standard/schema.ts';
import { type Draws, seeded } from './seeded.ts';

interface Wish {
  seed: number;
  /** `YYYY-MM-DD` */
  asOf: string;
  edition: Edition;
}

/** Whoever is so new is mostly on the way to a certificate. */
const newDays = 75;
/** How people are; shares. */
const habits = { brought: 0.3, never: 0.03, lapsed: 0.035, higher: 0.5, authorised: 0.65 };
const latestLapse = 70;

/**
 * Certificates that the people of a sample network hold already, as the rows of their file: most of them valid and spread
 * over their years, some about to end, some in grace or over it. The network alone decides, so that it stays as it is.
 * @param network the rows that `makeNetwork` has made
 */
export function makeCertificates(
  network: { stations: readonly Row[]; assignments: readonly Row[] },
  { seed, asOf, edition }: Wish,
): Row[] {
  const paths = new Map<string, PathRules>();
  const pathOf = (code: string): PathRules => {
    const known = paths.get(code) ?? pathRules(edition, code, () => '');
    paths.set(code, known);
    return known;
  };
  const nev = new Set(
    network.stations.filter(({ cells }) => cells.nev === 'yes').map(({ cells }) => cells.station_code),
  );
  const rows: Row[] = [];
  for (const { cells } of network.assignments) {
    const { station_code: station = '', person_code: person = '', position = '', since = '' } = cells;
    const draws = seeded(seed, 'certificate', person, position);
    const rules = pathOf(position);
    const held = heldOf(rules, since, asOf, draws);
    if (!held) continue;
    const add = (more: Record<string, string>) =>
      rows.push({
        row: rows.length + 2,
        cells: {
          ...{ station_code: station, person_code: person, position, level: held.level },
          evidence: `档案 ${station}/${person}`,
          ...more,
        },
      });
    const { from, until } = held;
    const number = `ZS${from.slice(2, 4)}-${person}-${position}`;
    add({ number, issued_on: from, valid_from: from, valid_until: until, practical_on: from });
    const [right] = rules.authorisations;
    if (!right || !nev.has(station) || until < asOf || !draws.chance(habits.authorised)) continue;
    const begun = addDays(asOf, -draws.whole(30, 300));
    add({
      ...{ number: `${number}-${right.id}`, authorisation: right.id, issued_on: begun, valid_from: begun },
      valid_until: addMonths(begun, right.refreshMonths ?? rules.validityMonths),
      ...(right.statutoryCertificate ? { statutory_issued_on: addDays(asOf, -draws.whole(60, 1000)) } : {}),
    });
  }
  return rows;
}

/** Somebody's newest certificate of a position, if there is one. */
function heldOf(
  rules: PathRules,
  since: string,
  asOf: string,
  draws: Draws,
): { level: string; from: string; until: string } | null {
  const heldFor = daysBetween(since, asOf);
  const validFor = daysBetween(asOf, addMonths(asOf, rules.validityMonths));
  if (draws.chance(habits.never)) return null;
  const isNew = heldFor < newDays;
  if (isNew && !draws.chance(habits.brought)) return null;
  // The first one came some weeks after the start, and each that followed on the last day of the one before.
  const age = isNew ? draws.whole(30, validFor - 30) : (heldFor - draws.whole(20, 60)) % validFor;
  const isLapsed = !isNew && heldFor > validFor + latestLapse && draws.chance(habits.lapsed);
  const from = addDays(asOf, -(isLapsed ? validFor + draws.whole(1, latestLapse) : age));
  const reached = rules.levels.filter(({ experienceMonths }) => addMonths(since, experienceMonths) <= from);
  const level = reached.length > 1 && draws.chance(habits.higher) ? reached[1] : rules.levels[0];
  return { level: level?.id ?? '', from, until: addMonths(from, rules.validityMonths) };
}
