import type { Command } from './api-stage.ts';
import type { RunningPlatform } from './running-platform.ts';

/** What the commands about recurring duties may be told; the duty in `there` is the station master's own. */
export function dutyCommands(
  running: RunningPlatform,
  there: Readonly<Record<string, string>>,
  master: string,
): { there: Record<string, string>; commands: Record<string, Command> } {
  const now = () => running.platform.clock.now();
  const month = () => new Date(now() + 8 * 3_600_000).toISOString().slice(0, 7);
  const evidence = '会议纪要 2026-11';
  let made = 0;
  return {
    there: {
      dutyId: 'R29',
      period: month(),
      deviceId: 'QX-07',
      recordId: '',
      event: 'notice-received',
      key: 'TZ-0',
    },
    commands: {
      'record-duty': { user: () => master, body: async () => ({ period: month(), evidence }) },
      'withdraw-duty-record': {
        user: () => master,
        body: async () => ({ reason: '登记错误' }),
        there: async () => {
          const path = `/v1/stations/${there.stationId}/duties/R29/records`;
          const body = { period: month(), evidence: `纪要 ${++made}` };
          const answer = await running.call<{ recordId: string }>(master, 'POST', path, body);
          return { recordId: answer.body.recordId };
        },
      },
      'report-duty-event': {
        user: () => master,
        body: async () => ({
          event: 'notice-received',
          key: `TZ-${++made}`,
          at: new Date(now() - 60_000).toISOString(),
        }),
      },
      'withdraw-duty-event': {
        user: () => master,
        body: async () => ({ reason: '误报' }),
        there: async () => {
          const key = `TZ-${++made}`;
          const body = { event: 'notice-received', key, at: new Date(now() - 60_000).toISOString() };
          await running.call(master, 'POST', `/v1/stations/${there.stationId}/duty-events`, body);
          return { key };
        },
      },
      'keep-device': {
        user: () => master,
        body: async () => ({ validUntil: '2027-06-30', evidence: '检定证书 7' }),
      },
      'begin-duties': { body: async () => ({ stationId: there.stationId }) },
      'plan-duty': {
        body: async () => ({ day: `${month()}-28` }),
        there: async () => ({ dutyId: 'R33', period: month() }),
      },
    },
  };
}
