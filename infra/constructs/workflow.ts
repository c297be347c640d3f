import { readFileSync } from 'node:fs';
import { ArnFormat, Aws, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { camelCase, pascalCase, physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';
import { putEvents } from './put-events.ts';

export interface WorkflowProps {
  stage: Stage;
  name: string;
  /** The definition, `functions/<context>/<name>.asl.json`. */
  file: string;
  /** Functions by folder name: those whose manifests name this workflow, and no others. */
  functions: Record<string, IFunction>;
  table: Table;
  bus: EventBus;
}

interface State {
  Type: string;
  Resource?: string;
  Parameters?: {
    TableName?: string;
    Key?: { pk?: Record<string, string> };
    Entries?: { DetailType: string }[];
  };
  ItemProcessor?: { States: Record<string, State>; ProcessorConfig?: { Mode?: string } };
  Iterator?: { States: Record<string, State> };
  Branches?: { States: Record<string, State> }[];
}

/**
 * A state machine of a definition file. Placeholders are resolved from the names of its functions, `table`, `bus` and
 * `partition`. One that is unknown, a function that no state calls, or a Task state that we cannot grant for stops
 * the synth. The role gets exactly what the states call.
 */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, props: WorkflowProps) {
    super(scope, pascalCase(props.name));
    const text = readFileSync(props.file, 'utf8');
    const name = physicalName(props.stage.name, props.name);
    const functions = new Map(Object.entries(props.functions).map(([folder, fn]) => [camelCase(folder), fn]));
    const known: Record<string, string> = {
      partition: Aws.PARTITION,
      table: props.table.tableName,
      bus: props.bus.eventBusName,
    };
    const substitutions: Record<string, string> = {};
    for (const placeholder of placeholdersOf(text)) {
      const value = known[placeholder] ?? functions.get(placeholder)?.functionArn;
      if (!value) throw new Error(`${props.name}.asl.json: nothing is known by the name \${${placeholder}}`);
      substitutions[placeholder] = value;
    }
    const unused = [...functions.keys()].filter((placeholder) => !(placeholder in substitutions));
    if (unused.length > 0)
      throw new Error(`${props.name}.asl.json: no state calls ${unused.join(', ')}, whose manifest says so`);

    const role = new Role(this, 'Role', {
      roleName: name,
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
    });
    const logGroup = new LogGroup(this, 'Logs', {
      // Step Functions may write to groups below this prefix without changing the account's resource policy.
      logGroupName: `/aws/vendedlogs/states/${name}`,
      retention: props.stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: name,
      definitionBody: DefinitionBody.fromString(text),
      definitionSubstitutions: substitutions,
      role,
      tracingEnabled: true,
      // Errors only, and never inputs or outputs.
      logs: { destination: logGroup, level: LogLevel.ERROR, includeExecutionData: false },
    });
    this.grant(
      props,
      role,
      statesOf((JSON.parse(text) as { States: Record<string, State> }).States),
      functions,
      name,
    );

    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray and log delivery, which the service asks for, have no resources to name.',
    });
    Validations.of(this.stateMachine).acknowledge({
      id: 'AwsSolutions-SF1',
      reason:
        'Errors are logged. Every event would cost more than the workflow, and the history is kept for 90 days anyway.',
    });
  }

  private grant(
    props: WorkflowProps,
    role: Role,
    states: [string, State][],
    functions: Map<string, IFunction>,
    name: string,
  ): void {
    const events = new Set<string>();
    for (const [stateName, state] of states) {
      if (state.Type === 'Map' && state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED')
        this.grantChildren(role, name);
      if (state.Type !== 'Task') continue;
      const resource = state.Resource ?? '';
      const placeholder = /"FunctionName":"\$\{(\w+)\}"/.exec(JSON.stringify(state.Parameters))?.[1];
      const fn = placeholder === undefined ? undefined : functions.get(placeholder);
      if (resource.endsWith(':states:::lambda:invoke') && fn) {
        role.addToPolicy(
          new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }),
        );
      } else if (/:states:::aws-sdk:dynamodb:updateItem(\.waitForTaskToken)?$/.test(resource)) {
        role.addToPolicy(
          new PolicyStatement({
            actions: ['dynamodb:UpdateItem'],
            resources: [props.table.tableArn],
            conditions: {
              'ForAllValues:StringLike': {
                'dynamodb:LeadingKeys': [leadingKey(props.name, stateName, state)],
              },
            },
          }),
        );
      } else if (resource.endsWith(':states:::events:putEvents')) {
        for (const entry of state.Parameters?.Entries ?? []) events.add(entry.DetailType);
      } else {
        throw new Error(
          `${props.name}.asl.json: no right is known for ${resource} of the state "${stateName}"`,
        );
      }
    }
    if (events.size > 0) role.addToPolicy(putEvents(props.bus, [...events]));
  }

  /** A Distributed Map starts its children as executions of its own state machine. */
  private grantChildren(role: Role, name: string): void {
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string) =>
      stack.formatArn({
        service: 'states',
        resource,
        resourceName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    role.addToPolicy(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [arn('stateMachine', name)] }),
    );
    // The service checks a redrive against the map run's name, and the other two against the state machine's.
    const executions = { own: `${name}:*`, ofMapRuns: `${name}/*:*` };
    role.addToPolicy(
      new PolicyStatement({
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: [arn('execution', executions.own)],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['states:RedriveExecution'],
        resources: [arn('execution', executions.ofMapRuns)],
      }),
    );
    for (const wildcard of Object.values(executions))
      Validations.of(role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${wildcard}]`,
        reason: 'Child executions get their names at run time; the wildcard ends at the own state machine.',
      });
  }
}

/** Names of the `${placeholders}` in a definition. */
export const placeholdersOf = (definition: string): string[] => [
  ...new Set([...definition.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? '')),
];

/** Every state of a definition with those of its maps and branches. */
export function statesOf(states: Record<string, State>): [string, State][] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...statesOf(state.ItemProcessor?.States ?? {}),
    ...statesOf(state.Iterator?.States ?? {}),
    ...(state.Branches ?? []).flatMap((branch) => statesOf(branch.States)),
  ]);
}

/** The partitions a wait is written to: `States.Format('AUDIT#{}', …)` is `AUDIT#*`. */
function leadingKey(workflow: string, stateName: string, state: State): string {
  const format = /^States\.Format\('([^']*)\{\}'/.exec(state.Parameters?.Key?.pk?.['S.$'] ?? '')?.[1];
  if (!format)
    throw new Error(`${workflow}.asl.json: the state "${stateName}" does not say which partition it writes`);
  return `${format}*`;
}
