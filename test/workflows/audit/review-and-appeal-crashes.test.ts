import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { auditId, nonconformityId } from '../../../packages/domain/ids.ts';
import { keys } from '../../../packages/table/keys.ts';
import { type AuditStage, auditStage } from '../../support/audit-stage.ts';
import type { BrokenCall } from '../../support/broken-calls.ts';

type Item = Record<string, unknown>;

/**
 * A crash before and after each call that a review and an appeal make, and that what follows them makes. Whoever sent
 * the command sends it again, the stream and the bus deliver again: in the end all is as if nothing had happened.
 */
let stage: AuditStage;
let station: string;
beforeAll(async () => {
  stage = await auditStage();
  [station = ''] = stage.stations;
});
afterAll(() => stage.end());
afterEach(() => expect(stage.calls.mend()).toEqual([]));

const commands = ['review-audit', 'raise-appeal', 'decide-appeal'] as const;
type Command = (typeof commands)[number];
/** Calls that change nothing: there, before and after are the same to everybody else. */
const isRead = (call: string) => /\.(GetItem|BatchGetItem|Query)$/.test(call);
/** An error that no client of AWS tries again by itself: the function ends there. */
const crash = (caller: string, call: string, when: 'before' | 'after', skip = 0): BrokenCall => ({
  caller,
  call,
  when,
  skip,
  times: 1,
  error: 'CrashedHere',
});

const item = 'AU-SA-01';
const bodies: Record<Command, object> = {
  'review-audit': {
    decision: 'accept',
    corrections: [{ position: 'SA', item, answer: 'not', reason: '没有记录' }],
  },
  'raise-appeal': {
    position: 'SA',
    item,
    answer: 'satisfied',
    reason: '记录在另一本台账',
    evidence: '台账 7',
  },
  'decide-appeal': { decision: 'uphold', reason: '台账属实' },
};
const users: Record<Command, () => string> = {
  'review-audit': () => 'auditor',
  'raise-appeal': () => stage.masterOf(station),
  'decide-appeal': () => 'hq',
};
const paths: Record<Command, string> = {
  'review-audit': 'review',
  'raise-appeal': 'appeals',
  'decide-appeal': `appeals/${item}/decision`,
};

interface Told {
  /** What each command answered at last, and how often it was sent. */
  answers: Record<string, unknown>;
  sent: Partial<Record<Command, number>>;
  items: Record<string, Item>;
}

/** An audit that HQ corrects, of which the station then disputes the correction, and HQ agrees. */
async function whole(broken: Partial<Record<Command, BrokenCall[]>> = {}): Promise<Told> {
  await stage.forgetFindings();
  const campaign = await stage.launch([station], { review: 'hq', positions: ['SA'] });
  await stage.answer(campaign, station);
  stage.calls.mend();
  const told: Told = { answers: {}, sent: {}, items: {} };
  for (const command of commands) {
    stage.calls.break(...(broken[command] ?? []));
    const path = `/v1/audits/${auditId(campaign, station)}/${paths[command]}`;
    for (let times = 1; ; times++) {
      const { status, body } = await stage.running.call(users[command](), 'POST', path, bodies[command]);
      told.sent[command] = times;
      if (status === 200) {
        told.answers[command] = nameless(campaign, body);
        break;
      }
      expect([command, times, status]).toEqual([command, 1, expect.toSatisfy((one: number) => one >= 500)]);
    }
    await stage.running.until(async () => isDone(campaign, command), `${command} has its effect`);
    await stage.running.platform.idle();
  }
  told.items = nameless(campaign, await stage.itemsOf(campaign));
  return told;
}

async function isDone(campaign: string, after: Command): Promise<boolean> {
  const id = nonconformityId(campaign, station, item);
  const { pk, skPrefix } = keys.correctionWaits(id);
  // The appeal follows days later, when what follows the closing has come to rest.
  if (after !== 'decide-appeal') return (await stage.itemsIn(pk, skPrefix)).length > 0;
  return (await stage.get<Item>(keys.nonconformity(id))).status === 'withdrawn';
}

/** Without what differs from campaign to campaign: its id, instants and days, hashes of these, tokens. */
function nameless<Value>(campaign: string, value: Value): Value {
  const text = JSON.stringify(value, (key, of) =>
    ['token', 'commandHash'].includes(key) ? undefined : of instanceof Set ? [...of].sort() : of,
  );
  return JSON.parse(
    text
      .replaceAll(campaign.slice('cmp_'.length), 'campaign')
      .replaceAll(/\d{4}-\d{2}-\d{2}(T[0-9:.]+Z)?/g, 'then'),
  ) as Value;
}

describe('A review, its appeal and the decision', () => {
  /** Every call that a command makes, as it makes them when nothing goes wrong. */
  const made: Partial<Record<Command, string[]>> = {};
  let undisturbed: Told;
  const pointsOf = (command: Command) => {
    const calls = made[command] ?? [];
    return calls.flatMap((call, i) => {
      const skip = calls.slice(0, i).filter((other) => other === call).length;
      return (isRead(call) ? (['before'] as const) : (['before', 'after'] as const)).map((when) =>
        crash(command, call, when, skip),
      );
    });
  };

  beforeAll(async () => {
    // The first one fills what functions keep.
    await whole();
    undisturbed = await whole();
    for (const command of commands) made[command] = stage.calls.seen(command);
  });

  test('make these calls, and reach this end', () => {
    expect(made).toMatchObject({
      'review-audit': expect.arrayContaining(['DynamoDB.PutItem', 'DynamoDB.UpdateItem']),
      'raise-appeal': expect.arrayContaining(['DynamoDB.PutItem']),
      'decide-appeal': expect.arrayContaining(['DynamoDB.TransactWriteItems']),
    });
    expect(undisturbed.sent).toEqual({ 'review-audit': 1, 'raise-appeal': 1, 'decide-appeal': 1 });
    const of = (type: string) => Object.values(undisturbed.items).filter((one) => one.type === type);
    expect(of('appeal')).toMatchObject([{ status: 'upheld', counted: 'not', decided: 'satisfied' }]);
    expect(of('audit')).toMatchObject([{ status: 'closed', appealed: { upheld: 1 } }]);
    expect(of('nonconformity')).toMatchObject([{ status: 'withdrawn', revision: 2 }]);
    expect(of('review')).toHaveLength(1);
    expect(of('tally')).toMatchObject([{ opened: 1, closed: 1, remaining: 0 }]);
  });

  test('come to the same end when any of their calls crashes, before or after it is done', async () => {
    const points = commands.map((command) => pointsOf(command));
    const rounds = Math.max(...points.map((own) => own.length));
    expect(rounds).toBeGreaterThan(5);
    for (let i = 0; i < rounds; i++) {
      const broken = Object.fromEntries(
        commands.flatMap((command, c) => {
          const point = points[c]?.[i];
          return point ? [[command, [point]]] : [];
        }),
      ) as Partial<Record<Command, BrokenCall[]>>;
      const told = await whole(broken);
      const where = JSON.stringify(Object.values(broken).flat());
      expect(stage.calls.mend(), where).toEqual([]);
      for (const command of commands) expect(told.sent[command], where).toBe(broken[command] ? 2 : 1);
      expect(told.answers, where).toEqual(undisturbed.answers);
      expect(told.items, where).toEqual(undisturbed.items);
    }
  }, 240_000);

  test.each([
    ['DynamoDB.Query', 'before'],
    ['DynamoDB.UpdateItem', 'before'],
    ['DynamoDB.UpdateItem', 'after'],
  ] as const)(
    'send back once when a review that does so crashes at %s, %s it is done',
    async (call, when) => {
      const campaign = await stage.launch([station], { review: 'hq', positions: ['SA'] });
      await stage.answer(campaign, station);
      stage.calls.break(crash('review-audit', call, when));
      const send = { decision: 'send-back', positions: [{ position: 'SA', reason: '请补充记录' }] };
      expect(await stage.review(campaign, station, send)).toBeGreaterThanOrEqual(500);
      expect(await stage.review(campaign, station, send)).toBe(200);
      const { round, pending, sentBack } = await stage.audit(campaign, station);
      expect({ round, pending, sentBack }).toEqual({
        round: 1,
        pending: new Set(['SA']),
        sentBack: { SA: '请补充记录' },
      });
    },
  );

  /** What follows a command, by what it calls; the stream and the bus bring it again. */
  test.each<[Command, string, string]>([
    ['review-audit', 'publish-changes', 'DynamoDB.GetItem'],
    ['review-audit', 'publish-changes', 'AWSStepFunctions.SendTaskSuccess'],
    ['review-audit', 'publish-changes', 'DynamoDB.DeleteItem'],
    ['review-audit', 'publish-changes', 'AWSEvents.PutEvents'],
    ['review-audit', 'raise-nonconformities', 'DynamoDB.PutItem'],
    ['review-audit', 'raise-nonconformities', 'AWSStepFunctions.StartExecution'],
    ['raise-appeal', 'publish-changes', 'AWSEvents.PutEvents'],
    ['decide-appeal', 'publish-changes', 'AWSEvents.PutEvents'],
    ['decide-appeal', 'withdraw-nonconformity', 'DynamoDB.GetItem'],
    ['decide-appeal', 'withdraw-nonconformity', 'DynamoDB.PutItem'],
    ['decide-appeal', 'publish-changes', 'DynamoDB.Query'],
    ['decide-appeal', 'publish-changes', 'AWSStepFunctions.SendTaskSuccess'],
  ])('come to the same end when, after %s, %s crashes at %s', async (command, caller, call) => {
    for (const when of isRead(call) ? (['before'] as const) : (['before', 'after'] as const)) {
      const told = await whole({ [command]: [crash(caller, call, when)] });
      expect(stage.calls.mend(), when).toEqual([]);
      expect(told.answers, when).toEqual(undisturbed.answers);
      expect(told.items, when).toEqual(undisturbed.items);
    }
  });

  test('have lost no message on the way', () => {
    expect(Object.values(stage.running.platform.deadLetters()).flat()).toEqual([]);
    expect(stage.running.platform.denials()).toEqual([]);
  });
});
