import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { draftingLogin } from '../../packages/cli/demo-users.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { certificateCommands } from './certificate-commands.ts';
import { dutyCommands } from './duty-commands.ts';
import { peopleCommands } from './people-commands.ts';
import type { RunningPlatform } from './running-platform.ts';

/** What the commands are told; who sends it is HQ unless it is a station's matter. */
export interface Command {
  user?: () => string;
  body: () => Promise<object | undefined>;
  /** Where it is sent, if not to what is there anyway. */
  there?: () => Promise<Record<string, string>>;
}
/** A platform with a station that has an open audit, and what the commands of the API may be told about it. */
export interface ApiStage {
  /** Something that is there, by the name of the path parameter. */
  there: Record<string, string>;
  /** The login of the station's master. */
  master: string;
  /** Every station that was imported. */
  stations: string[];
  /** By the name of the function. */
  commands: Record<string, Command>;
  end(): void;
}

/** Publishes, imports, registers and launches, so that every route finds what it is about. */
export async function apiStage(running: RunningPlatform): Promise<ApiStage> {
  const there: Record<string, string> = { position: 'SA', draftId: 'dft_E1', month: '2026-10' };
  let master = '';
  // Takes whatever it is told.
  const receiver = createServer((_request, response) => void response.writeHead(204).end());
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  await running.publishEdition();
  const stations = await running.importSample(8);
  for (const station of stations) {
    const login = `sm.${station.slice(4).toLowerCase()}`;
    const known = await running.token(login).then(
      () => true,
      () => false,
    );
    if (!known) continue;
    master = login;
    there.stationId = station;
  }
  const hook = await running.call<{ webhookId: string }>(
    'hq',
    'POST',
    '/v1/webhooks',
    receiverForm(receiver),
  );
  there.webhookId = hook.body.webhookId;
  there.campaignId = await running.launch({
    scope: { kind: 'stations', ids: [there.stationId] },
    positions: ['SM', 'SA'],
  });
  interface Page {
    items: { auditId: string; regionId: string }[];
  }
  await running.until(async () => {
    const page = await running.call<Page>('hq', 'GET', `/v1/campaigns/${there.campaignId}/audits`);
    there.auditId = page.body.items[0]?.auditId ?? '';
    there.regionId = page.body.items[0]?.regionId ?? '';
    return there.auditId !== '';
  }, 'the audit is open');
  interface Told {
    items: { deliveryId: string }[];
  }
  await running.until(async () => {
    const told = await running.call<Told>('hq', 'GET', `/v1/webhooks/${there.webhookId}/deliveries`);
    there.deliveryId = told.body.items[0]?.deliveryId ?? '';
    return there.deliveryId !== '';
  }, 'the webhook is told');
  await running.platform.idle();
  const scan = await running.call<{ scanId: string }>(master, 'POST', '/v1/compliance/scans', {});
  there.scanId = scan.body.scanId;
  await running.platform.idle();
  const people = await peopleCommands(running, there.stationId ?? '', master);
  const duties = dutyCommands(running, there, master);
  Object.assign(there, people.there, duties.there);
  return {
    there,
    master,
    stations,
    commands: {
      ...commandsFor(running, there, master, receiver),
      ...certificateCommands(running, there),
      ...people.commands,
      ...duties.commands,
    },
    end: () => receiver.close(),
  };
}

const receiverForm = (receiver: Server) => ({
  url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
});

function commandsFor(
  running: RunningPlatform,
  there: Record<string, string>,
  master: string,
  receiver: Server,
): Record<string, Command> {
  const soon = (days: number) => new Date(running.platform.clock.now() + days * 86_400_000).toISOString();

  let editions = 1;
  let drafted = '';

  const campaign = async () => ({
    scope: { kind: 'stations', ids: [there.stationId] },
    dueAt: soon(5),
    closesAt: soon(6),
  });

  const commands: Record<string, Command> = {
    'launch-campaign': { body: async () => ({ name: 'Again', ...(await campaign()) }) },
    'preview-campaign': { body: campaign },
    'import-network': {
      body: async () => ({
        dryRun: true,
        rows: { regions: [{ row: 2, cells: { region_code: 'X Y', name_zh: '大区', name_en: 'Region' } }] },
      }),
    },
    'start-scan': { body: async () => ({}) },
    'request-audit-report': { body: async () => ({ format: 'json', language: 'en' }) },
    'request-campaign-report': { body: async () => ({ format: 'csv', language: 'zh' }) },
    'register-webhook': {
      body: async () => receiverForm(receiver),
    },
    'remove-webhook': {
      body: async () => undefined,
      there: async () => {
        const path = '/v1/webhooks';
        const made = await running.call<{ webhookId: string }>('hq', 'POST', path, receiverForm(receiver));
        return { webhookId: made.body.webhookId };
      },
    },
    'preview-edition': { body: async () => ({ content: loadEdition('edition-1') }) },
    'report-intake': { body: async () => ({ visits: 800 }) },
    'save-edition-draft': { body: async () => ({ content: loadEdition('edition-1') }) },
    'discard-edition-draft': { body: async () => undefined, there: nextDraft },
    'publish-edition': { body: async () => ({ contentHash: drafted }), there: nextDraft },
    'save-draft': { user: () => master, body: async () => ({ answers: [] }) },
    'give-position': { user: () => master, body: async () => ({ personId: null }) },
    'add-station': { body: async () => ({ stationId: there.stationId }), there: fresh },
    'cancel-audit': { body: async () => ({ reason: '停业装修' }), there: fresh },
    'cancel-campaign': { body: async () => ({ reason: '标准有误' }), there: fresh },
    'extend-campaign': {
      body: async () => ({ dueAt: soon(50), closesAt: soon(60), reason: '春节顺延' }),
      there: fresh,
    },
    'roll-out-campaign': {
      body: async () => ({}),
      there: () => fresh({ pilot: [there.stationId] }),
    },
    'raise-appeal': { user: () => master, body: async () => dispute, there: corrected },
    'decide-appeal': {
      body: async () => ({ decision: 'uphold', reason: '属实' }),
      there: async () => {
        const { auditId } = await corrected();
        await running.call(master, 'POST', `/v1/audits/${auditId}/appeals`, dispute);
        return { auditId, item: dispute.item };
      },
    },
    'add-comment': { user: () => master, body: async () => ({ text: '请尽快处理' }) },
    'record-absence': {
      user: () => master,
      body: async () => ({
        deputyId: (await loginHolders())[1],
        from: soon(1).slice(0, 10),
        to: soon(2).slice(0, 10),
      }),
      there: async () => ({ personId: (await loginHolders())[0] ?? '' }),
    },
    'review-audit': {
      user: () => 'auditor',
      body: async () => ({ decision: 'accept' }),
      there: async () => ({ auditId: await submitted() }),
    },
    'submit-answers': {
      user: () => master,
      body: async () => {
        const path = `/v1/audits/${there.auditId}/checklists/SA`;
        const { body } = await running.call<{ items: { id: string }[] }>(master, 'GET', path);
        return { answers: body.items.map(({ id }) => ({ item: id, answer: 'partly', remark: '记录' })) };
      },
    },
  };

  /** A draft of the edition after those that there are, written by somebody else than who publishes. */
  async function nextDraft(): Promise<{ draftId: string }> {
    editions += 1;
    const draftId = `dft_E${editions}`;
    const edition = loadEdition('edition-1');
    const content = { ...edition, about: { ...edition.about, number: String(editions) } };
    const path = `/v1/edition-drafts/${draftId}`;
    const draft = await running.call<{ contentHash: string }>(draftingLogin, 'PUT', path, { content });
    drafted = draft.body.contentHash;
    return { draftId };
  }

  /** A campaign of its own, with its open audit. */
  async function fresh(command: object = {}): Promise<{ campaignId: string; auditId: string }> {
    const campaignId = await running.launch({ ...(await campaign()), positions: ['SA'], ...command });
    const auditId = `aud_${campaignId.slice(4)}_${there.stationId?.slice(4)}`;
    const status = async () =>
      (await running.call<{ status?: string }>('hq', 'GET', `/v1/audits/${auditId}`)).body.status;
    await running.until(async () => (await status()) === 'answering', 'the audit is open');
    await running.platform.idle();
    return { campaignId, auditId };
  }

  /** An audit that waits for HQ's review. */
  async function submitted(): Promise<string> {
    const { auditId } = await fresh({ review: 'hq' });
    await running.answerAll(auditId, master);
    return auditId;
  }

  const dispute = {
    position: 'SA',
    item: 'AU-SA-01',
    answer: 'satisfied',
    reason: '记录在另一本台账',
    evidence: '台账 7',
  };
  /** An audit that HQ closed with a correction of the item disputed above. */
  async function corrected(): Promise<{ auditId: string }> {
    const auditId = await submitted();
    await running.platform.idle();
    await running.call('auditor', 'POST', `/v1/audits/${auditId}/review`, {
      decision: 'accept',
      corrections: [{ position: 'SA', item: dispute.item, answer: 'not', reason: '没有记录' }],
    });
    await running.platform.idle();
    return { auditId };
  }

  /** The station's master, and a colleague who can log in, too. */
  async function loginHolders(): Promise<string[]> {
    interface Self {
      personId: string;
    }
    const self = await running.call<Self>(master, 'GET', '/v1/me');
    const colleague = await running.call<Self>(master.replace('sm.', 'ga.'), 'GET', '/v1/me');
    return [self.body.personId, colleague.body.personId];
  }

  return commands;
}
