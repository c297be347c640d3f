import type { ExplainLine } from './explain-seats.ts';

type Text = Record<'zh' | 'en', string>;

/** The sentences of explain lines; `{name}` is filled from the line's values. */
export const staffingWords: Record<string, Text> = {
  'intake-months': { zh: '平均台次取自 {figures}', en: 'The average is that of {figures}' },
  'no-intake': {
    zh: '还没有上报过进站台次,按 0 台次计算',
    en: 'No visits have been reported yet, so there are taken to be none',
  },
  'intake-missing': {
    zh: '{months} 的台次没有上报(应在次月 {day} 日以前上报),未计入平均',
    en: 'The visits of {months} were not reported (due by day {day} of the next month); the average goes without them',
  },
  band: {
    zh: '近三个月平均 {visits} 台次,属 {band} 档,标准 {heads} 人',
    en: 'Three-month average of {visits} visits: band {band}, table says {heads}',
  },
  'band-held': {
    zh: '近三个月平均 {visits} 台次,尚未满换档期限,仍按 {band} 档,标准 {heads} 人',
    en: 'Three-month average of {visits} visits, not long enough for another band: still {band}, table says {heads}',
  },
  'no-formula': { zh: '本岗位没有测算公式', en: 'The position has no formula' },
  constant: { zh: '每站固定 {heads} 人', en: '{heads} at every station' },
  'per-day': {
    zh: '每月 {visits} 台次 ÷({days} 天 × {daily} 台)= {exact} → {heads} 人',
    en: '{visits} visits a month / ({days} days × {daily}) = {exact} → {heads}',
  },
  'per-month': {
    zh: '每月 {visits} 台次 ÷ 每人 {each} 台 = {exact} → {heads} 人',
    en: '{visits} visits a month / {each} per head = {exact} → {heads}',
  },
  workload: {
    zh: '每月 {visits} 台次 × {share}% × {hours} 小时 ÷ 每人 {each} 小时 = {exact} → {heads} 人',
    en: '{visits} visits a month × {share} % × {hours} h / {each} h per head = {exact} → {heads}',
  },
  'per-technicians': {
    zh: '技师({positions}){technicians} 人 ÷ 每 {each} 人配 1 人 = {exact} → {heads} 人',
    en: '{technicians} technicians ({positions}) / {each} per head = {exact} → {heads}',
  },
  minimum: { zh: '不少于 {heads} 人', en: 'Never fewer than {heads}' },
  beyond: {
    zh: '{band} 档按 {design} 台次设计,超出后按公式,应为 {heads} 人',
    en: 'Band {band} is designed for {design} visits; above that the formula applies: {heads}',
  },
  'class-floor': {
    zh: '{class} 类维修企业至少 {heads} 人',
    en: 'Repair class {class} asks for at least {heads}',
  },
  'local-floor': {
    zh: '当地主管部门要求至少 {heads} 人',
    en: 'The local authority asks for at least {heads}',
  },
  'nev-overlay': {
    zh: '维修新能源汽车的站至少 {heads} 人有高压授权',
    en: 'Repair of new-energy vehicles asks for at least {heads} with the high-voltage authorisation',
  },
  outsourced: {
    zh: '{band} 档三类站已书面外委,不设专人',
    en: 'Subcontracted in writing, as class III in band {band} may',
  },
  required: { zh: '应配 {heads} 人', en: 'Required: {heads}' },
};

/** An explain line as a sentence. */
export function explainText({ code, values }: ExplainLine, language: 'zh' | 'en'): string {
  const words = staffingWords[code]?.[language] ?? code;
  return words.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
