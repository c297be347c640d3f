import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { bundleFolder } from './build.ts';
import { functionSpecs, workflowFiles } from './function-specs.ts';
import { product } from './names.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { AppStack } from './stacks/app-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';
import { RoutesStack } from './stacks/routes-stack.ts';
import { type Stage, stageNamed } from './stages.ts';

/**
 * One stage as five stacks: what must survive, the work, what answers routes, the API before it, and the alarms.
 * @param bundles folder of the built functions
 */
export async function stationkeeper(
  app: App,
  stage: Stage,
  bundles = bundleFolder,
): Promise<{
  data: DataStack;
  app: AppStack;
  routes: RoutesStack;
  api: ApiStack;
  operations: OperationsStack;
}> {
  const functions = await functionSpecs();
  const name = (part: string) => `${product}-${stage.name}-${part}`;
  const data = new DataStack(app, name('data'), { stage });
  const application = new AppStack(app, name('app'), {
    stage,
    data,
    functions: functions.filter(({ manifest }) => manifest.trigger.kind !== 'http'),
    bundles,
    workflows: workflowFiles(),
  });
  const routes = new RoutesStack(app, name('routes'), {
    stage,
    data,
    app: application,
    functions: functions.filter(({ manifest }) => manifest.trigger.kind === 'http'),
    bundles,
  });
  const api = new ApiStack(app, name('api'), { stage, data, functions: routes.functions });
  const operations = new OperationsStack(app, name('operations'), { stage, app: application, api: api.api });
  Tags.of(app).add('product', product);
  Tags.of(app).add('stage', stage.name);
  return { data, app: application, routes, api, operations };
}

/** The rule packs that every synth has to pass. */
export const rulePacks = (app: App) => [new AwsSolutionsChecks(app), new ServerlessChecks(app)];

if (import.meta.main) {
  const app = new App();
  await stationkeeper(app, stageNamed(String(app.node.tryGetContext('stage') ?? process.env.STAGE ?? 'dev')));
  Validations.of(app).addPlugins(...rulePacks(app));
  app.synth();
}
