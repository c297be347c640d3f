import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { functionSpecs } from '../../infra/function-specs.ts';
import { type Stage, stageNamed, stages as stageTable } from '../../infra/stages.ts';
import { attemptsAtMost } from '../../packages/domain/integration/webhook-rules.ts';
import { keptDays } from '../../packages/domain/report/report-life.ts';
import { environmentNames } from '../../packages/lambda/environment.ts';
import type { QueueTrigger } from '../../packages/lambda/manifest.ts';
import { bundles, type Resource, type Synthesis, synthesise } from './synthesis.ts';

const bundled = await bundles();
const stages = [stageNamed('dev'), stageNamed('prod')];
const syntheses = await Promise.all(
  stages.map(async (stage) => ({ stage, name: stage.name, synthesis: await synthesise(stage, bundled) })),
);
const specs = await functionSpecs();
const properties = (resources: readonly Resource[]) => resources.map(({ Properties }) => Properties);
/** The resource's own name, to say which one breaks a promise. */
const ids = (resources: readonly Resource[]) => resources.map(({ logicalId }) => logicalId);
const only = (synthesis: Synthesis, type: string): Resource => {
  const [first, second] = synthesis.all(type);
  if (!first || second) throw new Error(`not exactly one ${type}`);
  return first;
};
/** Whether a mapping reads a stream, and not a queue. */
const ofStream = (mapping: Record<string, unknown>) => mapping.StartingPosition !== undefined;
interface QueueStatement {
  Effect: string;
  Principal: unknown;
  Condition?: { ArnEquals?: Record<string, unknown> };
}
/** What a manifest says of its queue, by the queue's physical name. */
function triggerOf(queue: unknown): QueueTrigger {
  const found = specs.find(({ name }) => String(queue).replace(/^stationkeeper-[a-z]+-/, '') === name);
  if (found?.manifest.trigger.kind !== 'queue') throw new Error(`no manifest works ${String(queue)}`);
  return found.manifest.trigger;
}
const attribute = (value: unknown) =>
  (value as { 'Fn::GetAtt'?: [string, string] } | undefined)?.['Fn::GetAtt']?.[0];

describe.each(syntheses)('What stage $name promises about data', ({ stage, synthesis }) => {
  const table = only(synthesis, 'AWS::DynamoDB::Table');

  test('can be restored to any second, is encrypted, and what is due to vanish vanishes', () => {
    expect(table.Properties).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  test('is told to the stream as it was and as it is', () => {
    expect(table.Properties.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
  });

  test('outlives the stack exactly where the stage says so', () => {
    const policy = stage.keepsData ? 'Retain' : 'Delete';
    expect(table.Properties.DeletionProtectionEnabled).toBe(stage.keepsData);
    const people = only(synthesis, 'AWS::Cognito::UserPool');
    expect(people.Properties.DeletionProtection).toBe(stage.keepsData ? 'ACTIVE' : 'INACTIVE');
    const bucket = only(synthesis, 'AWS::S3::Bucket');
    for (const resource of [table, people, bucket])
      expect([resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([policy, policy]);
  });

  test('lies in files that nobody reads without a link, encrypted, and is forgotten in time', () => {
    const bucket = only(synthesis, 'AWS::S3::Bucket');
    expect(bucket.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LifecycleConfiguration: {
        Rules: [{ Prefix: 'reports/', ExpirationInDays: keptDays, Status: 'Enabled' }],
      },
    });
    const { PolicyDocument } = only(synthesis, 'AWS::S3::BucketPolicy').Properties;
    expect(JSON.stringify(PolicyDocument)).toContain('"aws:SecureTransport":"false"');
  });

  test('waits encrypted for two weeks where messages are left', () => {
    const queues = properties(synthesis.all('AWS::SQS::Queue'));
    expect(queues.length).toBeGreaterThan(0);
    for (const queue of queues)
      expect(queue).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 86_400 });
  });

  test('is forgotten by every log after the days of the stage', () => {
    const groups = synthesis.all('AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(specs.length);
    expect(ids(groups.filter(({ Properties }) => Properties.RetentionInDays !== stage.logDays))).toEqual([]);
  });

  test('is never written to a log by a workflow', () => {
    for (const { LoggingConfiguration } of properties(synthesis.all('AWS::StepFunctions::StateMachine')))
      expect(LoggingConfiguration).toMatchObject({ IncludeExecutionData: false, Level: 'ERROR' });
  });
});

describe.each(syntheses)('What stage $name promises about functions', ({ stage, synthesis }) => {
  const functions = synthesis.all('AWS::Lambda::Function');

  test('there is one per manifest, on arm64 with Node 24, traced, with a log group of its own', () => {
    const names = functions.map(({ Properties }) => Properties.FunctionName);
    expect(names.sort()).toEqual(specs.map(({ name }) => `stationkeeper-${stage.name}-${name}`).sort());
    for (const { Properties, stack } of functions) {
      expect(Properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        TracingConfig: { Mode: 'Active' },
      });
      const group = (Properties.LoggingConfig as { LogGroup: { Ref: string } }).LogGroup.Ref;
      expect(synthesis.templates[stack]?.Resources[group]?.Properties.LogGroupName).toBe(
        `/aws/lambda/${Properties.FunctionName}`,
      );
    }
  });

  test('workflows are traced', () => {
    for (const { TracingConfiguration } of properties(synthesis.all('AWS::StepFunctions::StateMachine')))
      expect(TracingConfiguration).toEqual({ Enabled: true });
  });

  test('physical names fit the longest stage there can be', () => {
    const longest = 'x'.repeat(8);
    for (const { name } of specs) expect(`stationkeeper-${longest}-${name}`.length).toBeLessThanOrEqual(64);
  });

  test('a route answers before the API gives up', () => {
    const routes = specs.filter(({ manifest }) => manifest.trigger.kind === 'http');
    for (const { name } of routes) {
      const found = functions.find(({ Properties }) => String(Properties.FunctionName).endsWith(`-${name}`));
      expect(found?.Properties.Timeout, name).toBeLessThan(30);
    }
  });

  test('what they fail at is left somewhere', () => {
    const targets = properties(synthesis.all('AWS::Events::Rule')).flatMap(
      ({ Targets = [] }) => Targets as { DeadLetterConfig?: { Arn: unknown } }[],
    );
    const mappings = properties(synthesis.all('AWS::Lambda::EventSourceMapping'))
      .filter(ofStream)
      .map(
        ({ DestinationConfig }) =>
          (DestinationConfig as { OnFailure?: { Destination: unknown } } | undefined)?.OnFailure?.Destination,
      );
    const called = functions.filter(({ Properties }) =>
      specs.some(
        ({ name, manifest }) =>
          ['event', 'schedule'].includes(manifest.trigger.kind) &&
          String(Properties.FunctionName).endsWith(`-${name}`),
      ),
    );
    const places = [
      ...targets.map(({ DeadLetterConfig }) => DeadLetterConfig?.Arn),
      ...mappings,
      ...called.map(
        ({ Properties }) => (Properties.DeadLetterConfig as { TargetArn?: unknown } | undefined)?.TargetArn,
      ),
    ];
    for (const { Target } of properties(synthesis.all('AWS::Scheduler::Schedule')))
      places.push((Target as { DeadLetterConfig?: { Arn: unknown } }).DeadLetterConfig?.Arn);
    const queues = ids(synthesis.all('AWS::SQS::Queue'));
    expect(places.length).toBeGreaterThanOrEqual(4);
    for (const place of places) expect(queues).toContain(attribute(place));
  });

  test('a schedule is that of its manifest, names its time zone and hands over the time it was meant for', () => {
    const declared = specs.flatMap(({ name, manifest: { trigger } }) =>
      trigger.kind === 'schedule'
        ? [
            {
              Name: `stationkeeper-${stage.name}-${name}-schedule`,
              ScheduleExpression: trigger.expression,
              ScheduleExpressionTimezone: trigger.timezone,
            },
          ]
        : [],
    );
    expect(declared.length).toBeGreaterThan(0);
    const schedules = properties(synthesis.all('AWS::Scheduler::Schedule'));
    expect(schedules).toEqual(declared.map((one) => expect.objectContaining(one)));
    for (const { Target, FlexibleTimeWindow } of schedules) {
      expect(FlexibleTimeWindow).toEqual({ Mode: 'OFF' });
      expect(Target).toMatchObject({
        Input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumRetryAttempts: 20, MaximumEventAgeInSeconds: 21_600 },
      });
    }
  });

  test('a message is tried as often as the rules say, and then left where somebody sees it', () => {
    const worked = properties(synthesis.all('AWS::SQS::Queue')).filter(({ RedrivePolicy }) => RedrivePolicy);
    const queues = ids(synthesis.all('AWS::SQS::Queue'));
    const timeouts = new Map(
      properties(synthesis.all('AWS::Lambda::Function')).map((fn) => [fn.FunctionName, fn.Timeout as number]),
    );
    for (const { RedrivePolicy, VisibilityTimeout, QueueName } of worked) {
      const policy = RedrivePolicy as { deadLetterTargetArn: unknown; maxReceiveCount: number };
      expect(policy.maxReceiveCount).toBe(attemptsAtMost);
      expect(queues).toContain(attribute(policy.deadLetterTargetArn));
      // Six times the function's time-out, which is above what its calls take, and what is gathered before them.
      const { gathersSeconds = 0 } = triggerOf(QueueName);
      expect(VisibilityTimeout).toBe(6 * (timeouts.get(QueueName) ?? 0) + gathersSeconds);
    }
  });

  test('messages are handed over in batches of the manifest, and reported one by one', () => {
    const mappings = properties(synthesis.all('AWS::Lambda::EventSourceMapping')).filter(
      (mapping) => !ofStream(mapping),
    );
    const named = new Map(synthesis.all('AWS::SQS::Queue').map((queue) => [queue.logicalId, queue]));
    expect(mappings.length).toBeGreaterThan(0);
    for (const { EventSourceArn, BatchSize, FunctionResponseTypes, ...mapping } of mappings) {
      const queue = named.get(attribute(EventSourceArn) ?? '')?.Properties.QueueName;
      const { batchSize, gathersSeconds } = triggerOf(queue);
      expect([BatchSize, FunctionResponseTypes]).toEqual([batchSize, ['ReportBatchItemFailures']]);
      expect(mapping.MaximumBatchingWindowInSeconds).toBe(gathersSeconds);
      // The service refuses more than ten of a queue that are not gathered.
      expect(batchSize <= 10 || (gathersSeconds ?? 0) >= 1).toBe(true);
    }
  });

  test('what a rule hands to a queue is let in by name of that rule, and nobody else is let in', () => {
    const rules = synthesis.all('AWS::Events::Rule');
    const policies = synthesis.all('AWS::SQS::QueuePolicy');
    const letIn = (queue: string) =>
      policies
        .filter(({ Properties }) => (Properties.Queues as { Ref: string }[]).some(({ Ref }) => Ref === queue))
        .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: QueueStatement[] }).Statement)
        .filter(({ Effect }) => Effect === 'Allow');
    const worked = synthesis.all('AWS::SQS::Queue').filter(({ Properties }) => Properties.RedrivePolicy);
    const heard = new Map<string, string[]>();
    for (const { logicalId, Properties } of rules)
      for (const { Arn } of (Properties.Targets ?? []) as { Arn: unknown }[]) {
        const queue = worked.find((one) => one.logicalId === attribute(Arn))?.logicalId;
        if (queue) heard.set(queue, [...(heard.get(queue) ?? []), logicalId]);
      }
    expect([...heard.keys()]).toHaveLength(
      specs.filter(({ manifest: { trigger } }) => trigger.kind === 'queue' && trigger.detailType).length,
    );
    for (const { logicalId } of worked) {
      const statements = letIn(logicalId);
      expect(statements.map(({ Principal }) => Principal)).toEqual(
        (heard.get(logicalId) ?? []).map(() => ({ Service: 'events.amazonaws.com' })),
      );
      expect(statements.map(({ Condition }) => attribute(Condition?.ArnEquals?.['aws:SourceArn']))).toEqual(
        heard.get(logicalId) ?? [],
      );
    }
  });

  test('a batch of the stream is reported record by record, halved and not tried for ever', () => {
    for (const mapping of properties(synthesis.all('AWS::Lambda::EventSourceMapping')).filter(ofStream))
      expect(mapping).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
        MaximumRecordAgeInSeconds: 82_800,
      });
  });

  test('a stream has no more readers, and a mapping no more filters, than the service takes', () => {
    const mappings = properties(synthesis.all('AWS::Lambda::EventSourceMapping')).filter(ofStream);
    expect(mappings.length).toBeLessThanOrEqual(2);
    for (const { FilterCriteria } of mappings)
      expect((FilterCriteria as { Filters: unknown[] }).Filters.length).toBeLessThanOrEqual(5);
  });

  test('only the trail lets changes wait, and for five minutes at most', () => {
    const mappings = properties(synthesis.all('AWS::Lambda::EventSourceMapping')).filter(ofStream);
    const windows = mappings.map(({ MaximumBatchingWindowInSeconds }) => MaximumBatchingWindowInSeconds ?? 0);
    expect(windows.sort()).toEqual([0, 300]);
  });
});

describe.each(syntheses)('What stage $name promises about the API', ({ synthesis }) => {
  test('every route of a manifest is there and asks for a token, unless its manifest says that it is public', () => {
    const routes = synthesis.all('AWS::ApiGatewayV2::Route');
    const declared = specs.flatMap(({ manifest: { trigger } }) =>
      trigger.kind === 'http' ? [`${trigger.method} ${trigger.path}`] : [],
    );
    expect(routes.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(declared.sort());
    const { logicalId } = only(synthesis, 'AWS::ApiGatewayV2::Authorizer');
    const open = specs.flatMap(({ manifest: { trigger } }) =>
      trigger.kind === 'http' && trigger.public ? [`${trigger.method} ${trigger.path}`] : [],
    );
    for (const { Properties } of routes)
      if (open.includes(String(Properties.RouteKey))) {
        expect(Properties).toMatchObject({ AuthorizationType: 'NONE' });
        expect(Properties.AuthorizerId).toBeUndefined();
      } else {
        expect(Properties.AuthorizationType).toBe('JWT');
        expect(JSON.stringify(Properties.AuthorizerId)).toContain(logicalId);
      }
  });

  test('calls that anybody may make are limited harder, each route by itself', () => {
    const { RouteSettings } = only(synthesis, 'AWS::ApiGatewayV2::Stage').Properties;
    const { DependsOn } = only(synthesis, 'AWS::ApiGatewayV2::Stage') as { DependsOn?: string[] };
    const open = synthesis
      .all('AWS::ApiGatewayV2::Route')
      .filter(({ Properties }) => Properties.AuthorizationType === 'NONE');
    expect(open.length).toBeGreaterThan(0);
    expect(RouteSettings).toEqual(
      Object.fromEntries(
        open.map(({ Properties }) => [
          Properties.RouteKey,
          { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
        ]),
      ),
    );
    // The service refuses settings of a route that is not there yet.
    for (const { logicalId } of open) expect(DependsOn).toContain(logicalId);
  });

  test('tokens are checked for issuer and audience', () => {
    const { JwtConfiguration, AuthorizerType } = only(synthesis, 'AWS::ApiGatewayV2::Authorizer').Properties;
    expect(AuthorizerType).toBe('JWT');
    const { Issuer, Audience } = JwtConfiguration as { Issuer: unknown; Audience: unknown[] };
    expect(Issuer).toBeTruthy();
    expect(Audience.length).toBeGreaterThan(0);
  });

  test('calls are limited and written to a log without paths, which hold ids', () => {
    const { DefaultRouteSettings, AccessLogSettings } = only(
      synthesis,
      'AWS::ApiGatewayV2::Stage',
    ).Properties;
    expect(DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 500 });
    const { Format } = AccessLogSettings as { Format: string };
    expect(Format).toContain('$context.routeKey');
    expect(Format).not.toMatch(/\$context\.(path|identity|authorizer)/);
  });
});

describe.each(syntheses)('What stage $name promises about alarms', ({ synthesis }) => {
  const alarms = synthesis.all('AWS::CloudWatch::Alarm');
  const anchors = alarms.map(({ Properties }) => String(Properties.AlarmDescription).split('#')[1] ?? '');

  test('each has an entry in the runbook, and each entry has an alarm', () => {
    const runbook = readFileSync(new URL('../../infra/runbook.md', import.meta.url), 'utf8');
    const entries = [...runbook.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '');
    expect([...new Set(anchors)].sort()).toEqual(entries.sort());
    for (const part of runbook.split(/^## /m).slice(1))
      for (const question of ['What fired', 'Who suffers', 'Where to look', 'What to do'])
        expect(part.toLowerCase(), part.split('\n')[0]).toContain(question.toLowerCase());
  });

  test('there is one for every queue, workflow and stream consumer, and one for the API', () => {
    const workflows = synthesis.all('AWS::StepFunctions::StateMachine').length;
    const count = (anchor: string) => anchors.filter((found) => found === anchor).length;
    const worked = properties(synthesis.all('AWS::SQS::Queue')).filter(({ RedrivePolicy }) => RedrivePolicy);
    expect(count('dead-letters')).toBe(synthesis.all('AWS::SQS::Queue').length - worked.length);
    expect(count('queue-piling-up')).toBe(worked.length);
    expect(count('webhook-paused')).toBe(1);
    expect(count('workflow-failed')).toBe(workflows);
    expect(count('workflow-throttled')).toBe(workflows);
    expect(count('stream-behind')).toBe(
      properties(synthesis.all('AWS::Lambda::EventSourceMapping')).filter(ofStream).length,
    );
    expect(count('api-failing')).toBe(1);
  });

  test('a paused webhook is counted by a rule of the bus', () => {
    const alarm = alarms.find(({ Properties }) => String(Properties.AlarmName).endsWith('webhook-paused'));
    const rule = properties(synthesis.all('AWS::Events::Rule')).find(({ Targets }) => !Targets);
    expect(rule?.EventPattern).toEqual({ source: ['stationkeeper'], 'detail-type': ['WebhookPaused'] });
    expect(JSON.stringify(alarm?.Properties.Dimensions)).toContain(String(rule?.Name));
  });

  test('CloudWatch may publish to their topic and use its key', () => {
    const topic = only(synthesis, 'AWS::SNS::Topic');
    for (const { Properties } of alarms) expect(Properties.AlarmActions).toEqual([{ Ref: topic.logicalId }]);
    const allows = (document: unknown, action: string) =>
      (
        document as { Statement: { Effect: string; Action: string | string[]; Principal: unknown }[] }
      ).Statement.some(
        ({ Effect, Action, Principal }) =>
          Effect === 'Allow' &&
          [Action].flat().includes(action) &&
          (Principal as { Service?: string }).Service === 'cloudwatch.amazonaws.com',
      );
    expect(allows(only(synthesis, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument, 'sns:Publish')).toBe(
      true,
    );
    const key = only(synthesis, 'AWS::KMS::Key');
    expect(attribute(topic.Properties.KmsMasterKeyId)).toBe(key.logicalId);
    expect(allows(key.Properties.KeyPolicy, 'kms:GenerateDataKey*')).toBe(true);
    expect(allows(key.Properties.KeyPolicy, 'kms:Decrypt')).toBe(true);
  });
});

describe('A webhook', () => {
  test.each(syntheses)(
    'of stage $name leads to this very machine nowhere but here',
    ({ stage, synthesis }) => {
      const allowed = properties(synthesis.all('AWS::Lambda::Function')).flatMap(
        ({ Environment }) =>
          (Environment as { Variables: Record<string, string> }).Variables[environmentNames.loopback] ?? [],
      );
      expect(stage.loopbackWebhooks).toBe(false);
      expect(new Set(allowed)).toEqual(new Set(['refused']));
      expect(
        Object.values(stageTable)
          .filter(({ loopbackWebhooks }) => loopbackWebhooks)
          .map(({ name }) => name),
      ).toEqual(['local']);
    },
  );
});

describe('A template of any stage', () => {
  test('names no partition', () => {
    for (const { synthesis } of syntheses)
      expect(JSON.stringify(synthesis.templates)).not.toMatch(/arn:aws(-cn|-us-gov)?:/);
  });

  test('differs from another only where the stage says so', () => {
    const [dev, prod] = syntheses.map(({ stage, synthesis }) => normalised(stage, synthesis));
    expect(prod).toEqual(dev);
  });
});

/** The templates without what a stage may change. */
function normalised(stage: Stage, synthesis: Synthesis): unknown {
  const text = JSON.stringify(synthesis.templates)
    .replaceAll(`stationkeeper-${stage.name}-`, 'stationkeeper-STAGE-')
    .replaceAll(`stationkeeper${stage.name}`, 'stationkeeperSTAGE')
    .replaceAll(`"Value":"${stage.name}"`, '"Value":"STAGE"')
    .replaceAll(`"stage":"${stage.name}"`, '"stage":"STAGE"')
    .replaceAll(`"RetentionInDays":${stage.logDays}`, '"RetentionInDays":"STAGE"')
    .replaceAll(`"DeletionProtectionEnabled":${stage.keepsData}`, '"DeletionProtectionEnabled":"STAGE"')
    .replaceAll(/"DeletionProtection":"(IN)?ACTIVE"/g, '"DeletionProtection":"STAGE"')
    .replaceAll(/"(DeletionPolicy|UpdateReplacePolicy)":"(Retain|Delete)"/g, '"$1":"STAGE"');
  // Generated ids end in a hash of the path, which holds the stage.
  return JSON.parse(text.replaceAll(/([A-Za-z])(?:[0-9A-F]{8})+(?=\W|[A-Z])/g, '$1'));
}

describe('A stage whose tokens come from another issuer', () => {
  const issuer = 'https://login.example.com/realms/dealers';
  const stage: Stage = {
    name: 'cn',
    keepsData: true,
    loopbackWebhooks: false,
    logDays: 90,
    identity: { kind: 'issuer', issuer, audience: ['stationkeeper', 'dealer-portal'] },
  };
  const synthesis = synthesise(stage, bundled);

  test('has nothing of Cognito', async () => {
    const types = Object.values((await synthesis).templates).flatMap(({ Resources }) =>
      Object.values(Resources).map(({ Type }) => Type),
    );
    expect(types.filter((type) => type.startsWith('AWS::Cognito'))).toEqual([]);
    expect(JSON.stringify((await synthesis).templates)).not.toContain('cognito');
  });

  test('checks tokens against that issuer and its audiences', async () => {
    const { JwtConfiguration } = only(await synthesis, 'AWS::ApiGatewayV2::Authorizer').Properties;
    expect(JwtConfiguration).toEqual({ Audience: ['stationkeeper', 'dealer-portal'], Issuer: issuer });
  });
});
