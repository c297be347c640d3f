import { createHash } from 'node:crypto';
import { asString, type JsonObject } from '../json.ts';

/** What a name is made from: the resource and where it lives. */
export interface NamedResource {
  stack: string;
  logicalId: string;
  type: string;
  account: string;
  region: string;
  partition: string;
  /** Properties with intrinsics resolved; read only where a name is declared. */
  property(name: string): JsonObject[string] | undefined;
}

/** Addresses of the local servers that take the place of AWS addresses. */
export interface LocalAddresses {
  gatewayUrl: string;
  issuerUrl: string;
  /** By physical API id. */
  apiUrl(apiId: string): string;
}

const NAME_PROPERTY: Record<string, string> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': 'PolicyName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SSM::Parameter': 'Name',
};

const LENGTH: Record<string, number> = {
  'AWS::Lambda::Function': 64,
  'AWS::IAM::Role': 64,
  'AWS::Events::Rule': 64,
  'AWS::Scheduler::Schedule': 64,
  'AWS::S3::Bucket': 63,
};

function digest(resource: NamedResource, length: number): string {
  return createHash('sha256')
    .update(`${resource.stack}/${resource.logicalId}`)
    .digest('hex')
    .slice(0, length);
}

/** The name the resource gets here: the declared one, else `stack-logicalId`, always the same. */
export function physicalName(resource: NamedResource): string {
  const property = NAME_PROPERTY[resource.type];
  const declared = property ? asString(resource.property(property)) : undefined;
  if (declared !== undefined) return declared;
  switch (resource.type) {
    case 'AWS::Cognito::UserPool':
      return `${resource.region}_${digest(resource, 9)}`;
    case 'AWS::Cognito::UserPoolClient':
      return digest(resource, 26);
    case 'AWS::ApiGatewayV2::Api':
    case 'AWS::ApiGatewayV2::Route':
    case 'AWS::ApiGatewayV2::Integration':
    case 'AWS::ApiGatewayV2::Authorizer':
      return digest(resource, 10);
    case 'AWS::ApiGatewayV2::Stage':
      return asString(resource.property('StageName')) ?? '$default';
    default: {
      const name = `${resource.stack}-${resource.logicalId}`;
      const limit = LENGTH[resource.type] ?? 80;
      const short = name.length <= limit ? name : `${name.slice(0, limit - 9)}-${digest(resource, 8)}`;
      return resource.type === 'AWS::S3::Bucket' ? short.toLowerCase() : short;
    }
  }
}

/** The ARN as AWS builds it for this type. */
export function arnOf(resource: NamedResource): string {
  const { partition, region, account } = resource;
  const name = physicalName(resource);
  const at = (service: string, tail: string) => `arn:${partition}:${service}:${region}:${account}:${tail}`;
  switch (resource.type) {
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return at('dynamodb', `table/${name}`);
    case 'AWS::Lambda::Function':
      return at('lambda', `function:${name}`);
    case 'AWS::IAM::Role':
      return `arn:${partition}:iam::${account}:role/${name}`;
    case 'AWS::IAM::ManagedPolicy':
      return `arn:${partition}:iam::${account}:policy/${name}`;
    case 'AWS::Events::EventBus':
      return at('events', `event-bus/${name}`);
    case 'AWS::Events::Rule': {
      const bus = busName(asString(resource.property('EventBusName')));
      return at('events', bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`);
    }
    case 'AWS::Scheduler::Schedule':
      return at('scheduler', `schedule/${asString(resource.property('GroupName')) ?? 'default'}/${name}`);
    case 'AWS::SQS::Queue':
      return at('sqs', name);
    case 'AWS::SNS::Topic':
      return at('sns', name);
    case 'AWS::StepFunctions::StateMachine':
      return at('states', `stateMachine:${name}`);
    case 'AWS::Cognito::UserPool':
      return at('cognito-idp', `userpool/${name}`);
    case 'AWS::Logs::LogGroup':
      return at('logs', `log-group:${name}:*`);
    case 'AWS::S3::Bucket':
      return `arn:${partition}:s3:::${name}`;
    default: {
      const service = (resource.type.split('::')[1] ?? 'custom').toLowerCase();
      return at(service, name);
    }
  }
}

/** A bus given by name or ARN, as name; nothing means the default bus. */
export function busName(bus: string | undefined): string {
  if (!bus) return 'default';
  return bus.includes('/') ? (bus.split('/').at(-1) ?? 'default') : bus;
}

/** What `Ref` answers. */
export function refOf(resource: NamedResource, local: LocalAddresses): string {
  switch (resource.type) {
    case 'AWS::SQS::Queue':
      return `${local.gatewayUrl}/${resource.account}/${physicalName(resource)}`;
    case 'AWS::StepFunctions::StateMachine':
    case 'AWS::SNS::Topic':
    case 'AWS::IAM::ManagedPolicy':
      return arnOf(resource);
    default:
      return physicalName(resource);
  }
}

/** What `Fn::GetAtt` answers; an attribute we do not know becomes `name.attribute`, good enough for what is not executed. */
export function attributeOf(resource: NamedResource, attribute: string, local: LocalAddresses): string {
  const name = physicalName(resource);
  const byType = `${resource.type}.${attribute}`;
  switch (byType) {
    case 'AWS::DynamoDB::Table.StreamArn':
    case 'AWS::DynamoDB::GlobalTable.StreamArn':
      return `${arnOf(resource)}/stream/local`;
    case 'AWS::SQS::Queue.QueueName':
    case 'AWS::StepFunctions::StateMachine.Name':
    case 'AWS::Events::EventBus.Name':
    case 'AWS::ApiGatewayV2::Api.ApiId':
    case 'AWS::Cognito::UserPool.UserPoolId':
    case 'AWS::Cognito::UserPoolClient.ClientId':
      return name;
    case 'AWS::SQS::Queue.QueueUrl':
      return refOf(resource, local);
    case 'AWS::ApiGatewayV2::Api.ApiEndpoint':
      return local.apiUrl(name);
    case 'AWS::Cognito::UserPool.ProviderURL':
      return local.issuerUrl;
    case 'AWS::Cognito::UserPool.ProviderName':
      return `cognito-idp.${resource.region}.${urlSuffix(resource.partition)}/${name}`;
    case 'AWS::IAM::Role.RoleId':
      return `AROA${digest(resource, 16).toUpperCase()}`;
    case 'AWS::S3::Bucket.DomainName':
    case 'AWS::S3::Bucket.RegionalDomainName':
      return `${name}.s3.${resource.region}.${urlSuffix(resource.partition)}`;
    default:
      return attribute === 'Arn' || attribute.endsWith('Arn') ? arnOf(resource) : `${name}.${attribute}`;
  }
}

/** `amazonaws.com`, or its name in China. */
export function urlSuffix(partition: string): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}
