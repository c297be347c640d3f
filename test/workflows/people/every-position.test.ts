import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import type { Edition } from '../../../packages/standard/schema.ts';
import { type PeopleStage, peopleStage } from '../../support/people-stage.ts';
import { type RunningPlatform, runPlatform } from '../../support/running-platform.ts';

/** The positions of the edition and one more, which is there as data only: an electrician of the workshop. */
function withOneMore(edition: Edition): Edition {
  const mechanic = edition.positions.find(({ code }) => code === 'MT');
  if (!mechanic) throw new Error('the edition has no mechanic');
  const text = JSON.stringify(mechanic)
    .replaceAll('-MT-', '-XT-')
    .replaceAll('"MT-', '"XT-')
    .replaceAll('H11.', 'H99.');
  const more = JSON.parse(text) as typeof mechanic;
  const { staffing, audit } = edition;
  // Its weight in the audit is taken from the mechanic's, so that all of them still make 100.
  const weight = Math.floor(mechanic.audit.weight / 2);
  const positions = edition.positions.map((one) =>
    one.code === 'MT' ? { ...one, audit: { ...one.audit, weight: one.audit.weight - weight } } : one,
  );
  const added = {
    ...more,
    code: 'XT',
    name: { zh: '电气技师', en: 'Electrician' },
    clauseGroup: 'H99',
    duties: more.duties.map((duty) => ({ ...duty, recurring: [] })),
    audit: { weight, items: more.audit.items.map((item) => ({ ...item, recurringDuty: null })) },
  };
  const inOrder = <T>(list: T[], one: T, after: (item: T) => boolean): T[] =>
    list.flatMap((item) => (after(item) ? [item, one] : [item]));
  return {
    ...edition,
    about: {
      ...edition.about,
      number: '2',
      positions: inOrder(edition.about.positions, 'XT', (code) => code === 'QI'),
    },
    positions: inOrder(positions, added, ({ code }) => code === 'QI'),
    staffing: {
      ...staffing,
      table: { ...staffing.table, XT: staffing.bands.map(() => 1) },
      formulas: { ...staffing.formulas, XT: staffing.formulas.SM as (typeof staffing.formulas)[string] },
    },
    audit,
  };
}

describe('The two definitions lead', () => {
  let running: RunningPlatform;
  let stage: PeopleStage;
  let station: string;
  const codes = loadEdition('edition-1').positions.map(({ code }) => code);

  beforeAll(async () => {
    running = await runPlatform();
    stage = peopleStage(running);
    await stage.prepare();
    station = await stage.emptyStation('JN-001');
  });
  afterAll(() => running.end());

  test.each(codes)('somebody who is hired as %s to the certificate', async (position) => {
    const person = `N-${position}`;
    await stage.hire(station, person, position);
    const onboardingId = stage.idOf(station, person, position);
    await stage.onboard(onboardingId, person);
    const certificationId = stage.certificationOf(person, position);
    const number = await stage.certify(certificationId, person);
    expect(number).toMatch(/^SK-/);
    const certificate = await running.call('hq', 'GET', `/v1/certificates/${number}`);
    expect(certificate.body).toMatchObject({ position, status: 'valid', personId: `per_${person}` });
    const onboarding = await running.call('hq', 'GET', `/v1/onboardings/${onboardingId}`);
    expect(onboarding.body).toMatchObject({ status: 'released', open: [] });
  });

  test('somebody in a position that is there as data only', async () => {
    const more = withOneMore(loadEdition('edition-1'));
    const later = peopleStage(running, more);
    await later.prepare(more);
    const person = 'N-XT';
    await later.hire(station, person, 'XT');
    const onboardingId = later.idOf(station, person, 'XT');
    await later.onboard(onboardingId, person);
    const number = await later.certify(later.certificationOf(person, 'XT'), person);
    expect(number).toMatch(/^SK-/);
    const onboarding = await running.call('hq', 'GET', `/v1/onboardings/${onboardingId}`);
    expect(onboarding.body).toMatchObject({ status: 'released', edition: '2' });
  });
});
