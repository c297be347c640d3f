import type { Edition, PositionSheet, Text, TrainingModule } from './schema.ts';

// The fixed words of a printed position sheet. Everything else comes from the edition.

export const words = {
  reportsTo: { zh: '上级', en: 'Reports to' },
  dotted: { zh: '业务指导', en: 'Technical direction' },
  statutoryRole: { zh: '法定角色', en: 'Statutory role' },
  enforcement: { zh: '性质', en: 'Enforcement' },
  none: { zh: '无', en: 'none' },
  duties: { zh: '岗位职责', en: 'Duties' },
  prerequisites: { zh: '任职条件', en: 'Prerequisites' },
  modules: { zh: '培训模块', en: 'Training modules' },
  certification: { zh: '认证', en: 'Certification' },
  checklist: { zh: '审核检查表', en: 'Audit checklist' },
  headcount: { zh: '编制', en: 'Heads' },
  clause: { zh: '条款', en: 'Clause' },
  duty: { zh: '职责', en: 'Duty' },
  origin: { zh: '来源', en: 'Origin' },
  recurring: { zh: '定期职责', en: 'Recurring duties' },
  due: { zh: '时限', en: 'Due' },
  id: { zh: '编号', en: 'Id' },
  module: { zh: '模块', en: 'Module' },
  hours: { zh: '学时', en: 'Hours' },
  requiredHours: { zh: '应修学时', en: 'required hours' },
  separator: { zh: '、', en: ', ' },
  deadline: { zh: '期限', en: 'Deadline' },
  neededFor: { zh: '适用', en: 'Needed' },
  check: { zh: '检查内容', en: 'Check' },
  evidence: { zh: '证据', en: 'Evidence' },
  severity: { zh: '严重程度', en: 'Severity' },
  weight: { zh: '分值', en: 'Weight' },
  levels: { zh: '等级', en: 'Levels' },
  authorisations: { zh: '授权', en: 'Authorisations' },
  theoryPass: { zh: '理论合格线', en: 'Theory pass mark' },
  practicalPass: { zh: '实操合格线', en: 'Practical pass mark' },
  practical: { zh: '实操内容', en: 'Practical' },
  practicalTask: { zh: '实操考核', en: 'Practical' },
  minutes: { zh: '分钟', en: 'minutes' },
  step: { zh: '评分步骤', en: 'Step' },
  points: { zh: '分数', en: 'Points' },
  safety: { zh: '安全关键', en: 'Safety' },
  mustBeRight: { zh: '必须正确', en: 'must be right' },
  validity: { zh: '有效期（月）', en: 'Valid (months)' },
  refresher: { zh: '继续培训（学时/年）', en: 'Refresher (hours a year)' },
  assesses: { zh: '考评', en: 'assessed by' },
  approves: { zh: '批准', en: 'approved by' },
  intake: { zh: '月进站台次', en: 'Visits a month' },
} as const satisfies Record<string, Text>;

export const enforcementWords = {
  'brand-mandatory': { zh: '品牌必设', en: 'brand-mandatory' },
  statutory: { zh: '法定必设', en: 'statutory' },
  advisory: { zh: '建议设置', en: 'advisory' },
} as const satisfies Record<PositionSheet['enforcement'], Text>;

export const originWords = {
  source: { zh: '原文', en: 'source' },
  derived: { zh: '推算', en: 'derived' },
  house: { zh: '默认', en: 'house' },
  statutory: { zh: '法定', en: 'law' },
} as const satisfies Record<PositionSheet['certification']['origin'], Text>;

export const occasionWords = {
  always: { zh: '全员', en: 'always' },
  'hv-work': { zh: '高压作业', en: 'high-voltage work' },
  welding: { zh: '焊接作业', en: 'welding' },
  forklift: { zh: '使用叉车', en: 'use of a forklift' },
  'safety-officer': { zh: '兼任安全员', en: 'safety officer' },
  'health-exposure': { zh: '职业危害', en: 'exposure at work' },
} as const satisfies Record<PositionSheet['modules'][number]['when'], Text>;

type Before = Extract<TrainingModule['deadline'], { before: unknown }>['before'];
export const beforeWords = {
  assignment: { zh: '上岗前', en: 'before taking up the position' },
  'independent-work': { zh: '独立作业前', en: 'before independent work' },
  'hv-work': { zh: '高压作业前', en: 'before high-voltage work' },
  welding: { zh: '焊接作业前', en: 'before welding' },
  practical: { zh: '实操考核前', en: 'before the practical' },
  certificate: { zh: '取证前', en: 'before the certificate' },
} as const satisfies Record<Before, Text>;

/** A module's deadline in words. */
export function deadlineText(deadline: TrainingModule['deadline']): Text {
  if ('before' in deadline) return beforeWords[deadline.before];
  if (deadline.days === 0) return { zh: '当日', en: 'first day' };
  const working = deadline.kind === 'working';
  return {
    zh: `${deadline.days}${working ? '个工作日' : '日'}内`,
    en: `within ${deadline.days} ${working ? 'working ' : ''}days`,
  };
}

/** Name of a position, of an HQ office or of the line manager. */
export function actorText(edition: Edition, actor: string): Text {
  if (actor === 'line-manager') return { zh: '直属上级', en: 'Line manager' };
  const position = edition.positions.find((one) => one.code === actor);
  const office = edition.certification.offices.find((one) => one.id === actor);
  return position?.name ?? office?.name ?? { zh: actor, en: actor };
}
