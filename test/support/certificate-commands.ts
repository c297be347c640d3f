import type { Command } from './api-stage.ts';
import type { RunningPlatform } from './running-platform.ts';

/**
 * What the commands about certificates from before this system may be told; they are about the person in `there`.
 * @param there read when a command is sent, so that it may be filled later
 */
export function certificateCommands(
  running: RunningPlatform,
  there: Readonly<Record<string, string>>,
): Record<string, Command> {
  const day = (offset = 0) =>
    new Date(running.platform.clock.now() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10);
  const paper = (level: string) => ({
    position: 'MT',
    level,
    validFrom: '2026-06-01',
    validUntil: '2027-06-01',
    evidence: '档案 2026-6',
  });
  let authorisation: string | undefined;
  return {
    'import-certificates': {
      body: async () => ({
        dryRun: true,
        reason: '加盟前已取得',
        rows: [{ row: 2, cells: { station_code: 'X Y', person_code: 'A-1', position: 'MT', level: 'L1' } }],
      }),
    },
    'take-over-certificate': { body: async () => paper('L3') },
    'record-statutory': {
      body: async () => ({ issuedOn: day(), evidence: '复印件 7' }),
      there: async () => {
        authorisation ??= (
          await running.call<{ number: string }>('hq', 'POST', `/v1/people/${there.personId}/certificates`, {
            ...paper('L1'),
            authorisation: 'hv',
            statutory: { issuedOn: '2026-01-01' },
          })
        ).body.number;
        return { number: authorisation ?? '' };
      },
    },
  };
}
