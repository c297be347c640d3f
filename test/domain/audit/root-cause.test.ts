import { describe, expect, test } from 'vitest';
import { saysCause } from '../../../packages/domain/audit/root-cause.ts';

describe('A root cause that names only training or a person', () => {
  test.each([
    '已培训',
    '已对员工进行培训',
    '已重新培训相关人员',
    '人为失误',
    '员工操作失误造成',
    '由于员工疏忽导致，已进行再培训',
    '工作人员责任心不强，已批评教育',
    '人员安全意识淡薄',
    '忘记了',
    '因为粗心大意。',
    '个人原因',
    'Retrained the person',
    'Human error',
    'The technician was retrained.',
    'It was due to human error; staff have been trained again',
    'Careless employee, reminded',
    'operator mistake',
    '人为失误 human error',
    '......',
  ])('%s is refused', (text) => {
    expect(saysCause(text)).toBe(false);
  });
});

describe('A root cause that says why it could happen', () => {
  test.each([
    '交接单没有该栏，无人知道要填',
    '新员工未培训的原因是入职流程没有安排培训环节',
    '人为失误：量具已过检定期，系统没有到期提醒',
    '备件库温湿度计损坏，采购周期长，未建立备用件制度',
    'The checklist has no field for the torque value',
    'Human error, because the two connectors look alike and are not marked',
    'Technician was not trained: the training plan skips people who join mid-year',
    '台账模板过期',
  ])('%s is taken', (text) => {
    expect(saysCause(text)).toBe(true);
  });
});
