import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type AuditToReport, auditReport } from '../../packages/domain/report/audit-report.ts';
import { type CampaignToReport, campaignReport } from '../../packages/domain/report/campaign-report.ts';
import { countCampaign } from '../../packages/domain/report/count-campaign.ts';
import type { Language } from '../../packages/domain/report/document.ts';
import { type Fonts, readFonts } from '../../packages/report/fonts.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { rulesOfEdition1, smallRules } from './edition.ts';

const edition = loadEdition('edition-1');
export const madeAt = '2026-11-24T08:00:00.000Z';

const sheets = Object.fromEntries(
  edition.positions.map(({ code, name, audit }) => [code, { name, audit: { items: audit.items } }]),
);

/** A closed audit with a critical finding, others, remarks, evidence, and a position that was not shown. */
export function anAuditToReport(overrides: Partial<AuditToReport> = {}): AuditToReport {
  const notShown = ['BT'];
  const positions = rulesOfEdition1.positions.filter(({ code }) => !notShown.includes(code));
  const answers = positions.map(({ code, items }, p) => ({
    position: code,
    hash: `hash-${code}`,
    answers: items.map(({ id, severity }, i) => {
      const failed = (p * 7 + i) % 11 === 3;
      const partly = (p * 5 + i) % 13 === 4;
      const answer =
        code === 'MT' && severity === 'critical' ? 'not' : failed ? 'not' : partly ? 'partly' : 'satisfied';
      return {
        item: id,
        answer: answer as 'not' | 'partly' | 'satisfied',
        ...(answer === 'satisfied'
          ? { evidence: 'DMS 2026-10' }
          : { remark: '记录不完整,10 月缺两次;下月 5 日前补齐', evidence: '档案柜 3-2' }),
      };
    }),
  }));
  return {
    audit: {
      auditId: 'aud_01jd0000000000000000000000_SD-JN-001',
      campaignId: 'cmp_01jd0000000000000000000000',
      stationId: 'stn_SD-JN-001',
      regionId: 'reg_EAST',
      name: '济南历城众诚汽车服务有限公司',
      edition: '1',
      openedAt: '2026-11-01T00:00:00.000Z',
      dueAt: '2026-11-15T16:00:00.000Z',
      closedAt: '2026-11-20T03:30:00.000Z',
      accepted: Object.fromEntries(answers.map(({ position, hash }) => [position, hash])),
      notShown,
    },
    rules: rulesOfEdition1,
    capTexts: Object.fromEntries(edition.audit.caps.map(({ id, text }) => [id, text])),
    answers,
    corrections: [],
    sheets,
    region: { zh: '华东大区', en: 'East' },
    campaign: { name: '2026 年第四季度内部审核' },
    editionTitle: edition.about.title,
    ...overrides,
  };
}

/** A closed audit of the small edition, whose report a person can check; one remark looks like a formula. */
export function aSmallAuditToReport(): AuditToReport {
  const texts = (id: string) => ({ zh: `检查 ${id}`, en: `Check ${id}` });
  return anAuditToReport({
    audit: { ...anAuditToReport().audit, edition: '9', accepted: { SM: 'a', MT: 'b' }, notShown: ['PP'] },
    rules: smallRules,
    answers: [
      {
        position: 'SM',
        hash: 'a',
        answers: [
          { item: 'SM-1', answer: 'satisfied', evidence: 'DMS 2026-10' },
          { item: 'SM-2', answer: 'not', remark: '=HYPERLINK("http://evil")' },
        ],
      },
      {
        position: 'MT',
        hash: 'b',
        answers: [
          { item: 'MT-1', answer: 'partly', remark: '缺两次,"10 月"' },
          { item: 'MT-2', answer: 'not-applicable', remark: '无此设备' },
        ],
      },
      // Never accepted: it must not show.
      { position: 'MT', hash: 'c', answers: [{ item: 'MT-1', answer: 'satisfied' }] },
    ],
    sheets: {
      SM: {
        name: { zh: '服务站长', en: 'Station master' },
        audit: { items: ['SM-1', 'SM-2'].map((id) => ({ id, check: texts(id) })) },
      },
      MT: {
        name: { zh: '机电技师', en: 'Mechatronic technician' },
        audit: { items: ['MT-1', 'MT-2'].map((id) => ({ id, check: texts(id) })) },
      },
      PP: null,
    },
    editionTitle: { zh: '小版本', en: 'Small edition' },
  });
}

/** A closed campaign over so many stations in four regions; every seventh has not shown a position. */
export function aCampaignToReport(stations: number): CampaignToReport {
  const count = countCampaign(rulesOfEdition1);
  const regions = ['reg_EAST', 'reg_NORTH', 'reg_SOUTH', 'reg_WEST'];
  for (let n = 0; n < stations; n++) {
    const code = `SD-JN-${String(n).padStart(4, '0')}`;
    const score = 6000 + ((n * 7919) % 4001);
    const answers = rulesOfEdition1.positions.slice(1).map(({ code: position, items }, p) => ({
      position,
      hash: 'h',
      answers: items.map(({ id }, i) => ({
        item: id,
        answer: (n * 31 + p * 7 + i * (n % 5)) % 17 === 0 ? ('not' as const) : ('satisfied' as const),
      })),
    }));
    count.add(
      {
        stationId: `stn_${code}`,
        regionId: regions[n % 4] ?? '',
        name: `济南第 ${n} 汽车服务有限公司`,
        status: 'closed',
        accepted: Object.fromEntries(answers.map(({ position, hash }) => [position, hash])),
        score,
        grade: score >= 9000 ? 'A' : score >= 8000 ? 'B' : score >= 7000 ? 'C' : 'D',
        openCritical: n % 3,
        notShown: n % 7 === 0 ? ['SM'] : [],
      },
      answers,
      [],
    );
  }
  return {
    campaign: {
      campaignId: 'cmp_01jd0000000000000000000000',
      name: '2026 年第四季度内部审核',
      edition: '1',
      status: 'closed',
      opensAt: '2026-11-01T00:00:00.000Z',
      dueAt: '2026-11-15T16:00:00.000Z',
      closesAt: '2026-11-25T16:00:00.000Z',
      closedAt: '2026-11-20T03:30:00.000Z',
    },
    rules: rulesOfEdition1,
    editionTitle: edition.about.title,
    regionId: null,
    regionNames: {
      reg_EAST: { zh: '华东大区', en: 'East' },
      reg_NORTH: { zh: '华北大区', en: 'North' },
      reg_SOUTH: { zh: '华南大区', en: 'South' },
      reg_WEST: { zh: '西部大区', en: 'West' },
    },
    count: count.result(),
    refused: 2,
    checks: Object.fromEntries(
      edition.positions.flatMap(({ audit }) => audit.items.map(({ id, check }) => [id, check])),
    ),
  };
}

export const anAuditReport = (language: Language) => auditReport(anAuditToReport(), language, madeAt);
export const aCampaignReport = (language: Language, stations = 40) =>
  campaignReport(aCampaignToReport(stations), language, madeAt);

/** The fonts that lie beside the bundle. */
export const reportFonts = (): Fonts =>
  readFonts(
    join(dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json')), 'files'),
  );
