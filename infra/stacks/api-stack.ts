import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { TaskFunction } from '../constructs/task-function.ts';
import { pascalCase, physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';
import type { DataStack } from './data-stack.ts';

export interface ApiStackProps extends StackProps {
  stage: Stage;
  data: DataStack;
  functions: readonly TaskFunction[];
}

/**
 * The HTTP API: a route per manifest that names one. A stack of its own, because a stack holds 500 resources and a
 * route takes three beside those of its function.
 */
export class ApiStack extends Stack {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { stage, data } = props;
    const authorizer = new HttpJwtAuthorizer('Token', data.identity.issuer, {
      jwtAudience: data.identity.audience,
    });
    const api = new HttpApi(this, 'Api', {
      apiName: physicalName(stage.name, 'api'),
      defaultAuthorizer: authorizer,
    });
    for (const fn of props.functions) {
      const { trigger } = fn.spec.manifest;
      if (trigger.kind !== 'http') continue;
      api.addRoutes({
        path: trigger.path,
        methods: [HttpMethod[trigger.method]],
        integration: new HttpLambdaIntegration(pascalCase(fn.spec.name), fn.lambda),
      });
    }
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/apigateway/${physicalName(stage.name, 'api')}`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const defaultStage = api.defaultStage?.node.defaultChild;
    if (!(defaultStage instanceof CfnStage)) throw new Error('the API has no default stage');
    // Above what 100,000 stations ask for (targets: 300 answers a second), below what would drain the account.
    defaultStage.defaultRouteSettings = { throttlingRateLimit: 500, throttlingBurstLimit: 1000 };
    defaultStage.accessLogSettings = {
      destinationArn: accessLog.logGroupArn,
      // The route and not the path: a path holds ids.
      format: JSON.stringify({
        request: '$context.requestId',
        route: '$context.routeKey',
        status: '$context.status',
        latency: '$context.responseLatency',
        error: '$context.error.message',
      }),
    };
    this.api = api;
    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
  }
}
