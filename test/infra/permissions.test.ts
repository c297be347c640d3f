import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { functionSpecs, workflowFiles } from '../../infra/function-specs.ts';
import { stageNamed } from '../../infra/stages.ts';
import { readDefinition, rightsOfDefinition } from './definitions.ts';
import { rightsOfManifest, rightsOfSchedule } from './expected-rights.ts';
import { permissionLine } from './permission-words.ts';
import { isObservation, singleRights, statementsOf } from './rights.ts';
import { bundles, synthesise } from './synthesis.ts';

const file = new URL('permissions.txt', import.meta.url);
const stage = stageNamed('dev');
const synthesis = await synthesise(stage, await bundles());
const statements = statementsOf(synthesis, stage.name);
const specs = await functionSpecs();
const scheduled = specs.filter(({ manifest }) => manifest.trigger.kind === 'schedule');
const workflows = workflowFiles();
const rightsOf = (role: string) =>
  singleRights(statements.filter((statement) => statement.role === role && !isObservation(statement)));

describe('The rights of every role', () => {
  test('read as in permissions.txt', () => {
    const roles = [...new Set(statements.map(({ role }) => role))].sort();
    const kindOf = (role: string) =>
      workflows.some(({ name }) => name === role)
        ? ' (workflow)'
        : scheduled.some(({ name }) => `${name}-schedule` === role)
          ? ' (schedule)'
          : '';
    const lines = roles.map((role) =>
      permissionLine(
        `${role}${kindOf(role)}`,
        statements.filter((statement) => statement.role === role && !isObservation(statement)),
      ),
    );
    const text = `${[
      '# Who may do what, from the synthesised template. Every role also writes its own logs and X-Ray traces.',
      '# Kinds of partitions are those of packages/table/keys.ts. Rewritten by UPDATE_PERMISSIONS=1, reviewed like code.',
      ...lines,
    ].join('\n')}\n`;
    if (process.env.UPDATE_PERMISSIONS) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('belong to functions, workflows and schedules only, and each has its own', () => {
    const roles = synthesis.all('AWS::IAM::Role').map(({ Properties }) => Properties.RoleName);
    const owners = [
      ...specs.map(({ name }) => name),
      ...workflows.map(({ name }) => name),
      ...scheduled.map(({ name }) => `${name}-schedule`),
    ];
    expect(roles.sort()).toEqual(owners.map((name) => `stationkeeper-dev-${name}`).sort());
  });

  test.each(specs)('of the function $name are those of its manifest and nothing more', (spec) => {
    expect(rightsOf(spec.name)).toEqual(rightsOfManifest(spec));
  });

  test.each(scheduled)('of the schedule of $name are to call it, and to leave what fails', (spec) => {
    expect(rightsOf(`${spec.name}-schedule`)).toEqual(rightsOfSchedule(spec));
  });

  test.each(workflows)(
    'of the workflow $name are what its states call and nothing more',
    ({ name, file }) => {
      expect(rightsOf(name)).toEqual(rightsOfDefinition(readDefinition(name, file)));
    },
  );
});

describe('A statement of any role', () => {
  test('allows, and no managed policy adds to it', () => {
    expect(statements.filter(({ effect }) => effect !== 'Allow')).toEqual([]);
    for (const role of synthesis.all('AWS::IAM::Role'))
      expect(role.Properties.ManagedPolicyArns).toBeUndefined();
  });

  test('names its actions one by one', () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('names its resource, except for traces, log delivery and ListStreams, which have none', () => {
    const withoutResource =
      /^(xray:|logs:\w*LogDeliver(y|ies)$|logs:(Describe|Put)ResourcePolic(y|ies)$|logs:DescribeLogGroups$|dynamodb:ListStreams$)/;
    const actions = statements
      .filter(({ resources }) => resources.includes('*'))
      .flatMap((statement) => statement.actions);
    expect(actions.filter((action) => !withoutResource.test(action))).toEqual([]);
    const wildcards = statements.flatMap(({ resources }) => resources).filter((name) => /.\*/.test(name));
    expect(
      wildcards.filter(
        (name) =>
          !/^executions (audit-campaign|certification|compliance-scan|corrective-action|onboarding|station-audit)(:\*|\/\*:\*)$/.test(
            name,
          ),
      ),
    ).toEqual([]);
  });

  test('on the table is limited by leading keys, and by nothing that we do not read here', () => {
    const onTable = statements.filter(({ resources }) => resources.some((name) => name.startsWith('table')));
    expect(onTable.length).toBeGreaterThan(specs.length / 2);
    expect(onTable.filter(({ keys }) => !keys || keys.length === 0 || keys.includes('*'))).toEqual([]);
    expect(statements.filter(({ otherConditions }) => otherConditions.length > 0)).toEqual([]);
  });
});

describe('What must stay with few', () => {
  test('people and rosters are read by who shows, imports or moves them, or asks what they hold or how seats are filled, and by nobody else', () => {
    const readers = statements
      .filter(({ keys, resources }) => resources.includes('table') && keys?.includes('STATION#*'))
      .map(({ role }) => role);
    expect([...new Set(readers)].sort()).toEqual([
      'begin-certification',
      'decide-certification',
      'end-acting-holder',
      'end-employment',
      'end-ways',
      'explain-staffing',
      'find-stand-ins',
      'get-certificate-document',
      'give-correction',
      'give-position',
      'hire-person',
      'import-certificates',
      'import-network',
      'issue-certificate',
      'keep-station-facts',
      'list-people',
      'list-tasks',
      'make-planned-moves',
      'name-acting-holder',
      'name-mentor',
      'record-absence',
      'record-duty',
      'show-digest',
      'show-duties',
      'show-person',
      'start-onboarding',
      'take-over-certificate',
      'take-personnel-change',
      'transfer-person',
    ]);
  });

  test('what asks nobody for a token reads certificates and the standard, and writes nothing', () => {
    const open = specs.filter(({ manifest: { trigger } }) => trigger.kind === 'http' && trigger.public);
    expect(open.length).toBeGreaterThan(0);
    for (const { name } of open) {
      const own = statements.filter(({ role, resources }) => role === name && resources.includes('table'));
      expect(new Set(own.flatMap(({ keys }) => keys ?? []))).toEqual(
        new Set(['CERTIFICATE#*', 'EDITION#*', 'PERSONNEL#*']),
      );
      expect(own.flatMap(({ actions }) => actions).filter((action) => !/Get|Query/.test(action))).toEqual([]);
    }
  });

  test('secrets of webhooks are read by who signs and who replaces them, and by nobody else', () => {
    const readers = statements
      .filter(
        ({ keys, actions }) => keys?.includes('WEBHOOK-SECRET#*') && actions.includes('dynamodb:GetItem'),
      )
      .map(({ role }) => role);
    expect(readers.sort()).toEqual(['deliver-event', 'rotate-secret']);
  });

  test('rights of subjects are written by the import, by what happens to a person at work, and for an absence or a vacancy', () => {
    const writers = statements
      .filter(({ keys, actions }) => keys?.includes('SUBJECT#*') && actions.includes('dynamodb:PutItem'))
      .map(({ role }) => role);
    expect([...new Set(writers)].sort()).toEqual([
      'end-acting-holder',
      'end-employment',
      'hire-person',
      'import-network',
      'make-planned-moves',
      'name-acting-holder',
      'record-absence',
      'take-personnel-change',
      'transfer-person',
    ]);
  });
});
