import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { MessageKey } from '../messages.ts';
import { UserError } from '../problem.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';
import { verifyWebhook } from '../verify-webhook.ts';

interface Webhook {
  webhookId: string;
  url: string;
  events: string[];
  regionId?: string;
  status: 'active' | 'paused';
  failingSince?: string;
  secret?: string;
}

interface Delivery {
  deliveryId: string;
  event: string;
  status: 'pending' | 'held' | 'delivered' | 'given-up';
  attempts: number;
  plannedAt: string;
  nextAttemptAt?: string;
  answeredWith?: number;
  error?: string;
}

interface Verified {
  secret: string;
  id: string;
  timestamp: string;
  signature: string;
}

const collect = (value: string, before: string[]) => [...before, value];
const pathOf = (webhookId: string) => `/v1/webhooks/${encodeURIComponent(webhookId)}`;

/** `stationkeeper webhook`: which other systems are told of events, and what became of it. */
export function webhookCommands(program: Command, shell: Shell): void {
  const webhook = program.command('webhook').summary('事件回调 · webhooks of other systems');

  webhook
    .command('add <url>')
    .summary('登记回调地址 · register an address')
    .option('--event <name>', '只要这种事件,可重复 · only this event, repeatable', collect, [])
    .option('--region <id>', '只要这个大区 · only this region')
    .action(async (url: string, options: { event: string[]; region?: string }) => {
      const { json, words } = shell.context();
      const made = await shell.api().call<Webhook>(
        'POST',
        '/v1/webhooks',
        {
          url,
          ...(options.event.length > 0 ? { events: options.event } : {}),
          ...(options.region ? { regionId: options.region } : {}),
        },
        { 'idempotency-key': randomUUID() },
      );
      if (json) return shell.printJson(made);
      shell.print(words('webhook-added', made.webhookId));
      shell.print(words('webhook-secret', made.secret ?? ''));
    });

  webhook
    .command('list')
    .summary('回调列表 · list the addresses')
    .action(async () => {
      const { json, words } = shell.context();
      const webhooks = await shell.api().all<Webhook>('/v1/webhooks');
      if (json) return shell.printJson(webhooks);
      shell.print(
        terminalTable(
          ['id', words('address'), words('events'), words('region'), words('status'), words('failing-since')],
          webhooks.map((one) => [
            one.webhookId,
            one.url,
            one.events.join(', ') || words('all-events'),
            one.regionId ?? '',
            words(`webhook.${one.status}` as MessageKey),
            one.failingSince ?? '',
          ]),
        ),
      );
    });

  webhook
    .command('remove <webhook>')
    .summary('删除回调 · remove an address')
    .action(async (webhookId: string) => {
      const { json, words } = shell.context();
      const removed = await shell.api().call('DELETE', pathOf(webhookId));
      if (json) return shell.printJson(removed);
      shell.print(words('webhook-removed', webhookId));
    });

  webhook
    .command('rotate <webhook>')
    .summary('更换密钥 · make a new secret')
    .action(async (webhookId: string) => {
      const { json, words } = shell.context();
      const made = await shell
        .api()
        .call<{ secret: string; previousUntil: string }>('POST', `${pathOf(webhookId)}/secret`);
      if (json) return shell.printJson(made);
      shell.print(words('webhook-secret', made.secret));
      shell.print(words('webhook-rotated', made.previousUntil));
    });

  webhook
    .command('deliveries <webhook>')
    .summary('投递记录 · what became of its events')
    .action(async (webhookId: string) => {
      const { json, words } = shell.context();
      const deliveries = await shell.api().all<Delivery>(`${pathOf(webhookId)}/deliveries?limit=500`);
      if (json) return shell.printJson(deliveries);
      if (deliveries.length === 0) return shell.print(words('webhook.no-deliveries'));
      shell.print(
        terminalTable(
          ['id', words('event'), words('status'), words('attempts'), words('answer'), words('planned')],
          deliveries.map((one) => [
            one.deliveryId,
            one.event,
            words(`delivery.${one.status}` as MessageKey),
            one.attempts,
            [one.answeredWith, one.error].filter((part) => part !== undefined && part !== '').join(' '),
            one.plannedAt,
          ]),
          [3],
        ),
      );
    });

  webhook
    .command('redeliver <webhook> [delivery]')
    .summary('重新投递;不指明时为所有未送达的 · deliver again; without a delivery all that was not taken')
    .action(async (webhookId: string, deliveryId: string | undefined) => {
      const { json, words } = shell.context();
      const api = shell.api();
      const wanted =
        deliveryId === undefined
          ? (await api.all<Delivery>(`${pathOf(webhookId)}/deliveries?limit=500`))
              .filter(({ status }) => status === 'held' || status === 'given-up')
              .map((delivery) => delivery.deliveryId)
              .reverse()
          : [deliveryId];
      for (const id of wanted)
        await api.call('POST', `${pathOf(webhookId)}/deliveries/${encodeURIComponent(id)}/redelivery`);
      if (json) return shell.printJson({ redelivered: wanted });
      shell.print(words('webhook-redelivered', wanted.length));
    });

  webhook
    .command('verify <file>')
    .summary('核对收到的投递(请求体文件)· check a delivery that was received, by its body')
    .requiredOption('--secret <secret>', '密钥 · secret, whsec_…')
    .requiredOption('--id <id>', 'webhook-id')
    .requiredOption('--timestamp <seconds>', 'webhook-timestamp')
    .requiredOption('--signature <signature>', 'webhook-signature')
    .action((file: string, options: Verified) => {
      const { json, words } = shell.context();
      const verdict = verifyWebhook(options.secret, options, read(file), Date.now() / 1000);
      if (verdict !== 'genuine') process.exitCode = 1;
      if (json) return shell.printJson({ verdict });
      shell.print(words(`webhook.${verdict}` as MessageKey));
    });

  function read(file: string): Buffer {
    try {
      return readFileSync(file);
    } catch {
      throw new UserError(shell.context().words('file-unreadable', file));
    }
  }
}
