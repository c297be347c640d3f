import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { OAuthScope, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { tableIndexes } from '../../packages/table/keys.ts';
import { bucketName, physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';

/** What must survive: the table, the files, the bus, who people are, and the API's address, which stands on paper. */
export class DataStack extends Stack {
  readonly table: Table;
  readonly bucket: Bucket;
  readonly bus: EventBus;
  /** Its routes are of the API stack. */
  readonly api: HttpApi;
  readonly identity: { issuer: string; audience: string[] };

  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage }) {
    super(scope, id, props);
    const { stage } = props;
    const removalPolicy = stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.table = new Table(this, 'Table', {
      tableName: physicalName(stage.name, 'table'),
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.keepsData,
      timeToLiveAttribute: 'ttl',
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      removalPolicy,
    });
    // Keys only: an index that copies attributes would be written again with each change of an audit.
    for (const indexName of tableIndexes)
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: `${indexName}pk`, type: AttributeType.STRING },
        sortKey: { name: `${indexName}sk`, type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      });

    this.bucket = this.files(stage, removalPolicy);
    this.bus = new EventBus(this, 'Bus', { eventBusName: physicalName(stage.name, 'bus') });
    this.api = new HttpApi(this, 'Api', {
      apiName: physicalName(stage.name, 'api'),
      createDefaultStage: false,
    });
    this.identity = stage.identity.kind === 'issuer' ? stage.identity : this.userPool(stage, removalPolicy);
    new CfnOutput(this, 'Issuer', { value: this.identity.issuer });
    new CfnOutput(this, 'Audience', { value: this.identity.audience.join(',') });
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
  }

  /** Reports are made again whenever somebody asks, so the bucket may forget them. */
  private files(stage: Stage, removalPolicy: RemovalPolicy): Bucket {
    const bucket = new Bucket(this, 'Files', {
      bucketName: bucketName(stage.name, Aws.ACCOUNT_ID, Aws.REGION),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        {
          prefix: 'reports/',
          expiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      removalPolicy,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Files are fetched by links that our own route hands out and logs; a log bucket would outlive them.',
    });
    return bucket;
  }

  private userPool(stage: Stage, removalPolicy: RemovalPolicy) {
    const pool = new UserPool(this, 'People', {
      userPoolName: physicalName(stage.name, 'people'),
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      removalPolicy,
      deletionProtection: stage.keepsData,
    });
    Validations.of(pool).acknowledge({
      id: 'AwsSolutions-COG2',
      reason:
        'Stations sign in at shared workshop desks; a second factor is switched on per pool when HQ decides so.',
    });
    Validations.of(pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason:
        'The paid tier adds nothing that the API relies on: rights are read from the table at every request.',
    });
    const client: UserPoolClient = pool.addClient('Cli', {
      userPoolClientName: 'stationkeeper',
      generateSecret: false,
      authFlows: { userPassword: true, userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: ['http://127.0.0.1:8976/callback'],
      },
      preventUserExistenceErrors: true,
    });
    return { issuer: pool.userPoolProviderUrl, audience: [client.userPoolClientId] };
  }
}
