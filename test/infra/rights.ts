import type { Synthesis, Template } from './synthesis.ts';

/** A statement of a role's policies, with the resources as readable names (`table`, `workflow station-audit`). */
export interface Statement {
  /** The role's name without product and stage: the function's or the workflow's. */
  role: string;
  effect: string;
  actions: string[];
  resources: string[];
  /** Leading keys, or names of events, that the statement is limited to; undefined when it is not. */
  keys?: string[];
  /** Conditions other than leading keys. */
  otherConditions: string[];
}

type Intrinsic = Record<string, unknown>;

/** Readable names of what references and ARNs of the templates stand for. */
export function namesOf(synthesis: Synthesis, stage: string) {
  const prefix = `stationkeeper-${stage}-`;
  const exported = new Map<string, { value: unknown; stack: string }>();
  for (const [stack, template] of Object.entries(synthesis.templates))
    for (const output of Object.values(template.Outputs ?? {}))
      if (output.Export) exported.set(output.Export.Name, { value: output.Value, stack });

  function name(value: unknown, stack: string): string {
    if (typeof value === 'string') return value;
    const [[kind, argument] = ['', undefined]] = Object.entries(value as Intrinsic);
    if (kind === 'Fn::ImportValue') {
      const found = exported.get(String(argument));
      if (!found) throw new Error(`nothing is exported as ${argument}`);
      return name(found.value, found.stack);
    }
    if (kind === 'Fn::Join') {
      const [separator, parts] = argument as [string, unknown[]];
      return shorten(parts.map((part) => name(part, stack)).join(separator), prefix);
    }
    if (kind === 'Fn::GetAtt') {
      const [logicalId, attribute] = argument as [string, string];
      return described(synthesis.templates[stack], logicalId, attribute, prefix);
    }
    if (kind === 'Ref') {
      const id = String(argument);
      return id.startsWith('AWS::') ? `<${id}>` : described(synthesis.templates[stack], id, 'Ref', prefix);
    }
    throw new Error(`no name for ${JSON.stringify(value)}`);
  }
  return name;
}

/** ARNs that are put together by name, in words. */
function shorten(text: string, prefix: string): string {
  const arn = 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:';
  if (text.startsWith(`${arn}stateMachine:${prefix}`))
    return `workflow ${text.slice(`${arn}stateMachine:${prefix}`.length)}`;
  if (text.startsWith(`${arn}execution:${prefix}`))
    return `executions ${text.slice(`${arn}execution:${prefix}`.length)}`;
  const files = `arn:<AWS::Partition>:s3:::${prefix}files-<AWS::AccountId>-<AWS::Region>/`;
  if (text.startsWith(files) && text.endsWith('/*'))
    return `files of ${text.slice(files.length, -'/*'.length)}`;
  return text;
}

function described(
  template: Template | undefined,
  logicalId: string,
  attribute: string,
  prefix: string,
): string {
  const resource = template?.Resources[logicalId];
  if (!resource) throw new Error(`the template has no ${logicalId}`);
  const own = (property: string) => String(resource.Properties[property] ?? '').replace(prefix, '');
  switch (`${resource.Type} ${attribute}`) {
    case 'AWS::DynamoDB::Table Arn':
    case 'AWS::DynamoDB::Table Ref':
      return 'table';
    case 'AWS::DynamoDB::Table StreamArn':
      return 'stream';
    case 'AWS::Events::EventBus Arn':
    case 'AWS::Events::EventBus Ref':
      return 'bus';
    case 'AWS::Lambda::Function Arn':
    case 'AWS::Lambda::Function Ref':
      return `function ${own('FunctionName')}`;
    case 'AWS::SQS::Queue Arn':
      return `queue ${own('QueueName')}`;
    case 'AWS::Logs::LogGroup Arn':
      return `log group ${own('LogGroupName')}`;
    case 'AWS::IAM::Role Ref':
      return own('RoleName');
    default:
      throw new Error(`no name for ${attribute} of ${resource.Type}`);
  }
}

/** Every statement of every role, from the policies attached to it and those inside it. */
export function statementsOf(synthesis: Synthesis, stage: string): Statement[] {
  const name = namesOf(synthesis, stage);
  const found: Statement[] = [];
  const take = (role: string, stack: string, document: unknown) => {
    for (const statement of (document as { Statement: Intrinsic[] }).Statement) {
      const {
        'ForAllValues:StringLike': limited,
        StringEquals: named,
        'ForAllValues:StringEquals': sent,
        ...others
      } = (statement.Condition ?? {}) as Record<string, Record<string, string | string[]>>;
      const { 'dynamodb:LeadingKeys': leading, ...alsoLimited } = limited ?? {};
      const { 'events:detail-type': events, ...alsoNamed } = named ?? {};
      const { 'events:source': source, ...alsoSent } = sent ?? {};
      const keys = leading ?? events;
      found.push({
        role,
        effect: String(statement.Effect),
        actions: list(statement.Action).map(String).sort(),
        resources: list(statement.Resource)
          .map((resource) => name(resource, stack))
          .sort(),
        ...(keys ? { keys: list(keys).map(String).sort() } : {}),
        otherConditions: [
          ...Object.keys(others),
          ...Object.keys(alsoLimited),
          ...Object.keys(alsoNamed),
          ...Object.keys(alsoSent),
          // An event of ours bears our name as its source, in the same statement.
          ...(events && list(source).join() !== 'stationkeeper' ? ['events:source'] : []),
        ],
      });
    }
  };
  for (const role of synthesis.all('AWS::IAM::Role')) {
    const inline = (role.Properties.Policies ?? []) as { PolicyDocument: unknown }[];
    for (const policy of inline)
      take(name({ Ref: role.logicalId }, role.stack), role.stack, policy.PolicyDocument);
  }
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'])
    for (const policy of synthesis.all(type))
      for (const role of list(policy.Properties.Roles))
        take(name(role, policy.stack), policy.stack, policy.Properties.PolicyDocument);
  return found;
}

const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Writing logs and traces, which every role may do and nobody needs to read about. */
export const isObservation = (statement: Statement) =>
  statement.actions.every((action) => action.startsWith('logs:') || action.startsWith('xray:'));

/** A role's rights one by one, `action resource key`: two roles with the same set may do the same. */
export const singleRights = (statements: readonly Statement[]): string[] =>
  [
    ...new Set(
      statements.flatMap(({ actions, resources, keys = [''] }) =>
        actions.flatMap((action) =>
          resources.flatMap((resource) => keys.map((key) => `${action} ${resource} ${key}`.trim())),
        ),
      ),
    ),
  ].sort();
