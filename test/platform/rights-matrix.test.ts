import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiOperations } from '../../infra/api-document.ts';
import { functionSpecs } from '../../infra/function-specs.ts';
import {
  type Action,
  may,
  type Resource,
  type Role,
  rights,
  type Subject,
} from '../../packages/domain/access/may.ts';
import { keys } from '../../packages/table/keys.ts';
import { subjectStore } from '../../packages/table/stores/subject-store.ts';
import { connectTable, type Table } from '../../packages/table/table.ts';
import { type ApiStage, apiStage } from '../support/api-stage.ts';
import { demand, type RunningPlatform, runPlatform } from '../support/running-platform.ts';

// Routes that ask nobody for a right are walked by the tests of the public page.
const operations = (await apiOperations(await functionSpecs())).filter(({ action }) => action !== null);

/**
 * What each route touches, said here once more and apart from the code: the network as a whole, an object of one
 * station, a region's list, a list that is cut to what the caller may see, or nothing but the caller's own; a person's
 * way, which colleagues who neither lead nor train do not see; or an exam, which is there for the candidate alone.
 */
type Touches = 'network' | 'station' | 'region' | 'cut-to-scope' | 'own' | 'person' | 'candidate';
const touches: Record<string, Touches> = {
  'show-self': 'own',
  'list-tasks': 'own',
  'show-digest': 'own',
  'list-positions': 'own',
  'get-openapi': 'own',
  'publish-edition': 'network',
  'save-edition-draft': 'network',
  'list-edition-drafts': 'network',
  'show-edition-draft': 'network',
  'discard-edition-draft': 'network',
  'compare-editions': 'network',
  'import-network': 'network',
  'preview-campaign': 'network',
  'launch-campaign': 'network',
  'add-station': 'network',
  'cancel-audit': 'network',
  'cancel-campaign': 'network',
  'extend-campaign': 'network',
  'remind-stations': 'network',
  'roll-out-campaign': 'network',
  'count-appeals': 'network',
  'list-open-appeals': 'network',
  'list-reviews': 'network',
  'list-refusals': 'network',
  'list-wait-findings': 'network',
  'list-network-trail': 'network',
  'export-network-trail': 'network',
  'list-campaigns': 'cut-to-scope',
  'get-campaign': 'cut-to-scope',
  'list-campaign-audits': 'cut-to-scope',
  'show-board': 'cut-to-scope',
  'analyse-campaign': 'cut-to-scope',
  'rank-stations': 'cut-to-scope',
  'rank-regions': 'cut-to-scope',
  'list-regions': 'cut-to-scope',
  'start-scan': 'cut-to-scope',
  'list-breaches': 'cut-to-scope',
  'get-compliance-totals': 'cut-to-scope',
  'get-scan': 'station',
  'resume-scan': 'station',
  'get-station-compliance': 'station',
  'list-stations': 'region',
  'get-station': 'station',
  'list-people': 'station',
  'list-absences': 'station',
  'record-absence': 'station',
  'list-station-audits': 'station',
  'list-station-trail': 'station',
  'export-station-trail': 'station',
  'get-audit': 'station',
  'get-answers': 'station',
  'get-checklist': 'station',
  'get-draft': 'station',
  'save-draft': 'station',
  'submit-answers': 'station',
  'give-position': 'station',
  'review-audit': 'station',
  'explain-audit': 'station',
  'raise-appeal': 'station',
  'decide-appeal': 'station',
  'list-audit-appeals': 'station',
  'add-comment': 'station',
  'list-comments': 'station',
  'add-correction-comment': 'station',
  'list-correction-comments': 'station',
  'get-standing': 'station',
  'list-station-nonconformities': 'station',
  'get-nonconformity': 'station',
  'record-correction': 'station',
  'decide-plan': 'station',
  'extend-correction': 'station',
  'verify-correction': 'station',
  'check-effect': 'station',
  'give-correction': 'station',
  'list-nonconformities': 'cut-to-scope',
  'request-audit-report': 'station',
  'request-campaign-report': 'cut-to-scope',
  'get-report': 'station',
  'list-webhooks': 'network',
  'register-webhook': 'network',
  'remove-webhook': 'network',
  'rotate-secret': 'network',
  'list-deliveries': 'network',
  'redeliver-event': 'network',
  'get-certificate-document': 'person',
  'record-statutory': 'person',
  'take-over-certificate': 'network',
  'import-certificates': 'network',
  'hire-person': 'station',
  'name-acting-holder': 'station',
  'end-acting-holder': 'station',
  'transfer-person': 'station',
  'end-employment': 'station',
  'record-hand-over': 'station',
  'list-ways': 'cut-to-scope',
  'list-certificates': 'cut-to-scope',
  'show-person': 'person',
  'get-onboarding': 'person',
  'record-step': 'person',
  'record-modules': 'person',
  'name-mentor': 'person',
  'get-certification': 'person',
  'begin-certification': 'person',
  'show-prerequisite': 'person',
  'record-retraining': 'person',
  // Holders of the same position may be assessors by its level.
  'record-assessment': 'station',
  'decide-certification': 'person',
  'get-certificate': 'person',
  'record-refresher': 'person',
  'control-certificate': 'person',
  'start-exam': 'candidate',
  'get-paper': 'candidate',
  'save-answers': 'candidate',
  'submit-paper': 'candidate',
  'publish-bank': 'network',
  'preview-edition': 'network',
  'explain-staffing': 'station',
  'report-intake': 'station',
  // Who trains the people of a station sees them as well; nobody here does.
  'show-exam-results': 'network',
  'show-duties': 'station',
  // The station master's own; others find that it is not theirs.
  'record-duty': 'station',
  'withdraw-duty-record': 'station',
  'report-duty-event': 'station',
  'withdraw-duty-event': 'station',
  'keep-device': 'station',
  'begin-duties': 'network',
  'plan-duty': 'network',
};

interface Somebody extends Subject {
  /** How the caller is called here. */
  called: string;
}

let running: RunningPlatform;
let stage: ApiStage;
let table: Table;
/** What nobody of elsewhere may read: ids, names and people of the station. */
let secrets: string[];
let here: { stationId: string; regionId: string };
const callers: Somebody[] = [];

const roles: Role[] = ['station-master', 'general-administrator', 'position-holder'];

beforeAll(async () => {
  running = await runPlatform();
  stage = await apiStage(running);
  table = connectTable(running.platform.outputs.TableName ?? '');
  const station = async (id: string) => (await running.call<Station>('hq', 'GET', `/v1/stations/${id}`)).body;
  const { stationId, name, code, regionId } = await station(stage.there.stationId ?? '');
  here = { stationId, regionId };
  const others = await Promise.all(stage.stations.map(station));
  const foreign = others.find((other) => other.regionId !== regionId);
  if (!foreign) throw new Error('the sample network has one region only');
  const people = await running.call<{ items: { personId: string; name: string; phone: string }[] }>(
    'hq',
    'GET',
    `/v1/stations/${stationId}/people`,
  );
  demand(people, 200);
  secrets = [
    stationId,
    code,
    name,
    ...people.body.items.flatMap((one) => [one.personId, one.name, one.phone]),
  ];
  // The position-holder is the person whose onboarding, exam and certificate are there.
  const holder = stage.there.personId;
  const head = people.body.items.map(({ personId }) => personId).find((personId) => personId !== holder);

  callers.push({ called: 'HQ network development', subject: 'hq', role: 'hq-network' });
  callers.push({ called: 'HQ auditor', subject: 'auditor', role: 'hq-auditor' });
  for (const [where, at] of [
    ['own', here],
    ['foreign', foreign],
  ] as const) {
    callers.push({
      called: `region manager of the ${where} region`,
      subject: `matrix.rm.${where}`,
      role: 'region-manager',
      regionId: at.regionId,
    });
    for (const role of roles)
      callers.push({
        called: `${role} of the ${where} station`,
        subject: `matrix.${role}.${where}`,
        role,
        stationId: at.stationId,
        regionId: at.regionId,
        personId:
          where === 'foreign' ? 'per_NOBODY-1' : role === 'position-holder' ? (holder ?? '') : (head ?? ''),
        positions: { 'station-master': ['SM'], 'general-administrator': ['GA'] }[role as string] ?? ['MT'],
      });
  }
  for (const { called: _, ...subject } of callers.slice(2)) await subjectStore(table).grant(subject);
  // Somebody whose token is sound and who has no rights any more.
  await subjectStore(table).grant({ subject: 'matrix.gone', role: 'hq-network' });
  await running.token('matrix.gone');
  await remove('matrix.gone');
});
afterAll(async () => {
  stage.end();
  await running.end();
});

interface Station {
  stationId: string;
  regionId: string;
  name: string;
  code: string;
}

const remove = (subject: string) =>
  table.client.send(new DeleteCommand({ TableName: table.name, Key: { ...keys.subject(subject) } }));

function verdictOf(
  operation: (typeof operations)[number],
  caller: Somebody,
  personId: string | undefined,
): 'yes' | 'no' | 'hidden' {
  const touched = touches[operation.name];
  const action = operation.action as Action;
  // What is cut to the scope or the caller's own is open to whoever has the right at all.
  if (touched === 'own' || touched === 'cut-to-scope')
    return rights[caller.role][action] === undefined ? 'no' : 'yes';
  const station = { ...here, position: 'SM' };
  const resource: Record<string, Resource> = {
    network: {},
    region: { regionId: here.regionId },
    station,
    person: station,
    candidate: station,
  };
  const verdict = may(caller, action, resource[touched ?? '']);
  const others = caller.personId !== personId;
  const hidden =
    (touched === 'person' && caller.role === 'position-holder' && others) ||
    (touched === 'candidate' && others);
  return verdict === 'yes' && hidden ? 'hidden' : verdict;
}

/** Routes of what there is only once an audit is scored. */
const isLate = ({ name, path }: (typeof operations)[number]) =>
  path.includes('{nonconformityId}') ||
  ['explain-audit', 'request-audit-report', 'get-report'].includes(name);

/** What there is only once somebody has failed every try, weeks later. */
const isLast = ({ name }: (typeof operations)[number]) => name === 'record-retraining';

/** Steps of a correction that come after others, so that the rules say no to everybody here. */
const laterSteps: Record<string, object> = {
  'decide-plan': { decision: 'approve', submission: 1 },
  'extend-correction': { days: 3, reason: '等待新表' },
  'verify-correction': { decision: 'accept', submission: 2 },
  'check-effect': { result: 'effective', submission: 2 },
};

const isForeign = ({ called }: Somebody) => called.includes('foreign');

describe('The list of what routes touch', () => {
  test('names every route and no other', () => {
    expect(Object.keys(touches).sort()).toEqual(operations.map(({ name }) => name).sort());
  });
});

/**
 * Asks a route as everybody, and holds the answers against the table of rights.
 * @param refusedAnyway whether the rules say no to everybody in this state
 */
async function asEverybody(operation: (typeof operations)[number], refusedAnyway: boolean): Promise<void> {
  const command = stage.commands[operation.name];
  const place: Record<string, string> = { ...stage.there, ...(await command?.there?.()) };
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => place[name] ?? name);
  const body = await command?.body();
  const ask = async (user: string | null) => {
    const answer = await running.call<{ code?: string }>(user, operation.method, path, body);
    return { ...answer, text: JSON.stringify(answer.body) };
  };

  const unknown = await ask('matrix.gone');
  expect([unknown.status, unknown.body.code]).toEqual([403, 'not-permitted']);
  const nobody = await ask(null);
  expect(nobody.status).toBe(401);
  const told = [unknown.text, nobody.text];
  const statuses: number[] = [];

  // First those who may not: had one of them changed anything, the others would find it changed.
  const verdicts = callers.map((caller) => ({
    caller,
    verdict: verdictOf(operation, caller, place.personId),
  }));
  for (const { caller, verdict } of verdicts.filter(({ verdict }) => verdict !== 'yes')) {
    const answer = await ask(caller.subject);
    expect([caller.called, answer.status]).toEqual([caller.called, verdict === 'no' ? 403 : 404]);
    if (verdict === 'no') expect(answer.body.code).toBe('not-permitted');
    told.push(answer.text);
  }
  for (const { caller } of verdicts.filter(({ verdict }) => verdict === 'yes')) {
    const answer = await ask(caller.subject);
    expect(answer.status, `${caller.called}: ${answer.text}`).toBeLessThan(500);
    expect([401, 404], `${caller.called}: ${answer.text}`).not.toContain(answer.status);
    expect(answer.body.code, caller.called).not.toBe('not-permitted');
    if (isForeign(caller)) told.push(answer.text);
    else statuses.push(answer.status);
  }
  // A refusal by the rules proves little: somebody has to get what is asked for.
  if (!refusedAnyway)
    expect(
      statuses.some((status) => status < 300),
      statuses.join(),
    ).toBe(true);
  for (const text of told)
    for (const secret of secrets) expect(text.includes(secret) ? `${secret} in ${text}` : '').toBe('');
}

describe('While an audit is open', () => {
  test.each(operations.filter((operation) => !isLate(operation) && !isLast(operation)))(
    '$method $path ($name) answers every role as the table of rights says',
    (operation) => asEverybody(operation, false),
  );
});

describe('Once the audit is scored', () => {
  beforeAll(async () => {
    const { there, commands, master } = stage;
    const { auditId = '', stationId } = there;
    await running.answerAll(auditId, master, (item) => (item === 'AU-SM-01' ? 'not' : 'satisfied'));
    await running.until(async () => {
      const path = `/v1/stations/${stationId}/nonconformities`;
      const { body } = await running.call<{ items: { nonconformityId: string }[] }>('hq', 'GET', path);
      there.nonconformityId = body.items[0]?.nonconformityId ?? '';
      return there.nonconformityId !== '';
    }, 'the nonconformity is raised');
    await running.platform.idle();
    const form = { format: 'json', language: 'en' };
    const report = await running.call<{ reportId: string }>(
      'hq',
      'POST',
      `/v1/audits/${auditId}/reports`,
      form,
    );
    there.reportId = report.body.reportId;
    for (const [name, body] of Object.entries(laterSteps)) commands[name] = { body: async () => body };
    there.part = 'correct';
    commands['give-correction'] = { body: async () => ({ personId: null }) };
    commands['add-correction-comment'] = { body: async () => ({ text: '请尽快整改' }) };
    commands['record-correction'] = {
      body: async () => ({ containment: '立即补签', rootCause: '交接表没有该栏', plan: '修订交接表' }),
    };
  });

  test.each(operations.filter((operation) => isLate(operation) || !operation.changes))(
    '$method $path ($name) answers every role as the table of rights says',
    (operation) => asEverybody(operation, operation.name in laterSteps),
  );
});

describe('Once somebody has failed every try of the exam', () => {
  test.each(operations.filter(isLast))(
    '$method $path ($name) answers every role as the table of rights says',
    (operation) => asEverybody(operation, false),
  );
});

describe('A change of role', () => {
  const call = (path: string) => running.call('matrix.moves', 'GET', path);
  const station = () => `/v1/stations/${here.stationId}`;
  const becomes = (subject: Omit<Subject, 'subject'>) =>
    subjectStore(table).grant({ subject: 'matrix.moves', ...subject });

  test('works with the next request, with the same token', async () => {
    await becomes({ role: 'station-master', ...here });
    expect((await call(`${station()}/people`)).status).toBe(200);
    await becomes({ role: 'position-holder', ...here });
    expect((await call(`${station()}/people`)).status).toBe(403);
    expect((await call(station())).status).toBe(200);
    await becomes({ role: 'station-master', stationId: 'stn_ELSEWHERE', regionId: here.regionId });
    expect((await call(station())).status).toBe(404);
    await becomes({ role: 'region-manager', regionId: here.regionId });
    expect((await call(station())).status).toBe(200);
    await becomes({ role: 'region-manager', regionId: 'reg_ELSEWHERE' });
    expect((await call(station())).status).toBe(404);
    await becomes({ role: 'hq-auditor' });
    expect((await call('/v1/reviews')).status).toBe(200);
    await remove('matrix.moves');
    expect((await call(station())).status).toBe(403);
  });
});
