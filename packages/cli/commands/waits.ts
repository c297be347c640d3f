import type { Command } from 'commander';
import type { MessageKey } from '../messages.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

interface WaitFinding {
  kind: string;
  of: string;
  item: string | null;
  stationId: string | null;
  owner: string;
  foundOn: string;
  restartedAt: string | null;
}

/** What the scan of waits has found, for HQ. */
export function waitsCommand(program: Command, shell: Shell): void {
  program
    .command('waits')
    .summary('失联的等待与超期的申诉(总部)· waits that lost token or owner, and overdue disputes, for HQ')
    .action(async () => {
      const { json, words } = shell.context();
      const found = await shell.api().all<WaitFinding>('/v1/wait-findings');
      if (json) return shell.printJson(found);
      if (found.length === 0) return shell.print(words('waits.none'));
      shell.print(
        terminalTable(
          [
            words('waits.found-on'),
            words('waits.what'),
            words('station'),
            words('item'),
            words('waits.owner'),
            words('waits.mended'),
            'id',
          ],
          found.map(({ kind, of, item, stationId, owner, foundOn, restartedAt }) => [
            foundOn,
            words(`waits.${kind}` as MessageKey),
            stationId ?? '',
            item ?? '',
            words(`role.${owner}` as MessageKey),
            restartedAt ? words('waits.restarted', `${restartedAt.slice(0, 16)}Z`) : '',
            of,
          ]),
        ),
      );
    });
}
