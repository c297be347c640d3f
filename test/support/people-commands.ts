import { loadBank } from '../../packages/standard/load-bank.ts';
import type { Command } from './api-stage.ts';
import { peopleStage } from './people-stage.ts';
import type { RunningPlatform } from './running-platform.ts';

/** What is there of people and their ways, and what the commands about them may be told. */
export interface PeopleCommands {
  there: Record<string, string>;
  commands: Record<string, Command>;
  /** The login of the person in `there`. */
  login: string;
}

/**
 * Hires a person who has a certificate as `MT`, a paper that runs as `PM` and an onboarding as `WA`, and knows how to
 * bring others to the step that a command is about; to the retraining it takes weeks of the clock.
 */
export async function peopleCommands(
  running: RunningPlatform,
  stationId: string,
  master: string,
): Promise<PeopleCommands> {
  const stage = peopleStage(running);
  const exception = { exception: '测试用岗位' };
  let hired = 0;

  /** Somebody new in a position, whatever the standard says. */
  async function newcomer(
    position = 'MT',
  ): Promise<{ person: string; personId: string; onboardingId: string }> {
    hired += 1;
    const person = `NEW-${hired}`;
    await stage.hire(stationId, person, position, exception);
    return { person, personId: `per_${person}`, onboardingId: stage.idOf(stationId, person, position) };
  }

  /** Somebody whose exams have come so far. */
  async function candidate(until: 'prerequisites' | 'practical' | 'approval' | 'retraining') {
    const { person, personId, onboardingId } = await newcomer();
    await stage.onboard(onboardingId, person);
    const certificationId = stage.certificationOf(person, 'MT');
    if (until !== 'prerequisites') await stage.showAll(certificationId);
    if (until === 'practical' || until === 'approval') await stage.takePaper(certificationId, person);
    if (until === 'approval') await stage.assess(certificationId);
    if (until === 'retraining')
      for (let tries = 0; tries < 3; tries++) {
        await stage.takePaper(certificationId, person, 40);
        running.platform.clock.advance(8 * 86_400_000);
      }
    return { personId, certificationId };
  }

  let keeper: string | undefined;
  /** Somebody who may act for the customer care, whose seat is vacant from then on. */
  async function storekeeper(): Promise<string> {
    if (keeper) return keeper;
    interface People {
      items: { personId: string; assignments: { position: string }[] }[];
    }
    const { body } = await running.call<People>('hq', 'GET', `/v1/stations/${stationId}/people`);
    for (const { personId, assignments } of body.items)
      if (assignments.some(({ position }) => position === 'CC'))
        await running.call('hq', 'POST', `/v1/stations/${stationId}/people/${personId}/leave`, {
          on: stage.day(),
        });
    keeper = (await newcomer('PS')).personId;
    return keeper;
  }

  const own = 'HOLDER-1';
  const login = await stage.hire(stationId, own, 'MT', exception);
  await stage.onboard(stage.idOf(stationId, own, 'MT'), own);
  const number = await stage.certify(stage.certificationOf(own, 'MT'), own);
  await stage.hire(stationId, own, 'PM', exception);
  await stage.onboard(stage.idOf(stationId, own, 'PM'), own);
  const certificationId = stage.certificationOf(own, 'PM');
  await stage.showAll(certificationId);
  await running.call(login, 'POST', `/v1/certifications/${certificationId}/papers`);
  await stage.hire(stationId, own, 'WA', exception);
  await running.platform.idle();

  const there = {
    personId: `per_${own}`,
    onboardingId: stage.idOf(stationId, own, 'WA'),
    certificationId,
    number,
    paper: '1',
  };
  const today = stage.day();
  const evidence = '培训档案 2026-11';
  const rubricOf = async (id: string) => {
    interface Rubric {
      rubric: { id: string; points: number }[];
    }
    return (await running.call<Rubric>('hq', 'GET', `/v1/certifications/${id}`)).body.rubric;
  };
  let assessed = '';

  return {
    there,
    login,
    commands: {
      // HQ has made the exception before: from then on it is the same for everybody.
      'hire-person': {
        body: async () => ({
          personId: (await newcomer('QI')).personId,
          position: 'QI',
          since: today,
        }),
      },
      'transfer-person': {
        body: async () => ({ from: 'MT', toPosition: 'PT', on: today }),
        there: async () => {
          const { personId } = await newcomer();
          const path = `/v1/stations/${stationId}/people/${personId}/transfer`;
          await running.call('hq', 'POST', path, { from: 'MT', toPosition: 'PT', on: today, ...exception });
          return { personId };
        },
      },
      'name-acting-holder': {
        body: async () => ({ until: stage.day(10) }),
        there: async () => ({ position: 'CC', personId: await storekeeper() }),
      },
      'end-acting-holder': {
        body: async () => undefined,
        there: async () => {
          const personId = await storekeeper();
          const path = `/v1/stations/${stationId}/positions/CC/acting/${personId}`;
          await running.call('hq', 'PUT', path, { until: stage.day(10) });
          return { position: 'CC', personId };
        },
      },
      'end-employment': {
        body: async () => ({ on: today }),
        there: async () => ({ personId: (await newcomer()).personId }),
      },
      'record-hand-over': {
        body: async () => ({ on: today, evidence }),
        there: async () => {
          const { personId } = await newcomer();
          await running.call('hq', 'POST', `/v1/stations/${stationId}/people/${personId}/leave`, {
            on: today,
          });
          return { personId };
        },
      },
      'record-step': { body: async () => ({ step: 'registration', evidence }) },
      'record-modules': {
        body: async () => ({ modules: [{ module: stage.rules('WA').modules[0]?.id, hours: 1 }] }),
      },
      'name-mentor': { body: async () => ({ mentor: 'hq' }) },
      'begin-certification': {
        body: async () => ({ position: 'MT', kind: 'authorisation', authorisation: 'hv' }),
      },
      'show-prerequisite': {
        body: async () => ({ prerequisite: 'education', evidence }),
        there: () => candidate('prerequisites'),
      },
      'get-paper': { user: () => login, body: async () => undefined },
      'start-exam': { user: () => login, body: async () => undefined },
      'save-answers': { user: () => login, body: async () => ({ answers: {} }) },
      'submit-paper': { user: () => login, body: async () => ({ answers: {} }) },
      'record-assessment': {
        body: async () => ({
          points: Object.fromEntries((await rubricOf(assessed)).map(({ id, points }) => [id, points])),
        }),
        there: async () => {
          const found = await candidate('practical');
          assessed = found.certificationId;
          return found;
        },
      },
      'decide-certification': {
        body: async () => ({ decision: 'approve' }),
        there: () => candidate('approval'),
      },
      'record-retraining': {
        body: async () => ({ evidence }),
        there: () => candidate('retraining'),
      },
      'control-certificate': {
        body: async () => ({ decision: 'suspend', cause: 'proven-complaint', reason: '客户投诉属实' }),
      },
      'record-refresher': { body: async () => ({ hours: 4, evidence }) },
      'list-ways': { user: () => master, body: async () => undefined },
      'list-certificates': { user: () => master, body: async () => undefined },
      'publish-bank': { body: async () => ({ content: loadBank('SA', stage.edition) }) },
    },
  };
}
