import { describe, expect, test } from 'vitest';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { positionSheetLines } from '../../packages/standard/position-sheet.ts';
import { displayWidth, wrapText } from '../../packages/standard/wrap-text.ts';

const edition = loadEdition('edition-1');
const codes = edition.positions.map((position) => position.code);

describe('the sheet of the general administrator', () => {
  const zh = positionSheetLines(edition, 'GA', 'zh');
  const en = positionSheetLines(edition, 'GA', 'en');

  test('begins with name, code and reporting line', () => {
    expect(zh[0]).toBe('综合管理员 GA');
    expect(zh).toContain('上级      服务站长 SM');
    expect(en[0]).toBe('General administrator GA');
    expect(en.some((line) => /^Reports to +Station master SM$/.test(line))).toBe(true);
  });

  test('shows each duty with clause, origin and what recurs', () => {
    const row = zh.find((line) => line.includes(' 8.7 '));
    expect(row).toContain('组织内部审核');
    expect(row).toContain('原文');
    expect(row).toContain('R28');
    expect(en.find((line) => line.includes(' 8.7 '))).toContain('source');
  });

  test('shows what recurs, by when and with what evidence', () => {
    const at = zh.indexOf('定期职责');
    expect(at).toBeGreaterThan(0);
    const row = zh.slice(at).find((line) => line.includes(' R01 '));
    expect(row).toContain('每个工作日10:00前');
    expect(row).toContain('查看日志');
    expect(zh.slice(at).some((line) => line.includes(' R42 '))).toBe(true);
    expect(en.slice(en.indexOf('Recurring duties')).join(' ')).toContain('By 10:00 on each working');
  });

  test('shows the checklist with severity and weight', () => {
    const row = en.find((line) => line.includes('AU-GA-07'));
    expect(row).toContain('Major');
    expect(row).toMatch(/ 20 +│$/);
    expect(zh.find((line) => line.includes('AU-GA-07'))).toContain('严重');
  });

  test('shows modules with hours, certification with certifier, heads by band', () => {
    expect(en).toContain('Training modules (required hours 67)');
    expect(en.find((line) => line.includes(' GA2 '))).toContain('within 60 days');
    expect(en.some((line) => /^Theory pass mark +80$/.test(line))).toBe(true);
    expect(en.some((line) => line.includes('approved by HQ regional office'))).toBe(true);
    expect(zh.some((line) => /301至600台次 +│ 1 /.test(line))).toBe(true);
  });
});

describe('the practical on the sheet of the mechatronics technician', () => {
  test('shows tasks with minutes and steps with clause, points and what must be right', () => {
    const en = positionSheetLines(edition, 'MT', 'en', 160);
    const zh = positionSheetLines(edition, 'MT', 'zh', 160);
    expect(en.find((line) => line.startsWith('Practical MT-P1 '))).toMatch(/ \(60 minutes\)$/);
    expect(en.find((line) => line.includes('MT-P1-2 '))).toMatch(/H11\.4 .* 10 .* must be right /);
    expect(en.find((line) => line.includes('MT-P1-3 '))).not.toContain('must be right');
    expect(zh.find((line) => line.startsWith('实操考核 MT-P2 '))).toContain('45 分钟');
    expect(zh.find((line) => line.includes('MT-P2-5 '))).toContain('必须正确');
  });
});

describe('sheets of every position', () => {
  test.each(codes)('%s: tables line up in both languages and fit the terminal', (code) => {
    for (const language of ['zh', 'en'] as const) {
      const lines = positionSheetLines(edition, code, language, 100);
      let table: number[] = [];
      for (const line of lines) {
        expect(displayWidth(line)).toBeLessThanOrEqual(100);
        if (/^[┌├│└]/.test(line)) table.push(displayWidth(line));
        else {
          expect(new Set(table).size).toBeLessThanOrEqual(1);
          table = [];
        }
      }
      expect(new Set(table).size).toBe(1);
    }
  });

  test('an unknown code is refused by name', () => {
    expect(() => positionSheetLines(edition, 'XX', 'en')).toThrow('edition 1 has no position XX');
  });
});

describe('wrapping text for a terminal', () => {
  test('Chinese characters count two columns', () => {
    expect(displayWidth('6S检查')).toBe(6);
  });

  test('breaks Chinese anywhere, but keeps closing marks with their text', () => {
    expect(wrapText('高压作业、断电', 8)).toEqual(['高压作', '业、断电']);
  });

  test('breaks English at spaces', () => {
    expect(wrapText('Guide technicians in diagnosing', 18)).toEqual(['Guide technicians', 'in diagnosing']);
  });

  test('leaves a word that is too long on a line of its own', () => {
    expect(wrapText('a nonconformity b', 8)).toEqual(['a', 'nonconformity', 'b']);
  });
});
