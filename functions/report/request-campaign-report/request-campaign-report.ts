import { scopeOf } from '../../../packages/domain/access/may.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Language, ReportFormat } from '../../../packages/domain/report/document.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { type RequestPorts, requestReport } from '../request-report.ts';

interface Input {
  campaignId: string;
  format: ReportFormat;
  language: Language;
  regionId?: string | undefined;
}

/** A campaign that goes on is reported as it stands; whoever sees one region gets that region. */
export const requestCampaignReport =
  (ports: RequestPorts & { campaigns: CampaignStore }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    const ownRegion =
      scopeOf(caller.subject, 'campaign.read') === 'region' ? caller.subject.regionId : undefined;
    const regionId = input.regionId ?? ownRegion;
    caller.allow(regionId === undefined ? {} : { regionId }, () =>
      missing('RegionNotFound', 'no such region for the caller'),
    );
    const { campaignId, status, shards } = campaign;
    const tallies = await ports.campaigns.campaignTallies(campaignId, shards);
    return requestReport(
      ports,
      caller,
      {
        of: 'campaign',
        subjectId: campaignId,
        format: input.format,
        language: input.language,
        ...(regionId === undefined ? {} : { regionId }),
      },
      [status, tallies],
    );
  };
