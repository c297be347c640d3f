import { describe, expect, test } from 'vitest';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { orgChartLines } from '../../packages/standard/org-chart.ts';

const edition = loadEdition('edition-1');

describe('the org chart on a terminal', () => {
  test('reads as a tree in Chinese', () => {
    const lines = orgChartLines(edition, 'zh');
    expect(lines[0]).toBe('服务站长 SM');
    expect(lines[1]).toBe('├─ 服务经理 SVM');
    expect(lines[2]).toBe('│  ├─ 服务顾问 SA');
    expect(lines[15]).toBe('└─ 客服专员 CC');
    expect(lines).toHaveLength(18);
  });

  test('reads as the same tree in English', () => {
    const lines = orgChartLines(edition, 'en');
    expect(lines[0]).toBe('Station master SM');
    expect(lines[5]).toBe('├─ Workshop manager WSM');
    expect(lines[12]).toBe('│  └─ Parts storekeeper PS');
  });

  test('marks dotted lines behind the position and explains the mark', () => {
    const lines = orgChartLines(edition, 'zh');
    expect(lines.find((line) => line.includes('QI'))).toBe(
      '│  └─ 质量管理员 QI  ┄▷ 技术总监 TD、服务站长 SM',
    );
    expect(lines.at(-1)).toContain('┄▷');
    expect(orgChartLines(edition, 'en').filter((line) => line.includes('┄▷'))).toHaveLength(6);
  });

  test('shows every position once', () => {
    const tree = orgChartLines(edition, 'en').slice(0, -2);
    const codes = tree.map((line) =>
      line
        .replace(/ {2}┄▷.*/, '')
        .split(' ')
        .at(-1),
    );
    expect(codes).toEqual(edition.positions.map((position) => position.code));
  });

  test('adds a remark where there is one', () => {
    const lines = orgChartLines(edition, 'en', (code) => (code === 'GA' ? '(vacant)' : ''));
    expect(lines.filter((line) => line.includes('vacant'))).toEqual([
      '├─ General administrator GA  (vacant)',
    ]);
  });
});
