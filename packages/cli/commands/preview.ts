import type { Command } from 'commander';
import { type CampaignOptions, campaignForm, campaignOptions } from '../campaign-options.ts';
import type { MessageKey } from '../messages.ts';
import { regionNames } from '../ranking.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

interface Preview {
  edition: string;
  positions: string[];
  stations: { asked: number; refused: number };
  items: number;
  hours: number;
  perStation: { maxHours: number; medianHours: number };
  regions: { regionId: string; stations: number; items: number; hours: number }[];
  refusals: { stationId: string; name: string; reason: string }[];
  openAudits: { checked: boolean; upTo: number };
  warnings: {
    burdenAboveLimit: number;
    auditsOpen: number;
    limitHours: number;
    heavy: { stationId: string; name: string; hours: number }[];
    open: { stationId: string; name: string; auditId: string; dueAt: string }[];
  };
}

/** Lines of a list on the terminal; `--json` has what the API answers. */
const shown = 10;

export function previewCommand(audit: Command, shell: Shell): void {
  campaignOptions(
    audit.command('preview').summary('预览审核活动(不写入)· preview a campaign, writes nothing'),
  ).action(async (options: CampaignOptions) => {
    const { json, language, words } = shell.context();
    const api = shell.api();
    const preview = await api.call<Preview>('POST', '/v1/campaigns/preview', campaignForm(options, words));
    if (json) return shell.printJson(preview);
    const names = await regionNames(api, language);
    const { stations, items, hours, perStation, warnings } = preview;
    shell.print(words('preview.asked', stations.asked, preview.positions.length, items, hours.toFixed(1)));
    shell.print(
      words('preview.per-station', perStation.maxHours.toFixed(1), perStation.medianHours.toFixed(1)),
    );
    shell.print(words('preview.positions', preview.edition, preview.positions.join(' ')));
    if (preview.regions.length > 0)
      shell.print(
        terminalTable(
          [words('region'), words('name'), words('stations'), words('items'), words('hours')],
          preview.regions.map((r) => [
            r.regionId,
            names.get(r.regionId) ?? '',
            r.stations,
            r.items,
            r.hours.toFixed(1),
          ]),
          [2, 3, 4],
        ),
      );
    list(words('preview.refused', stations.refused), stations.refused, [
      [words('station'), words('name'), words('reason')],
      preview.refusals.map((r) => [r.stationId, r.name, words(`reason.${r.reason}` as MessageKey)]),
    ]);
    list(words('preview.heavy', warnings.burdenAboveLimit, warnings.limitHours), warnings.burdenAboveLimit, [
      [words('station'), words('name'), words('hours')],
      warnings.heavy.map((w) => [w.stationId, w.name, w.hours.toFixed(1)]),
    ]);
    list(words('preview.open', warnings.auditsOpen), warnings.auditsOpen, [
      [words('station'), words('name'), 'id'],
      warnings.open.map((w) => [w.stationId, w.name, w.auditId]),
    ]);
    if (!preview.openAudits.checked) shell.print(words('preview.not-checked', preview.openAudits.upTo));

    function list(title: string, total: number, [head, rows]: [string[], (string | number)[][]]): void {
      if (total === 0) return;
      shell.print(title);
      shell.print(terminalTable(head, rows.slice(0, shown)));
      if (total > shown) shell.print(words('and-more', total));
    }
  });
}
