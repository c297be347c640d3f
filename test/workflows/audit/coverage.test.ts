import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type WorkflowPart, workflowParts } from '../../support/workflow-parts.ts';

/*
 * Nothing stands in a definition that no scenario has gone through. The table says which scenario shows what; the
 * scenarios' committed histories prove it, and the scenario tests prove the histories.
 */
const shownBy: Record<string, Record<string, string>> = {
  'station-audit': {
    'Wait for answers: next, How does it go on?': 'answered-in-time',
    'Wait for answers: retry on DynamoDb.ProvisionedThroughputExceededException': 'table-busy',
    'Wait for answers: retry on DynamoDb.ThrottlingException': 'table-busy',
    'Wait for answers: retry on DynamoDb.InternalServerErrorException': 'asked-twice',
    'Wait for answers: retry used up after 5': 'table-out',
    'Wait for answers: catch States.Timeout': 'answered-late',
    'Wait for answers: catch States.ALL': 'stopped-and-told-late',
    'Wait for review: next, How does it go on?': 'reviewed',
    'Wait for review: retry on DynamoDb.ProvisionedThroughputExceededException': 'review-table-busy',
    'Wait for review: retry on DynamoDb.ThrottlingException': 'review-table-busy',
    'Wait for review: retry on DynamoDb.InternalServerErrorException': 'review-table-busy',
    'Wait for review: retry used up after 5': 'review-table-out',
    'Wait for review: catch States.Timeout': 'review-late',
    'Wait for review: catch States.ALL': 'review-table-out',
    'Check the clock: next, How does it go on?': 'answered-late',
    'Check the clock: retry on Lambda.ServiceException': 'clock-disturbed',
    'Check the clock: retry on Lambda.AWSLambdaException': 'clock-disturbed',
    'Check the clock: retry on Lambda.SdkClientException': 'clock-disturbed',
    'Check the clock: retry on Lambda.TooManyRequestsException': 'clock-disturbed',
    'Check the clock: retry on Sandbox.Timedout': 'clock-without-table',
    'Check the clock: retry on States.Timeout': 'clock-disturbed',
    'Check the clock: retry on DependencyUnavailable': 'clock-without-table',
    'Check the clock: retry used up after 5': 'clock-out',
    'Check the clock: catch States.ALL': 'edition-missing',
    'How does it go on?: rule 1, Tell of the delay': 'answered-late',
    'How does it go on?: rule 2, Wait for answers': 'answered-late',
    'How does it go on?: rule 3, Wait for review': 'reviewed',
    'How does it go on?: rule 4, Audit cancelled': 'cancelled',
    'How does it go on?: default, Score audit': 'answered-in-time',
    'Tell of the delay: next, How does it go on?': 'answered-late',
    'Tell of the delay: retry on EventBridge.InternalException': 'bus-busy',
    'Tell of the delay: retry on EventBridge.FailedEntry': 'bus-busy',
    'Tell of the delay: retry on States.Timeout': 'bus-busy',
    'Tell of the delay: retry used up after 5': 'region-not-told',
    'Tell of the delay: catch States.ALL': 'region-not-told',
    'Score audit: end': 'answered-in-time',
    'Score audit: retry on Lambda.ServiceException': 'scoring-disturbed',
    'Score audit: retry on Lambda.AWSLambdaException': 'scoring-disturbed',
    'Score audit: retry on Lambda.SdkClientException': 'scoring-disturbed',
    'Score audit: retry on Lambda.TooManyRequestsException': 'scoring-disturbed',
    'Score audit: retry on Sandbox.Timedout': 'scoring-without-table',
    'Score audit: retry on States.Timeout': 'scoring-disturbed',
    'Score audit: retry on DependencyUnavailable': 'scoring-without-table',
    'Score audit: retry used up after 5': 'scoring-out',
    'Score audit: catch States.ALL': 'scoring-out',
    'Report stopped audit: next, Audit stopped': 'stopped-and-told-late',
    'Report stopped audit: retry on EventBridge.InternalException': 'stopped-and-told-late',
    'Report stopped audit: retry on EventBridge.FailedEntry': 'stopped-and-told-late',
    'Report stopped audit: retry on States.Timeout': 'stopped-and-told-late',
    'Report stopped audit: retry used up after 5': 'stopped-without-bus',
    'Report stopped audit: catch States.ALL': 'stopped-without-bus',
    'Audit stopped: fail': 'stopped-and-told-late',
  },
  'audit-campaign': {
    'Wait until the window opens: next, Open station audits': 'ahead-of-window',
    'Open station audits: next, How does it go on?': 'all-answered',
    'Open station audits: catch States.ALL': 'batch-stopped',
    'Open a batch of shards: end': 'all-answered',
    'Open a batch of shards: retry on Lambda.ServiceException': 'batch-disturbed',
    'Open a batch of shards: retry on Lambda.AWSLambdaException': 'batch-disturbed',
    'Open a batch of shards: retry on Lambda.SdkClientException': 'batch-disturbed',
    'Open a batch of shards: retry on Lambda.TooManyRequestsException': 'workflow-not-started',
    'Open a batch of shards: retry on Sandbox.Timedout': 'batch-without-table',
    'Open a batch of shards: retry on States.Timeout': 'batch-slow',
    'Open a batch of shards: retry on StationsNotOpened': 'workflow-not-started',
    'Open a batch of shards: retry on DependencyUnavailable': 'batch-without-table',
    'Open a batch of shards: retry used up after 3': 'batch-out-bus-out',
    'Open a batch of shards: catch States.ALL': 'batch-fails',
    'Batch not opened: end': 'batch-fails',
    'How does it go on?: rule 1, Report failed opening': 'batch-fails',
    'How does it go on?: rule 2, Wait for the roll-out': 'pilot',
    'How does it go on?: default, Wait for the last audit': 'all-answered',
    'Report failed opening: next, How does it go on?': 'batch-fails',
    'Wait for the roll-out: next, Open station audits': 'pilot',
    'Wait for the roll-out: retry on DynamoDb.ProvisionedThroughputExceededException': 'pilot-table-busy',
    'Wait for the roll-out: retry on DynamoDb.ThrottlingException': 'pilot-table-busy',
    'Wait for the roll-out: retry on DynamoDb.InternalServerErrorException': 'pilot-table-busy',
    'Wait for the roll-out: retry used up after 5': 'pilot-table-out',
    'Wait for the roll-out: catch States.Timeout': 'pilot-only',
    'Wait for the roll-out: catch States.ALL': 'pilot-table-out',
    'Report failed opening: retry on EventBridge.InternalException': 'batch-out-bus-busy',
    'Report failed opening: retry on EventBridge.FailedEntry': 'batch-out-bus-busy',
    'Report failed opening: retry on States.Timeout': 'batch-out-bus-busy',
    'Report failed opening: retry used up after 5': 'batch-out-bus-out',
    'Report failed opening: catch States.ALL': 'batch-out-bus-out',
    'Wait for the last audit: next, Close campaign': 'all-answered',
    'Wait for the last audit: retry on DynamoDb.ProvisionedThroughputExceededException': 'table-busy',
    'Wait for the last audit: retry on DynamoDb.ThrottlingException': 'table-busy',
    'Wait for the last audit: retry on DynamoDb.InternalServerErrorException': 'table-busy',
    'Wait for the last audit: retry used up after 5': 'table-out',
    'Wait for the last audit: catch States.Timeout': 'audit-stopped',
    'Wait for the last audit: catch States.ALL': 'stopped-and-told-late',
    'Close campaign: next, Is it over?': 'all-answered',
    'Is it over?: rule 1, Wait for the last audit': 'extended',
    'Is it over?: default, Campaign over': 'all-answered',
    'Close campaign: retry on Lambda.ServiceException': 'closing-disturbed',
    'Close campaign: retry on Lambda.AWSLambdaException': 'closing-disturbed',
    'Close campaign: retry on Lambda.SdkClientException': 'closing-disturbed',
    'Close campaign: retry on Lambda.TooManyRequestsException': 'closing-disturbed',
    'Close campaign: retry on Sandbox.Timedout': 'closing-without-table',
    'Close campaign: retry on States.Timeout': 'closing-disturbed',
    'Close campaign: retry on DependencyUnavailable': 'closing-without-table',
    'Close campaign: retry used up after 5': 'closing-out',
    'Close campaign: catch States.ALL': 'closing-out',
    'Report stopped campaign: next, Campaign stopped': 'batch-stopped',
    'Report stopped campaign: retry on EventBridge.InternalException': 'stopped-and-told-late',
    'Report stopped campaign: retry on EventBridge.FailedEntry': 'stopped-and-told-late',
    'Report stopped campaign: retry on States.Timeout': 'stopped-and-told-late',
    'Report stopped campaign: retry used up after 5': 'stopped-without-bus',
    'Report stopped campaign: catch States.ALL': 'stopped-without-bus',
    'Campaign stopped: fail': 'batch-stopped',
  },
  'corrective-action': {
    'Wait until it is time: next, Wait for people': 'minor-in-time',
    'Wait for people: end': 'minor-in-time',
    'Wait for people: retry on DynamoDb.ProvisionedThroughputExceededException': 'table-busy',
    'Wait for people: retry on DynamoDb.ThrottlingException': 'table-busy',
    'Wait for people: retry on DynamoDb.InternalServerErrorException': 'asked-twice',
    'Wait for people: retry used up after 5': 'table-out',
    'Wait for people: catch States.Timeout': 'kept-due-date',
    'Wait for people: catch States.ALL': 'stopped-and-told-late',
    'Look what is due: next, Is anything overdue?': 'kept-due-date',
    'Look what is due: retry on Lambda.ServiceException': 'look-disturbed',
    'Look what is due: retry on Lambda.AWSLambdaException': 'look-disturbed',
    'Look what is due: retry on Lambda.SdkClientException': 'look-disturbed',
    'Look what is due: retry on Lambda.TooManyRequestsException': 'look-disturbed',
    'Look what is due: retry on Sandbox.Timedout': 'look-without-table',
    'Look what is due: retry on States.Timeout': 'look-disturbed',
    'Look what is due: retry on DependencyUnavailable': 'look-without-table',
    'Look what is due: retry used up after 5': 'look-out',
    'Look what is due: catch States.ALL': 'nonconformity-gone',
    'Is anything overdue?: rule 1, Tell who is responsible': 'nobody-corrects',
    'Is anything overdue?: rule 2, Nothing left to wait for': 'wait-gone',
    'Is anything overdue?: default, Wait for people': 'kept-due-date',
    'Tell who is responsible: next, Wait for people': 'nobody-corrects',
    'Tell who is responsible: retry on EventBridge.InternalException': 'bus-busy',
    'Tell who is responsible: retry on EventBridge.FailedEntry': 'bus-busy',
    'Tell who is responsible: retry on States.Timeout': 'bus-busy',
    'Tell who is responsible: retry used up after 5': 'not-told',
    'Tell who is responsible: catch States.ALL': 'not-told',
    'Report stopped correction: next, Correction stopped': 'stopped-and-told-late',
    'Report stopped correction: retry on EventBridge.InternalException': 'stopped-and-told-late',
    'Report stopped correction: retry on EventBridge.FailedEntry': 'stopped-and-told-late',
    'Report stopped correction: retry on States.Timeout': 'stopped-and-told-late',
    'Report stopped correction: retry used up after 5': 'stopped-without-bus',
    'Report stopped correction: catch States.ALL': 'stopped-without-bus',
    'Correction stopped: fail': 'stopped-and-told-late',
  },
};

const folder = fileURLToPath(new URL('.', import.meta.url));
const historyOf = (workflow: string, scenario: string) =>
  readFileSync(`${folder}${workflow}.${scenario}.txt`, 'utf8');
const partsOf = (workflow: string): WorkflowPart[] => workflowParts(`functions/audit/${workflow}.asl.json`);

describe.each(Object.entries(shownBy))('The definition of %s', (workflow, shown) => {
  const parts = partsOf(workflow);

  test('holds exactly the parts that the table names', () => {
    expect(Object.keys(shown).sort()).toEqual(parts.map(({ name }) => name).sort());
  });

  test('has been gone through, part by part', () => {
    const unshown = parts
      .filter(({ name, shownIn }) => !shownIn(historyOf(workflow, shown[name] ?? 'none')))
      .map(({ name }) => `${name} is not shown by ${shown[name]}`);
    expect(unshown).toEqual([]);
  });

  test('shows nothing in a history that did not take place', () => {
    for (const { name, shownIn } of parts) expect(shownIn('ended: SUCCEEDED\n'), name).toBe(false);
  });
});

describe('The committed histories', () => {
  const tests = globSync('*.test.ts', { cwd: folder })
    .map((file) => readFileSync(`${folder}${file}`, 'utf8'))
    .join('\n');
  const histories = globSync('*.txt', { cwd: folder }).map((file) => basename(file, '.txt'));

  test('are all compared by a scenario', () => {
    const stale = histories.filter((history) => {
      const [, scenario] = history.split('.');
      return !tests.includes(`golden('${scenario}')`) && !tests.includes(`./${history}.txt`);
    });
    expect(stale).toEqual([]);
  });

  test('hold neither ids nor tokens nor times', () => {
    for (const history of histories) {
      const text = readFileSync(`${folder}${history}.txt`, 'utf8');
      expect(text, history).not.toMatch(/(aud|cmp|stn|per|ncf)_|\d{4}-\d\d-\d\d|\d{6}|[\w-]{40}/);
    }
  });

  test('all come to an end', () => {
    for (const history of histories)
      expect(readFileSync(`${folder}${history}.txt`, 'utf8'), history).toMatch(/\nended: [A-Z]+( \w+)?\n$/);
  });
});
