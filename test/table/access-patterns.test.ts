import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { functionSpecs } from '../../infra/function-specs.ts';
import { accessPatterns } from '../../packages/table/access-patterns.ts';
import { indexPartitions, keys, partitions } from '../../packages/table/keys.ts';
import { appealStore } from '../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../packages/table/stores/audit-store.ts';
import { bankStore } from '../../packages/table/stores/bank-store.ts';
import { campaignStore } from '../../packages/table/stores/campaign-store.ts';
import { commentStore } from '../../packages/table/stores/comment-store.ts';
import { complianceStore } from '../../packages/table/stores/compliance-store.ts';
import { dutyStore } from '../../packages/table/stores/duty-store.ts';
import { editionDraftStore } from '../../packages/table/stores/edition-draft-store.ts';
import { editionStore } from '../../packages/table/stores/edition-store.ts';
import { examStore } from '../../packages/table/stores/exam-store.ts';
import { findingStore } from '../../packages/table/stores/finding-store.ts';
import { networkStore } from '../../packages/table/stores/network-store.ts';
import { nonconformityStore } from '../../packages/table/stores/nonconformity-store.ts';
import { personStore } from '../../packages/table/stores/person-store.ts';
import { personnelStore } from '../../packages/table/stores/personnel-store.ts';
import { reportStore } from '../../packages/table/stores/report-store.ts';
import { subjectStore } from '../../packages/table/stores/subject-store.ts';
import { trailStore } from '../../packages/table/stores/trail-store.ts';
import { webhookStore } from '../../packages/table/stores/webhook-store.ts';
import type { Table } from '../../packages/table/table.ts';
import { patternTable, usersOfPatterns } from './pattern-table.ts';

const nowhere = { name: 'nowhere' } as Table;
const stores: Record<string, object> = {
  'appeal-store': appealStore(nowhere),
  'audit-store': auditStore(nowhere),
  'bank-store': bankStore(nowhere),
  'exam-store': examStore(nowhere),
  'person-store': personStore(nowhere),
  'personnel-store': personnelStore(nowhere),
  'comment-store': commentStore(nowhere),
  'campaign-store': campaignStore(nowhere),
  'duty-store': dutyStore(nowhere),
  'edition-draft-store': editionDraftStore(nowhere),
  'compliance-store': complianceStore(nowhere),
  'edition-store': editionStore(nowhere),
  'finding-store': findingStore(nowhere),
  'network-store': networkStore(nowhere),
  'nonconformity-store': nonconformityStore(nowhere),
  'report-store': reportStore(nowhere),
  'subject-store': subjectStore(nowhere),
  'trail-store': trailStore(nowhere),
  'webhook-store': webhookStore(nowhere),
};
const specs = await functionSpecs();
const patterns = Object.entries(accessPatterns).map(([name, pattern]) => ({ name, ...pattern }));

/** A store function that sends nothing that changes items. */
const isRead = (fn: unknown) =>
  !/\b((Put|Update|Delete|TransactWrite|BatchWrite)Command|putOnce|changeAudit|changeCampaign|changeFinding|move|change|tried)\b/.test(
    String(fn),
  );

describe('An access pattern', () => {
  test.each(patterns)('$name is a function of its store that changes nothing', ({ name, store }) => {
    const fn = (stores[store] as Record<string, unknown> | undefined)?.[name];
    expect(fn).toBeTypeOf('function');
    expect(isRead(fn)).toBe(true);
  });

  test.each(Object.entries(usersOfPatterns(specs)))('%s is asked by some function', (_name, users) => {
    expect(users).not.toEqual([]);
  });

  test('exists for everything that a store reads', () => {
    const reads = Object.entries(stores).flatMap(([store, functions]) =>
      Object.entries(functions)
        .filter(([, fn]) => isRead(fn))
        .map(([name]) => `${store}: ${name}`),
    );
    expect(reads.sort()).toEqual(patterns.map(({ name, store }) => `${store}: ${name}`).sort());
  });

  test('asks a question, once', () => {
    const questions = patterns.map(({ question }) => question);
    expect(questions.filter((question) => !question.endsWith('?'))).toEqual([]);
    expect(new Set(questions).size).toBe(questions.length);
  });

  test('is one of a partition that a permission can name', () => {
    const known = [...Object.values(partitions), ...Object.values(indexPartitions)];
    for (const { name, partition } of patterns) {
      const key = partition
        .replace(/ \(gsi\d\)/, '')
        .replace(/<.*$/, 'x')
        .replace('#CURRENT', '#x');
      const kinds = known.filter((kind) => new RegExp(`^${kind.replace('*', '.+')}$`).test(key));
      expect(kinds.length, name).toBeGreaterThan(0);
    }
  });
});

describe('The README of the table', () => {
  test('shows every access pattern with who asks it', () => {
    const file = new URL('../../packages/table/README.md', import.meta.url);
    const start = '<!-- access patterns: written by UPDATE_DOCS=1, from access-patterns.ts -->';
    const end = '<!-- end of access patterns -->';
    const text = readFileSync(file, 'utf8');
    const [before = '', rest = ''] = text.split(start);
    const [, after = ''] = rest.split(end);
    const expected = `${before}${start}\n${patternTable(specs)}\n${end}${after}`;
    if (process.env.UPDATE_DOCS) writeFileSync(file, expected);
    expect(readFileSync(file, 'utf8')).toBe(expected);
  });
});

describe('A key', () => {
  const audit = 'aud_cmp_01jd0000000000000000000000_stn_00000001';
  const made: Record<string, { pk: string }> = {
    edition: keys.edition('1'),
    'edition-rules': keys.editionRules('1'),
    regions: keys.regions(),
    shard: keys.shard(3),
    roster: keys.roster('stn_1'),
    subject: keys.subject('sm'),
    campaign: keys.campaign('cmp_1'),
    'campaign-wait': keys.campaignWait('cmp_1'),
    tally: keys.campaignTally('cmp_1', 7),
    report: keys.report('rep_1'),
    'duty-record': keys.dutyRecord('stn_1', 'rec_20261130_R05_0123456789abcdef'),
    'duty-start': keys.dutyStart('stn_1'),
    'duty-plans': keys.dutyPlans(),
    webhooks: keys.webhooks(),
    'webhook-secret': keys.webhookSecret('whk_1'),
    delivery: keys.delivery('whk_1', 'msg_1'),
    'audit-wait': keys.auditWait(audit),
    answers: keys.answers(audit, 'SM', 'abc'),
    trail: keys.trailBatch('stn_1', 1),
    'trail-day': keys.trailDay('2026-11-24', 'stn_1'),
    'wait-finding': keys.waitFinding(3, 'x'),
    anchor: keys.anchor('2026-11-24'),
    'anchor-shard': keys.anchorShard(3, '2026-11-24'),
    nonconformity: keys.nonconformity('ncf_01jd0000000000000000000000_SD-JN-001_AU-SM-01'),
    'correction-wait': keys.correctionWait('ncf_01jd0000000000000000000000_SD-JN-001_SM', 'correction', 1),
  };

  test.each(Object.entries(made))('%s lies in exactly one kind of partition', (_name, { pk }) => {
    const kinds = Object.values(partitions).filter((kind) =>
      kind.endsWith('*') ? pk.startsWith(kind.slice(0, -1)) : pk === kind,
    );
    expect(kinds).toHaveLength(1);
  });

  test('names a shard with two digits, so that one is no prefix of another', () => {
    expect(keys.shard(3).pk).toBe('SHARD#03');
    expect(keys.campaignTally('cmp_1', 7).pk).toBe('CAMPAIGN-SHARD#cmp_1#07');
  });
});
