import { describe, expect, test } from 'vitest';
import { wordsIn } from '../../packages/cli/messages.ts';
import { certificateFacts, certificationText } from '../../packages/cli/people-text.ts';

/** Half past two in the morning in China. */
const night = '2026-11-25T18:30:00.000Z';
const certificate = {
  ...{ number: 'SK-T75A-E59F-3G', personId: 'per_1', stationId: 'stn_1', position: 'MT', level: 'L1' },
  ...{ authorisation: 'hv', edition: '1', status: 'suspended', refresherHours: 0 },
  ...{ issuedOn: '2026-11-26', validFrom: '2026-11-26', validUntil: '2027-11-26' },
};

describe('What a person reads', () => {
  test('of a decision at night bears the day in China', () => {
    const suspended = { by: 'hq', at: night, reason: '投诉属实' };
    const takenOver = { by: 'hq', at: night, evidence: 'OLD-1' };
    const text = certificateFacts({ ...certificate, suspended, takenOver }, wordsIn('zh'));
    expect(text).toContain('2026-11-26 投诉属实 (hq)');
    expect(text).toContain('OLD-1 (hq, 2026-11-26)');
  });

  test('of an authorisation says which paper it leans on, and until when', () => {
    const statutory = {
      certificate: 'low-voltage-electrician',
      validUntil: '2029-01-01',
      reviewBy: '2026-11-20',
    };
    const of = (language: 'zh' | 'en') => certificateFacts({ ...certificate, statutory }, wordsIn(language));
    expect(of('zh')).toMatch(/所依据的证件 +低压电工证 有效至 2029-01-01 复审有效至 2026-11-20/);
    expect(of('en')).toMatch(/leans on +low-voltage electrician certificate until 2029-01-01 reviewed until/);
  });

  test('of a way names what is still to be shown in words, and tries by the clock in China', () => {
    const missing = ['education', 'statutory-certificate:driving-licence', 'statutory-certificate:new'];
    const way = {
      ...{ certificationId: 'crt_1', personId: 'per_1', stationId: 'stn_1', position: 'SA', level: 'L1' },
      ...{ kind: 'initial', status: 'candidate', missing, assessments: [], rubric: [] },
      attempts: [{ number: 1, at: night, score: 70, passed: false }],
      ...{
        exam: { reason: 'prerequisites', missing },
        next: { step: 'prerequisites', owner: 'GA', due: '2026-12-26' },
      },
      passMarks: { theory: 80, practical: 80 },
    };
    const zh = certificationText(way, wordsIn('zh'));
    const named =
      '学历 (education)、机动车驾驶证 (statutory-certificate:driving-licence)、法定证件 (statutory-certificate:new)';
    expect(zh).toContain(named);
    expect(zh).toContain(`条件未齐:${named}`);
    expect(zh).toContain('2026-11-26 02:30');
    expect(certificationText(way, wordsIn('en'))).toContain('education (education), driving licence (');
  });
});
