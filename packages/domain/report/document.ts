import type { Grade } from '../../standard/edition-rules.ts';

export type Language = 'zh' | 'en';
export type Cell = string | number | null;

/**
 * A report before it has a form: sections, tables and drawings as data. Each format draws of it what it can: PDF all
 * of it, a workbook the facts and the tables, CSV the main table, JSON `data`.
 */
export interface ReportDocument {
  title: string;
  /** Whom and what it is about. */
  subtitle: string;
  language: Language;
  facts: Fact[];
  sections: Section[];
  /** Stands below each page. */
  footer: string;
  /** Name of the table that is the report's CSV. */
  main: string;
  /** What the report says, for machines: texts in its language, points with two decimals, instants in UTC. */
  data: object;
}

export type Fact = readonly [label: string, value: string];

export interface Section {
  title: string;
  blocks: Block[];
}

export type Block = Verdict | Paragraphs | Table | Bars | Distribution | Signatures;

/** The result at a glance. */
export interface Verdict {
  kind: 'verdict';
  grade: Grade;
  score: string;
  lines: string[];
}

export interface Paragraphs {
  kind: 'paragraphs';
  lines: string[];
}

export interface Column {
  label: string;
  /** Share of the width, relative to the other columns. */
  width: number;
  /** Decimals of its numbers; columns with them stand on the right. */
  decimals?: number;
}

export interface Table {
  kind: 'table';
  /** Stable name: also of its sheet, translated by `title`. */
  name: string;
  title: string;
  columns: Column[];
  rows: Cell[][];
  /** The first column is a heading over the rows that share it. */
  grouped?: boolean;
  /** What stands there when there is no row. */
  empty: string;
}

/** Drawn bars, one a row. */
export interface Bars {
  kind: 'bars';
  /** `share` 0…1; null when there is nothing to draw, only a text. */
  rows: { label: string; share: number | null; text: string; tone: Tone }[];
}

/** How many stations have which grade, drawn. */
export interface Distribution {
  kind: 'distribution';
  bars: { label: string; count: number; tone: Tone }[];
}

export interface Signatures {
  kind: 'signatures';
  lines: string[];
}

export type Tone = 'best' | 'good' | 'fair' | 'poor';

export const toneOf: Readonly<Record<Grade, Tone>> = { A: 'best', B: 'good', C: 'fair', D: 'poor' };

/** What files are made in, with their content types. */
export const reportFormats = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const;
export type ReportFormat = keyof typeof reportFormats;

/** All tables of a document, in the order in which they stand. */
export const tablesOf = (document: ReportDocument): Table[] =>
  document.sections.flatMap(({ blocks }) => blocks.filter((block): block is Table => block.kind === 'table'));

/** `2026-11-24 16:00`, the time at the stations: China keeps one time, eight hours ahead of UTC. */
export const chinaTime = (at: string): string =>
  new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
