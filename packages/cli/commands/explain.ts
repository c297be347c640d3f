import type { Command } from 'commander';
import { type AuditExplanation, explanationText } from '../explanation.ts';
import type { Shell } from '../shell.ts';

/** `stationkeeper audit explain`: a closed audit's score, for the people it is about. */
export function explainCommand(audit: Command, shell: Shell): void {
  audit
    .command('explain <audit>')
    .summary('得分是怎么来的 · how a score came about')
    .action(async (auditId: string) => {
      const { json, language, words } = shell.context();
      const explanation = await shell
        .api()
        .call<AuditExplanation>('GET', `/v1/audits/${encodeURIComponent(auditId)}/explanation`);
      if (json) return shell.printJson(explanation);
      shell.print(explanationText(explanation, language, words));
    });
}
