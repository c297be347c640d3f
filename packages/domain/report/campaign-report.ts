import type { EditionRules, Grade } from '../../standard/edition-rules.ts';
import { rankRegions, rankStations } from '../audit/rank-stations.ts';
import { type CampaignCount, lostShare, weakestItems } from './count-campaign.ts';
import {
  type Block,
  chinaTime,
  type Fact,
  type Language,
  type ReportDocument,
  type Table,
  toneOf,
} from './document.ts';
import { type ReportWord, type ReportWords, reportWords } from './words.ts';

type Bilingual = Record<Language, string>;

/** Items that a report shows as the weakest (house). */
export const weakestShown = 20;

/** What the report of a campaign is made of. */
export interface CampaignToReport {
  campaign: {
    campaignId: string;
    name: string;
    edition: string;
    status: string;
    opensAt: string;
    dueAt: string;
    closesAt: string;
    closedAt?: string;
  };
  rules: EditionRules;
  editionTitle: Bilingual;
  /** The only region it is about; null for the whole network. */
  regionId: string | null;
  regionNames: Readonly<Record<string, Bilingual>>;
  count: CampaignCount;
  /** Stations that could not be opened; null where that is not known by region. */
  refused: number | null;
  /** Item → what it checks. */
  checks: Readonly<Record<string, Bilingual>>;
}

const grades: readonly Grade[] = ['A', 'B', 'C', 'D'];
const points = (hundredths: number) => hundredths / 100;

/** The figures of a campaign: how stations and regions stand, what is weakest, who has not shown what. */
export function campaignReport(facts: CampaignToReport, language: Language, madeAt: string): ReportDocument {
  const words = reportWords(language);
  const { campaign, count } = facts;
  const regionName = (id: string) => facts.regionNames[id]?.[language] ?? id;
  const scope = facts.regionId === null ? words('network') : regionName(facts.regionId);
  const ranked = rankStations(count.scored);
  const regions = rankRegions(count.scored);
  const byGrade = Object.fromEntries(
    grades.map((grade) => [grade, count.scored.filter((station) => station.grade === grade).length]),
  ) as Record<Grade, number>;
  const weakest = weakestItems(count.items, facts.rules.itemFactors, weakestShown).map((item) => ({
    ...item,
    check: facts.checks[item.item]?.[language] ?? null,
    lost: Math.round(lostShare(item, facts.rules.itemFactors) * 10_000) / 10_000,
  }));
  const notShown = [...count.notShown].sort((a, b) => (a.stationId < b.stationId ? -1 : 1));
  const scores = count.scored.map(({ score }) => score).sort((a, b) => a - b);
  const mean =
    scores.length === 0 ? null : points(Math.round(scores.reduce((a, b) => a + b, 0) / scores.length));
  const median = scores.length === 0 ? null : points(middle(scores));
  const title = words('campaign.title');
  return {
    title,
    subtitle: facts.regionId === null ? campaign.name : `${campaign.name} · ${scope}`,
    language,
    facts: [
      [words('campaign'), campaign.name],
      [words('campaign-id'), campaign.campaignId],
      [words('region'), scope],
      [words('edition'), facts.editionTitle[language]],
      [words('opened'), chinaTime(campaign.opensAt)],
      [words('due'), chinaTime(campaign.dueAt)],
      [words('window-closes'), chinaTime(campaign.closesAt)],
      [words('campaign.state'), words(`state.${campaign.status}` as ReportWord)],
      ...(campaign.closedAt ? [[words('closed'), chinaTime(campaign.closedAt)] satisfies Fact] : []),
    ],
    sections: [
      {
        title: words('overview'),
        blocks: [
          {
            kind: 'paragraphs',
            lines: [
              words('overview.counts', count.opened, count.scored.length, notShown.length) +
                (facts.refused
                  ? `${language === 'zh' ? '' : ' '}${words('overview.refused', facts.refused)}`
                  : ''),
              mean === null || median === null
                ? words('overview.none')
                : words('overview.mean', mean.toFixed(2), median.toFixed(2)),
            ],
          },
        ],
      },
      { title: words('distribution'), blocks: [distribution(byGrade, words)] },
      { title: words('regions'), blocks: [regionTable(regions, regionName, words)] },
      {
        title: words('weakest'),
        blocks: [
          {
            kind: 'paragraphs',
            lines: [words('weakest.note', 1 - facts.rules.itemFactors.partly, weakestShown)],
          },
          weakestTable(weakest, words),
        ],
      },
      { title: words('missing'), blocks: [missingTable(notShown, regionName, words)] },
      { title: words('ranking'), blocks: [rankingTable(ranked, regionName, words)] },
      { title: words('signatures'), blocks: [{ kind: 'signatures', lines: [words('sign.network')] }] },
    ],
    footer: words('footer', `${title} · ${campaign.name}`, chinaTime(madeAt)),
    main: 'ranking',
    data: {
      report: 'campaign',
      language,
      madeAt,
      campaign: {
        campaignId: campaign.campaignId,
        name: campaign.name,
        status: campaign.status,
        opensAt: campaign.opensAt,
        dueAt: campaign.dueAt,
        closesAt: campaign.closesAt,
        closedAt: campaign.closedAt ?? null,
      },
      edition: { edition: campaign.edition, title: facts.editionTitle[language] },
      regionId: facts.regionId,
      opened: count.opened,
      closed: count.scored.length,
      refused: facts.refused,
      meanScore: mean,
      medianScore: median,
      byGrade,
      regions: regions.map((region) => ({
        ...region,
        name: regionName(region.regionId),
        score: points(region.score),
      })),
      weakest,
      notShown,
      ranking: ranked.map((station) => ({ ...station, score: points(station.score) })),
    },
  };
}

/** Of whole numbers in ascending order, rounded half up between the middle two. */
const middle = (sorted: readonly number[]): number =>
  Math.round(
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2,
  );

const distribution = (byGrade: Record<Grade, number>, words: ReportWords): Block => ({
  kind: 'distribution',
  bars: grades.map((grade) => ({
    label: words('grade.bar', grade),
    count: byGrade[grade],
    tone: toneOf[grade],
  })),
});

const regionTable = (
  regions: ReturnType<typeof rankRegions>,
  name: (id: string) => string,
  words: ReportWords,
): Table => ({
  kind: 'table',
  name: 'regions',
  title: words('regions'),
  columns: [
    { label: words('rank'), width: 9, decimals: 0 },
    { label: words('region'), width: 25 },
    { label: words('stations'), width: 13, decimals: 0 },
    { label: words('mean-score'), width: 17, decimals: 2 },
    ...grades.map((grade) => ({ label: grade, width: 9, decimals: 0 })),
  ],
  rows: regions.map((region) => [
    region.rank,
    name(region.regionId),
    region.stations,
    points(region.score),
    ...grades.map((grade) => region.grades[grade]),
  ]),
  empty: words('overview.none'),
});

const weakestTable = (
  items: readonly {
    item: string;
    clause: string;
    check: string | null;
    asked: number;
    partly: number;
    not: number;
    lost: number;
  }[],
  words: ReportWords,
): Table => ({
  kind: 'table',
  name: 'weakest',
  title: words('weakest'),
  columns: [
    { label: words('item'), width: 14 },
    { label: words('clause'), width: 9 },
    { label: words('check'), width: 36 },
    { label: words('asked'), width: 11, decimals: 0 },
    { label: words('count.partly'), width: 10, decimals: 0 },
    { label: words('count.not'), width: 9, decimals: 0 },
    { label: words('lost-share'), width: 11, decimals: 1 },
  ],
  rows: items.map(({ item, clause, check, asked, partly, not, lost }) => [
    item,
    clause,
    check,
    asked,
    partly,
    not,
    Math.round(lost * 1000) / 10,
  ]),
  empty: words('findings.none'),
});

const missingTable = (
  stations: CampaignCount['notShown'],
  name: (id: string) => string,
  words: ReportWords,
): Table => ({
  kind: 'table',
  name: 'missing',
  title: words('missing'),
  columns: [
    { label: words('station-id'), width: 22 },
    { label: words('station'), width: 34 },
    { label: words('region'), width: 14 },
    { label: words('missing.positions'), width: 30 },
  ],
  rows: stations.map((station) => [
    station.stationId,
    station.name,
    name(station.regionId),
    station.positions.join(', '),
  ]),
  empty: words('missing.none'),
});

const rankingTable = (
  stations: ReturnType<typeof rankStations>,
  name: (id: string) => string,
  words: ReportWords,
): Table => ({
  kind: 'table',
  name: 'ranking',
  title: words('ranking'),
  columns: [
    { label: words('rank'), width: 8, decimals: 0 },
    { label: words('rank-in-region'), width: 10, decimals: 0 },
    { label: words('station-id'), width: 20 },
    { label: words('station'), width: 32 },
    { label: words('region'), width: 12 },
    { label: words('score'), width: 9, decimals: 2 },
    { label: words('grade'), width: 8 },
    { label: words('criticals'), width: 10, decimals: 0 },
  ],
  rows: stations.map((station) => [
    station.rank,
    station.rankInRegion,
    station.stationId,
    station.name,
    name(station.regionId),
    points(station.score),
    station.grade,
    station.openCritical,
  ]),
  empty: words('overview.none'),
});
