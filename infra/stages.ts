import * as z from 'zod';

/** Stages as data. Everything that may differ between two deployments stands here. */
const stage = z.strictObject({
  /** Part of every physical name. */
  name: z.string().regex(/^[a-z]{2,8}$/),
  /** True: data outlives the stack, and deletion is protected. */
  keepsData: z.boolean(),
  /** True: webhooks may lead to this very machine. In the cloud that would be the function itself. */
  loopbackWebhooks: z.boolean(),
  logDays: z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(365)]),
  /** Who issues the tokens: our own Cognito user pool, or any OIDC issuer (China Regions have no user pools). */
  identity: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('cognito') }),
    z.strictObject({ kind: z.literal('issuer'), issuer: z.url(), audience: z.array(z.string()).min(1) }),
  ]),
});
export type Stage = z.infer<typeof stage>;

export const stages: Record<string, Stage> = z.record(z.string(), stage).parse({
  // What `npm start` executes on one machine; never deployed.
  local: {
    name: 'local',
    keepsData: false,
    loopbackWebhooks: true,
    logDays: 7,
    identity: { kind: 'cognito' },
  },
  dev: { name: 'dev', keepsData: false, loopbackWebhooks: false, logDays: 7, identity: { kind: 'cognito' } },
  test: {
    name: 'test',
    keepsData: false,
    loopbackWebhooks: false,
    logDays: 30,
    identity: { kind: 'cognito' },
  },
  prod: {
    name: 'prod',
    keepsData: true,
    loopbackWebhooks: false,
    logDays: 365,
    identity: { kind: 'cognito' },
  },
});

/** The stage of that name; an unknown one is named with what is allowed. */
export function stageNamed(name: string): Stage {
  const found = stages[name];
  if (!found) throw new Error(`stage: ${name} is not a stage; allowed: ${Object.keys(stages).join(', ')}`);
  return found;
}
