import {
  type AppealFigures,
  appealFigures,
  type DecidedAppeal,
} from '../../../packages/domain/audit/appeals.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AppealStore } from '../../../packages/table/stores/appeal-store.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { campaignToChange } from '../campaign-command.ts';

export const countAppeals =
  (ports: { campaigns: CampaignStore; appeals: AppealStore }) =>
  async (input: { campaignId: string }, caller: Caller): Promise<Answer> => {
    const { campaignId } = await campaignToChange(ports.campaigns, input.campaignId, caller);
    const decided = (await ports.appeals.decidedAppeals(campaignId)).map(
      ({ item, reviewer, status, scoreBefore = 0, scoreAfter = 0 }): DecidedAppeal => ({
        item,
        reviewer,
        upheld: status === 'upheld',
        scoreBefore,
        scoreAfter,
      }),
    );
    const inPoints = (rows: AppealFigures[]) => rows.map((row) => ({ ...row, change: row.change / 100 }));
    return {
      status: 200,
      body: {
        decided: decided.length,
        upheld: decided.filter(({ upheld }) => upheld).length,
        reviewers: inPoints(appealFigures(decided, ({ reviewer }) => reviewer)),
        items: inPoints(appealFigures(decided, ({ item }) => item)),
      },
    };
  };
