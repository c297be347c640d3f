import { CfnOutput, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import {
  CfnStage,
  type HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
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
 * What one public route takes a second, and at once: far above what people who check a certificate ask for, far below
 * what somebody who tries numbers would need (house).
 */
const publicThrottle = { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 };

/**
 * The routes of the HTTP API: one per manifest that names one. A stack of its own, because a stack holds 500 resources
 * and a route takes three beside those of its function.
 */
export class ApiStack extends Stack {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { stage, data } = props;
    const { api } = data;
    const token = new HttpJwtAuthorizer('Token', data.identity.issuer, {
      jwtAudience: data.identity.audience,
    });
    const everybody = new HttpNoneAuthorizer();
    const throttled: HttpRoute[] = [];
    const routeSettings: Record<string, typeof publicThrottle> = {};
    for (const fn of props.functions) {
      const { trigger } = fn.spec.manifest;
      if (trigger.kind !== 'http') continue;
      if (!trigger.public && !trigger.action)
        throw new Error(`${fn.spec.name}: the route demands no right and does not say that it is public`);
      const routeKey = HttpRouteKey.with(trigger.path, HttpMethod[trigger.method]);
      const route = new HttpRoute(this, `${pascalCase(fn.spec.name)}Route`, {
        httpApi: api,
        routeKey,
        integration: new HttpLambdaIntegration(pascalCase(fn.spec.name), fn.lambda),
        authorizer: trigger.public ? everybody : token,
      });
      if (!trigger.public) continue;
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'The manifest says that everybody may ask; the route only reads and is throttled by itself.',
      });
      throttled.push(route);
      routeSettings[routeKey.key] = publicThrottle;
    }
    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/apigateway/${physicalName(stage.name, 'api')}`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const apiStage = new HttpStage(this, 'Stage', { httpApi: api, stageName: '$default', autoDeploy: true });
    // The service refuses settings of a route that is not there yet.
    apiStage.node.addDependency(...throttled);
    const defaultStage = apiStage.node.defaultChild;
    if (!(defaultStage instanceof CfnStage)) throw new Error('the API has no stage');
    // Above what 100,000 stations ask for (targets: 300 answers a second), below what would drain the account.
    defaultStage.defaultRouteSettings = { throttlingRateLimit: 500, throttlingBurstLimit: 1000 };
    defaultStage.routeSettings = routeSettings;
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
