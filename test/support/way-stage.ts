import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type IncomingName, incomingSource } from '../../packages/contracts/events.ts';
import { certificationId, onboardingId } from '../../packages/domain/ids.ts';
import { keys } from '../../packages/table/keys.ts';
import type {
  CertificationItem,
  EmploymentItem,
  OnboardingItem,
  PaperItem,
} from '../../packages/table/people-items.ts';
import { type PeopleStage, peopleStage } from './people-stage.ts';
import { type Answered, demand } from './running-platform.ts';
import { type Item, type Story, type Workflow, type WorkflowStage, workflowStage } from './workflow-stage.ts';

/** Somebody on the way into a position, with the execution that the scenario is about. */
export interface Newcomer {
  /** The id without its kind. */
  person: string;
  personId: string;
  login: string;
  stationId: string;
  position: string;
  onboardingId: string;
  certificationId: string;
  story: Story;
}

export interface HireOptions {
  person?: string;
  position?: string;
  stationId?: string;
}

/** An event of HR's system. */
export interface HrEvent {
  name: Exclude<IncomingName, 'IntakeReported'>;
  detail: { eventId: string; occurredAt: string; personId: string; on: string } & Record<string, string>;
}

/** The stage of workflows with what ways into a position and to a certificate ask for. */
export interface WayStage extends WorkflowStage {
  people: PeopleStage;
  /** A station with a seat of every position; nobody is there but who is hired. */
  stationId: string;
  /** Publishes edition and banks, and opens the station. */
  prepare(): Promise<void>;
  /** HQ hires a mechanic nobody has heard of, or somebody else. */
  hire(workflow: Workflow, options?: HireOptions): Promise<Newcomer>;
  /** HQ records parts of the onboarding; all that are open when none is named. */
  record(newcomer: Newcomer, ...parts: string[]): Promise<void>;
  /** Somebody whose onboarding is done, so that the exams are next. */
  candidate(workflow: Workflow, options?: HireOptions): Promise<Newcomer>;
  /** Everything up to the approval. */
  passExams(newcomer: Newcomer): Promise<void>;
  leave(newcomer: Newcomer): Promise<void>;
  /** Everybody leaves but who is named, so that nothing of one scenario takes part in another. */
  allLeave(...stay: Newcomer[]): Promise<void>;
  /** What HR's system puts on the bus, each in its own call; then the platform comes to rest. */
  tell(...events: HrEvent[]): Promise<void>;
  post(user: string, path: string, body?: object): Promise<Answered>;
  onboarding(newcomer: Newcomer): Promise<OnboardingItem>;
  certification(newcomer: Newcomer): Promise<CertificationItem>;
  employment(newcomer: Newcomer): Promise<EmploymentItem>;
  paper(newcomer: Newcomer, number: number): Promise<PaperItem>;
  /** Everything the table holds of a person and their exams, by key. */
  fileOf(newcomer: Newcomer): Promise<Record<string, Item>>;
}

/**
 * @param options.data a folder that is kept at the end, with whatever it holds: nothing is prepared then
 * @param options.banks positions that papers are written for; mechanics when none is named
 */
export async function wayStage({
  banks = ['MT'],
  ...options
}: {
  data?: string;
  banks?: readonly string[];
} = {}): Promise<WayStage> {
  const workflows = await workflowStage(options);
  const { running } = workflows;
  const people = peopleStage(running);
  const bus = new EventBridgeClient({});
  const EventBusName = workflows.functionName('bus');
  const here = new Set<Newcomer>();
  let count = 0;
  const send = async (user: string, method: string, path: string, body?: object): Promise<Answered> => {
    const answer = await running.call(user, method, path, body);
    demand(answer, 200, 201);
    return answer;
  };

  const stage: WayStage = Object.assign(workflows, {
    people,
    stationId: '',
    async prepare() {
      await people.prepare(people.edition, banks);
      stage.stationId = await people.emptyStation('JN-001');
    },
    async hire(
      workflow: Workflow,
      { person = `N-${++count}`, position = 'MT', stationId = stage.stationId }: HireOptions = {},
    ) {
      const since = people.day();
      const login = await people.hire(stationId, person, position);
      const id = `per_${person}`;
      const level = people.rules(position).levels[0]?.id ?? '';
      const ids = {
        onboardingId: onboardingId(id, stationId, position, since),
        certificationId: certificationId(id, position, level, since),
      };
      const of = workflow === 'onboarding' ? ids.onboardingId : ids.certificationId;
      const story = stage.follow(workflow, of);
      const newcomer = { person, personId: id, login, stationId, position, ...ids, story };
      here.add(newcomer);
      return newcomer;
    },
    async record({ onboardingId: id, story }: Newcomer, ...parts: string[]) {
      story.note(parts.length > 0 ? `done: ${parts.join(', ')}` : 'all steps and modules are done');
      const path = `/v1/onboardings/${id}`;
      const { body } = await send('hq', 'GET', path);
      const open = (body as { open: { kind: string; id: string; hours?: number }[] }).open.filter(
        (part) => parts.length === 0 || parts.includes(part.id),
      );
      for (const { kind, id: step } of open) {
        if (kind === 'module') continue;
        if (step === 'mentoring') await send('hq', 'POST', `${path}/mentor`, { mentor: 'hq' });
        else {
          const hours = step === 'safety-education' ? { hours: 40 } : {};
          await send('hq', 'POST', `${path}/steps`, { step, evidence: 'HT-1', ...hours });
        }
      }
      const modules = open
        .filter(({ kind }) => kind === 'module')
        .map((part) => ({ module: part.id, hours: part.hours ?? 0 }));
      if (modules.length > 0) await send('hq', 'POST', `${path}/modules`, { modules });
      await running.platform.idle();
    },
    async candidate(workflow: Workflow, how: HireOptions = {}) {
      const newcomer = await stage.hire(workflow, how);
      await stage.record(newcomer);
      return newcomer;
    },
    async passExams({ certificationId: id, person, position, story }: Newcomer) {
      story.note('theory and practical are passed');
      await people.showAll(id);
      demand(await people.takePaper(id, person), 200);
      if (people.rules(position).rubric.length > 0) demand(await people.assess(id), 200);
    },
    async leave(newcomer: Newcomer) {
      newcomer.story.note('the person leaves');
      here.delete(newcomer);
      const path = `/v1/stations/${newcomer.stationId}/people/${newcomer.personId}/leave`;
      await send('hq', 'POST', path, { on: people.day() });
      await running.platform.idle();
    },
    async allLeave(...stay: Newcomer[]) {
      const staying = new Set(stay.map(({ person }) => person));
      for (const newcomer of [...here]) if (!staying.has(newcomer.person)) await stage.leave(newcomer);
    },
    async tell(...events: HrEvent[]) {
      for (const { name, detail } of events)
        await bus.send(
          new PutEventsCommand({
            Entries: [
              {
                EventBusName,
                Source: incomingSource(name),
                DetailType: name,
                Detail: JSON.stringify({ v: 1, ...detail }),
              },
            ],
          }),
        );
      await running.platform.idle();
    },
    async post(user: string, path: string, body?: object) {
      const answer = await running.call(user, 'POST', path, body);
      await running.platform.idle();
      return answer;
    },
    onboarding: ({ onboardingId: id }: Newcomer) => stage.get<OnboardingItem>(keys.onboarding(id)),
    certification: ({ certificationId: id }: Newcomer) =>
      stage.get<CertificationItem>(keys.certification(id)),
    employment: ({ personId }: Newcomer) => stage.get<EmploymentItem>(keys.employment(personId)),
    paper: ({ certificationId: id }: Newcomer, number: number) =>
      stage.get<PaperItem>(keys.paper(id, number)),
    async fileOf({ personId, stationId, certificationId: id }: Newcomer) {
      const { pk, sk } = keys.person(stationId, personId);
      const items = await Promise.all([
        stage.itemsIn(keys.personnel(personId).pk),
        stage.itemsIn(keys.papers(id).pk),
        stage.itemsIn(pk, sk),
      ]);
      return Object.fromEntries(items.flat().map((item) => [`${item.pk} ${item.sk}`, item]));
    },
  });
  if (!options.data) await stage.prepare();
  return stage;
}
