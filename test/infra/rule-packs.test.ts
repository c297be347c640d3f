import { Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { rulePacks } from '../../infra/app.ts';
import { stageNamed } from '../../infra/stages.ts';
import { anApp, bundles, synthesise, temporaryFolder } from './synthesis.ts';

const bundled = await bundles();
const stages = [stageNamed('dev'), stageNamed('prod')];
const syntheses = await Promise.all(
  stages.map(async (stage) => ({ name: stage.name, app: (await synthesise(stage, bundled)).app })),
);

/** What a pack complains about, as `rule: construct path`. */
const complaints = (app: Parameters<typeof rulePacks>[0]) =>
  rulePacks(app).flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName}: ${constructPath}`),
      ),
  );

describe('The rule packs of AWS solutions and serverless applications', () => {
  test.each(syntheses)('have nothing to complain about in stage $name', ({ app }) => {
    expect(complaints(app)).toEqual([]);
  });

  test('see a queue that nobody encrypts in transit', () => {
    const app = anApp(temporary);
    new Queue(new Stack(app, 'trial'), 'Open');
    expect(complaints(app)).toContain('AwsSolutions-SQS4: trial/Open/Resource');
  });

  const temporary = temporaryFolder();
});

describe('An acknowledged rule', () => {
  test('says why, in a sentence', () => {
    const [{ app } = { app: undefined }] = syntheses;
    const reasons = (app?.node.findAll() ?? []).flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries(data as Record<string, string>)),
    );
    expect(reasons.length).toBeGreaterThan(10);
    expect(reasons.filter(([, reason]) => reason.length < 20 || !/[.]$/.test(reason))).toEqual([]);
  });
});
