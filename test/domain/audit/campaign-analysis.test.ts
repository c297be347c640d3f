import { describe, expect, test } from 'vitest';
import {
  type AnalysedAudit,
  type BoardAudit,
  campaignBoard,
  compareCampaigns,
  weakestItems,
} from '../../../packages/domain/audit/campaign-analysis.ts';
import { editionRules } from '../../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';

const rules = editionRules(loadEdition('edition-1'));
const audit = (station: string, score: number, given: Partial<AnalysedAudit> = {}): AnalysedAudit => ({
  stationId: `stn_${station}`,
  regionId: 'reg_N',
  name: station,
  score,
  grade: score >= 9000 ? 'A' : 'B',
  asked: ['SA', 'MT'],
  findings: { not: [], partly: [] },
  ...given,
});

describe('The weakest items', () => {
  test('are those that fail at most of the stations asked; half of it where partly, and what came again', () => {
    const before = [audit('A', 8000, { findings: { not: ['AU-SA-01'], partly: [] } })];
    const now = [
      audit('A', 8000, { findings: { not: ['AU-SA-01'], partly: ['AU-MT-01'] } }),
      audit('B', 8000, { findings: { not: ['AU-SA-01'], partly: [] } }),
      audit('C', 8000, { asked: ['MT'], findings: { not: ['AU-MT-02'], partly: ['AU-MT-01'] } }),
    ];
    expect(weakestItems(rules, now, before)).toEqual([
      { item: 'AU-SA-01', position: 'SA', clause: '7.1', asked: 2, not: 2, partly: 0, repeated: 1 },
      {
        item: 'AU-MT-02',
        position: 'MT',
        clause: expect.any(String),
        asked: 3,
        not: 1,
        partly: 0,
        repeated: 0,
      },
      {
        item: 'AU-MT-01',
        position: 'MT',
        clause: expect.any(String),
        asked: 3,
        not: 0,
        partly: 2,
        repeated: 0,
      },
    ]);
  });
});

describe('Two campaigns', () => {
  test('are compared over the stations that both have', () => {
    const before = [audit('A', 8000), audit('B', 9001), audit('X', 1000)];
    const now = [audit('A', 9000), audit('B', 9000), audit('Y', 5000)];
    expect(compareCampaigns(now, before, 5)).toMatchObject({
      stations: 2,
      scoreBefore: 8501,
      scoreAfter: 9000,
      better: 1,
      worse: 1,
      gains: [{ stationId: 'stn_A', gradeBefore: 'B', gradeAfter: 'A' }],
      losses: [{ stationId: 'stn_B' }],
    });
    expect(compareCampaigns(now, [], 5)).toMatchObject({
      stations: 0,
      scoreBefore: 0,
      gains: [],
      losses: [],
    });
  });
});

describe('The board of a campaign', () => {
  const open = (station: string, given: Partial<BoardAudit> = {}): BoardAudit => ({
    auditId: `aud_x_${station}`,
    stationId: `stn_${station}`,
    regionId: 'reg_N',
    name: station,
    status: 'answering',
    dueAt: '2026-03-10T00:00:00.000Z',
    closesAt: '2026-03-20T00:00:00.000Z',
    review: true,
    pending: new Set(['SA', 'MT']),
    accepted: {},
    ...given,
  });
  test('counts where the audits stand, and names who holds them up', () => {
    const audits = [
      open('A'),
      open('B', { pending: new Set(['SA']), accepted: { MT: 'x' } }),
      open('C', { pending: undefined, accepted: { SA: 'x', MT: 'y' } }),
      open('D', { status: 'closed', pending: undefined, accepted: { SA: 'x', MT: 'y' } }),
      open('E', { status: 'cancelled' }),
      open('F', { regionId: 'reg_S', dueAt: '2026-03-15T00:00:00.000Z' }),
    ];
    const board = campaignBoard(audits, Date.parse('2026-03-12T00:00:00Z'), 2);
    expect(board.regions).toEqual([
      {
        regionId: 'reg_N',
        stations: 5,
        answering: 2,
        inReview: 1,
        closed: 1,
        cancelled: 1,
        overdue: 2,
        answered: 5 / 8,
      },
      {
        regionId: 'reg_S',
        stations: 1,
        answering: 1,
        inReview: 0,
        closed: 0,
        cancelled: 0,
        overdue: 0,
        answered: 0,
      },
    ]);
    expect(board.laggards.map(({ stationId, overdue }) => [stationId, overdue])).toEqual([
      ['stn_A', true],
      ['stn_B', true],
    ]);
  });
});
