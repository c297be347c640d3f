import { parentPort, workerData } from 'node:worker_threads';
import { makeReport } from '../../functions/report/make-report/make-report.ts';
import type { ReportFormat } from '../../packages/domain/report/document.ts';
import { renderPdf } from '../../packages/report/render-pdf.ts';
import { renderWorkbook } from '../../packages/report/render-workbook.ts';
import type { AuditItem } from '../../packages/table/items.ts';
import { rulesOfEdition1 } from '../support/edition.ts';
import { aCampaignToReport, madeAt, reportFonts } from '../support/reports.ts';

/** Makes the report of a campaign whose audits and answers are made up when they are read, and never kept. */
const { stations, format } = workerData as { stations: number; format: ReportFormat };
const { campaign } = aCampaignToReport(0);
const shards = Array.from({ length: 64 }, (_, shard) => shard);
let reads = 0;
let bytes = 0;

const auditsOfShard = async (_: string, shard: number) => {
  reads += 1;
  return Array.from({ length: Math.ceil((stations - shard) / 64) }, (_, i) => {
    const n = shard + i * 64;
    return {
      auditId: `aud_${n}`,
      stationId: `stn_SD-JN-${n}`,
      regionId: `reg_${n % 7}`,
      name: `济南第 ${n} 汽车服务有限公司`,
      status: 'closed',
      accepted: Object.fromEntries(rulesOfEdition1.positions.map(({ code }) => [code, 'h'])),
      score: 6000 + ((n * 7919) % 4001),
      grade: 'B',
      openCritical: 0,
      notShown: [],
    } as unknown as AuditItem;
  });
};
const answersOfAudit = async () => {
  reads += 1;
  return rulesOfEdition1.positions.map(({ code, items }) => ({
    position: code,
    hash: 'h',
    answers: items.map(({ id }, i) => ({
      item: id,
      answer: i % 5 === 0 ? 'not' : 'satisfied',
      remark: '记录不完整,下月补齐。'.repeat(10),
    })),
  }));
};

await makeReport({
  reports: {
    report: async () => ({ of: 'campaign', status: 'requested', format, language: 'zh', subjectId: 'cmp_1' }),
    finish: async () => true,
    fail: async () => true,
  },
  audits: { answersOfAudit },
  // Nothing was corrected and nothing disputed.
  appeals: { changesOf: async () => [] },
  campaigns: {
    campaign: async () => ({ ...campaign, shards }),
    campaignTallies: async () => [],
    auditsOfShard,
  },
  editions: {
    editionRules: async () => rulesOfEdition1,
    editionMeta: async () => ({ title: { zh: '版本', en: 'Edition' } }),
    editionPosition: async () => null,
  },
  network: { allRegions: async () => [] },
  files: {
    put: async (_: string, content: Uint8Array) => {
      bytes = content.byteLength;
    },
    link: async () => '',
  },
  render: (document: Parameters<typeof renderPdf>[0]) =>
    format === 'pdf' ? renderPdf(document, reportFonts(), new Date(madeAt)) : renderWorkbook(document),
  clock: { now: () => Date.parse(madeAt) },
} as unknown as Parameters<typeof makeReport>[0])({ detail: { reportId: 'rep_1' } });

parentPort?.postMessage({ reads, bytes, heap: process.memoryUsage().heapUsed });
