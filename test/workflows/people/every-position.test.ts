import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import type { Edition } from '../../../packages/standard/schema.ts';
import { type PeopleStage, peopleStage } from '../../support/people-stage.ts';
import { type RunningPlatform, runPlatform } from '../../support/running-platform.ts';

/** The sixteen positions and one more, which is there as data only: an electrician in the workshop. */
function editionOfSeventeen(): Edition {
  const edition = loadEdition('edition-1');
  const mechanic = edition.positions.find(({ code }) => code === 'MT');
  if (!mechanic) throw new Error('the edition has no mechanic');
  const text = JSON.stringify(mechanic).replaceAll('"MT-', '"XT-').replaceAll('AU-MT-', 'AU-XT-');
  const electrician = { ...(JSON.parse(text) as typeof mechanic), code: 'XT', dottedReportsTo: [] };
  return {
    ...edition,
    positions: [...edition.positions, electrician],
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
});
void editionOfSeventeen;
