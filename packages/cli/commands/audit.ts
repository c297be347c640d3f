import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import type { ApiClient } from '../api-client.ts';
import { type CampaignOptions, campaignForm, campaignOptions } from '../campaign-options.ts';
import type { MessageKey } from '../messages.ts';
import { oneOf } from '../options.ts';
import { openProgress } from '../progress.ts';
import {
  type RankedRegion,
  type RankedStation,
  regionNames,
  regionRanking,
  stationRanking,
} from '../ranking.ts';
import { readAnswers } from '../read-json.ts';
import type { Shell } from '../shell.ts';
import { formats, terminalTable } from '../tables.ts';
import { controlCommands } from './control.ts';
import { explainCommand } from './explain.ts';
import { previewCommand } from './preview.ts';
import { reviewCommands } from './review.ts';

export interface Campaign {
  campaignId: string;
  name: string;
  status: 'launched' | 'running' | 'closed' | 'cancelled';
  opensAt: string;
  closesAt: string;
  cancelledBecause?: string;
  audits: {
    shards: { opened: number; of: number };
    opened: number;
    closed: number;
    refused: number;
    byGrade: Record<'A' | 'B' | 'C' | 'D', number>;
  };
}

interface Audit {
  auditId: string;
  stationId: string;
  name: string;
  status: string;
  pending: string[];
  answered: string[];
  score?: number;
  grade?: string;
}

const stages = ['answering', 'in-review', 'closed', 'cancelled'];

export function auditCommands(program: Command, shell: Shell): void {
  const audit = program.command('audit').summary('内部审核 · internal audit');

  campaignOptions(
    audit
      .command('launch')
      .summary('发起审核活动 · launch a campaign')
      .requiredOption('--name <name>', '名称 · name'),
  ).action(async (options: CampaignOptions & { name: string }) => {
    const { json, words } = shell.context();
    const answer = await launchCampaign(shell.api(), {
      name: options.name,
      ...campaignForm(options, words),
    });
    if (json) return shell.printJson(answer);
    shell.print(words('launched', answer.campaignId));
  });
  previewCommand(audit, shell);

  audit
    .command('list')
    .summary('审核活动列表 · list campaigns')
    .action(async () => {
      const { json, words } = shell.context();
      const campaigns = await shell.api().all<Campaign>('/v1/campaigns');
      if (json) return shell.printJson(campaigns);
      shell.print(
        terminalTable(
          [words('campaign'), words('name'), words('status'), words('window')],
          campaigns.map((c) => [
            c.campaignId,
            c.name,
            words(`status.${c.status}` as MessageKey),
            `${c.opensAt.slice(0, 10)} … ${c.closesAt.slice(0, 10)}`,
          ]),
        ),
      );
    });

  audit
    .command('follow <campaign>')
    .summary('跟踪进度直到结束 · follow a campaign to its end')
    .action(async (campaignId: string) => {
      const { words } = shell.context();
      const progress = openProgress(shell.progress, words('campaign-progress'));
      const api = shell.api();
      for (;;) {
        const campaign = await api.call<Campaign>('GET', `/v1/campaigns/${encodeURIComponent(campaignId)}`);
        progress.show(campaign.audits.closed, campaign.audits.opened);
        if (campaign.status === 'closed' || campaign.status === 'cancelled') {
          progress.end();
          shell.print(
            campaign.status === 'closed'
              ? closedLine(campaign, words)
              : words('campaign-cancelled', campaign.campaignId, campaign.cancelledBecause ?? ''),
          );
          return;
        }
        await pause(2000);
      }
    });

  audit
    .command('stations <campaign>')
    .summary('各服务商进度 · progress per station')
    .option('--region <id>', '大区 · region')
    .option('--status <status>', stages.join(' | '))
    .action(async (campaignId: string, options: { region?: string; status?: string }) => {
      const { json, words } = shell.context();
      const query = new URLSearchParams({ limit: '500' });
      if (options.region) query.set('regionId', options.region);
      if (options.status) query.set('status', oneOf('--status', options.status, stages, words));
      const audits = await shell
        .api()
        .all<Audit>(`/v1/campaigns/${encodeURIComponent(campaignId)}/audits?${query}`);
      const refusals = await shell
        .api()
        .all<{ stationId: string; name: string; reason: string }>(
          `/v1/campaigns/${encodeURIComponent(campaignId)}/refusals`,
        )
        .catch(() => []);
      if (json) return shell.printJson({ audits, refusals });
      shell.print(auditTable(audits, shell));
      if (refusals.length > 0) {
        shell.print(words('campaign-refusals', refusals.length));
        shell.print(
          terminalTable(
            [words('station'), words('name'), words('reason')],
            refusals.map((r) => [r.stationId, r.name, words(`reason.${r.reason}` as MessageKey)]),
          ),
        );
      }
    });

  audit
    .command('ranking <campaign>')
    .summary('排名 · ranking')
    .option('--by-region', '按大区 · rank the regions', false)
    .option('--region <id>', '只看一个大区 · only this region')
    .option('--format <format>', 'table | json | csv', 'table')
    .action(async (campaignId: string, options: { byRegion: boolean; region?: string; format: string }) => {
      const { json, language, words } = shell.context();
      const format = json ? 'json' : oneOf('--format', options.format, formats, words);
      const api = shell.api();
      const id = encodeURIComponent(campaignId);
      const names = format === 'table' ? await regionNames(api, language) : new Map<string, string>();
      const text = options.byRegion
        ? regionRanking(
            await api.all<RankedRegion>(`/v1/campaigns/${id}/region-ranking`),
            names,
            format,
            words,
          )
        : stationRanking(
            await api.all<RankedStation>(
              `/v1/campaigns/${id}/ranking?limit=1000${options.region ? `&regionId=${encodeURIComponent(options.region)}` : ''}`,
            ),
            names,
            format,
            words,
          );
      shell.print(text.trimEnd());
    });

  audit
    .command('show <audit>')
    .summary('一份审核 · one station audit')
    .action(async (auditId: string) => {
      shell.printJson(await shell.api().call('GET', `/v1/audits/${encodeURIComponent(auditId)}`));
    });

  explainCommand(audit, shell);

  audit
    .command('mine <station>')
    .summary('本店的审核 · audits of a station')
    .action(async (stationId: string) => {
      const { json } = shell.context();
      const audits = await shell.api().all<Audit>(`/v1/stations/${encodeURIComponent(stationId)}/audits`);
      if (json) return shell.printJson(audits);
      shell.print(auditTable(audits, shell));
    });

  audit
    .command('checklist <audit> <position>')
    .summary('岗位检查表 · checklist of a position')
    .action(async (auditId: string, position: string) => {
      const { json, language, words } = shell.context();
      type Checklist = {
        items: {
          id: string;
          clause: string;
          severity: string;
          weight: number;
          check: Record<'zh' | 'en', string>;
        }[];
      };
      const checklist = await shell
        .api()
        .call<Checklist>(
          'GET',
          `/v1/audits/${encodeURIComponent(auditId)}/checklists/${encodeURIComponent(position)}`,
        );
      if (json) return shell.printJson(checklist);
      shell.print(
        terminalTable(
          [words('item'), '§', '', '', ''],
          checklist.items.map((i) => [i.id, i.clause, i.check[language], i.severity, i.weight]),
          [4],
        ),
      );
    });

  audit
    .command('answer <audit> <position> <file>')
    .summary('提交答卷(JSON)· submit answers from a JSON file')
    .action(async (auditId: string, position: string, file: string) => {
      const answers = readAnswers(file, shell.context().words);
      const path = `/v1/audits/${encodeURIComponent(auditId)}/positions/${encodeURIComponent(position)}/answers`;
      shell.printJson(await shell.api().call('POST', path, answers));
    });

  reviewCommands(audit, shell);
  controlCommands(audit, shell);
}

/** Launches under a fresh idempotency key, so that a lost answer can be asked for again. */
export const launchCampaign = (api: ApiClient, command: object, key: string = randomUUID()) =>
  api.call<{ campaignId: string; status: string }>('POST', '/v1/campaigns', command, {
    'idempotency-key': key,
  });

export function closedLine(campaign: Campaign, words: ReturnType<Shell['context']>['words']): string {
  const { closed, byGrade } = campaign.audits;
  return words('campaign-closed', campaign.campaignId, closed, byGrade.A, byGrade.B, byGrade.C, byGrade.D);
}

function auditTable(audits: Audit[], shell: Shell): string {
  const { words } = shell.context();
  return terminalTable(
    [
      words('station'),
      words('name'),
      words('status'),
      words('pending'),
      words('score'),
      words('grade'),
      'id',
    ],
    audits.map((a) => [
      a.stationId,
      a.name,
      words(`status.${a.status}` as MessageKey),
      a.status === 'closed' ? '' : `${a.pending.length}/${a.pending.length + a.answered.length}`,
      a.score === undefined ? '' : a.score.toFixed(2),
      a.grade ?? '',
      a.auditId,
    ]),
    [3, 4],
  );
}
