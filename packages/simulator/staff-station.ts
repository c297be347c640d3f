import { bandHeads } from '../domain/staffing/seats.ts';
import type { EditionRules, RepairClass } from '../standard/edition-rules.ts';
import type { Draws } from './seeded.ts';

/** What staffing depends on. */
export interface StationSize {
  repairClass: RepairClass;
  /** Average monthly intake of the last three months. */
  intake: number;
}

/** One person's post or posts; the first is the one the person was hired for. */
export interface Holder {
  positions: string[];
  /** Stands in for the post for the time being. */
  acting: boolean;
}

/** How likely a required seat is empty: about 6 % over the network, more where the standard only advises. */
const vacancyShare = { required: 0.05, advisory: 0.13 };
/** Of the combinations that the band allows, so many are made use of. */
const combinedShare = 0.55;
/** Of the single key posts that are held, so many by somebody who stands in. */
const actingShare = 0.04;
/** A station in the lowest band that may give body and paint work away does so this often. */
const outsourcedShare = 0.6;
/** Busy stations keep a technician or an advisor more than asked for. */
const extraShare = 0.08;
/** At least one of them answers for the station, so never all of them are vacant (clauses 1.1 and 8.1). */
const responsible = ['SM', 'GA'];

/** Position of the band in the staffing table. */
export function bandOf(rules: EditionRules, intake: number): number {
  const index = rules.staffing.bands.findIndex((band) => band.to === null || intake <= band.to);
  if (index < 0) throw new Error('The last band of a staffing table is open');
  return index;
}

/** Position → heads by the standard: of the band (the formula beyond it) or the floor of the repair class, whichever is more. */
export function requiredHeads(rules: EditionRules, size: StationSize): Map<string, number> {
  const { staffing, positions } = rules;
  const band = bandOf(rules, size.intake);
  return new Map(
    positions.map(({ code }) => [
      code,
      Math.max(
        bandHeads(staffing, band, size.intake, code),
        staffing.classFloors[size.repairClass][code] ?? 0,
      ),
    ]),
  );
}

/**
 * The people of a station as they plausibly are: the required seats less some vacancies, body and paint work
 * subcontracted where that is allowed, posts combined where the band and the class allow it, some people more than
 * asked for and some who only stand in.
 */
export function staffStation(rules: EditionRules, size: StationSize, draws: Draws): Holder[] {
  const { staffing } = rules;
  const band = staffing.bands[bandOf(rules, size.intake)]?.id ?? '';
  const { outsourcing } = staffing;
  const outsourced =
    outsourcing.bands.includes(band) &&
    outsourcing.classes.includes(size.repairClass) &&
    draws.chance(outsourcedShare);

  // Some stations are well run and some always short; the mean over the network stays as above.
  const shortness = 0.4 + 1.2 * draws.unit();
  const free = new Map<string, number>();
  for (const [code, heads] of requiredHeads(rules, size)) {
    const advisory = rules.positions.find((p) => p.code === code)?.enforcement === 'advisory';
    const share = advisory ? vacancyShare.advisory : vacancyShare.required;
    let held = 0;
    for (let seat = 0; seat < heads; seat++) if (!draws.chance(share * shortness)) held += 1;
    if (heads > 1 && draws.chance(extraShare)) held += 1;
    free.set(code, outsourced && outsourcing.positions.includes(code) ? 0 : held);
  }
  if (responsible.every((code) => free.get(code) === 0)) free.set(draws.pick(responsible), 1);

  const holders: Holder[] = [];
  const hold = (positions: string[]) => {
    for (const code of positions) free.set(code, (free.get(code) ?? 0) - 1);
    const key = positions.length === 1 && positions.some((code) => staffing.keyPosts.includes(code));
    holders.push({ positions, acting: key && draws.chance(actingShare) });
  };
  for (const positions of combinationsFor(rules, size.repairClass, band))
    if (positions.every((code) => (free.get(code) ?? 0) > 0) && draws.chance(combinedShare))
      hold([...positions]);
  for (const { code } of rules.positions) while ((free.get(code) ?? 0) > 0) hold([code]);
  return holders;
}

/** What the band allows and the class does not forbid, larger sets first because they contain the smaller. */
function combinationsFor(rules: EditionRules, repairClass: RepairClass, band: string): string[][] {
  const { noTwoOf, alone } = rules.staffing.classCombinations[repairClass];
  return (rules.staffing.allowedCombinations[band] ?? [])
    .filter((positions) => positions.filter((code) => noTwoOf.includes(code)).length < 2)
    .filter((positions) => !positions.some((code) => alone.includes(code)))
    .sort((a, b) => b.length - a.length);
}
