/** A function's environment, typed. The names are made by infra from the manifest, by the functions below. */
export interface Environment {
  tableName: string;
  busName: string;
  bucketName: string;
  /** Folder of the bundle and of the files beside it. */
  folder: string;
  stateMachineArn(workflow: string): string;
  queueUrl(of: string): string;
  /** Where the public pages are, without a slash at the end. */
  publicUrl: string;
  /** Whether an address of this very machine may be called. */
  loopbackAllowed: boolean;
}

export const environmentNames = {
  table: 'TABLE_NAME',
  bus: 'BUS_NAME',
  bucket: 'BUCKET_NAME',
  loopback: 'LOOPBACK',
  publicUrl: 'PUBLIC_URL',
  queue: (of: string) => `QUEUE_${of.replaceAll('-', '_').toUpperCase()}`,
  workflow: (workflow: string) => `WORKFLOW_${workflow.replaceAll('-', '_').toUpperCase()}`,
};

function demand(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`the environment lacks ${name}`);
  return value;
}

/** Reads each variable when it is first needed: a function has only what its manifest asks for. */
export const environment: Environment = {
  get tableName() {
    return demand(environmentNames.table);
  },
  get busName() {
    return demand(environmentNames.bus);
  },
  get bucketName() {
    return demand(environmentNames.bucket);
  },
  get loopbackAllowed() {
    return demand(environmentNames.loopback) === 'allowed';
  },
  get publicUrl() {
    return demand(environmentNames.publicUrl);
  },
  queueUrl: (of) => demand(environmentNames.queue(of)),
  get folder() {
    // Lambda's own.
    return demand('LAMBDA_TASK_ROOT');
  },
  stateMachineArn: (workflow) => demand(environmentNames.workflow(workflow)),
};
