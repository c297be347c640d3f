import type { Command } from 'commander';
import { ask } from '../ask.ts';
import { forgetSession, keepSession, keptSession } from '../kept-sessions.ts';
import type { MessageKey } from '../messages.ts';
import { UserError } from '../problem.ts';
import { findPlatform, passwordLogin } from '../session.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

interface Self {
  subject: string;
  role: string;
  regionId?: string;
  stationId?: string;
  positions?: string[];
}

export function loginCommands(program: Command, shell: Shell): void {
  program
    .command('login [user]')
    .summary('登录并保留令牌 · log in and keep the token')
    .action(async (named: string | undefined) => {
      const options = shell.sessionOptions();
      const { words } = options;
      const platform = findPlatform(options);
      if (!platform.issuerUrl) throw new UserError(words('no-issuer', platform.apiUrl));
      const user =
        named ??
        options.user ??
        process.env.STATIONKEEPER_USER ??
        (await ask('ask-user', { silent: false, instead: 'login <user>', words }));
      const password =
        options.password ??
        process.env.STATIONKEEPER_PASSWORD ??
        (await ask('ask-password', {
          silent: true,
          instead: '--password / STATIONKEEPER_PASSWORD',
          words,
        }));
      const { token, expiresAt } = await passwordLogin(platform, user, password, words);
      keepSession(platform.apiUrl, { user, token, expiresAt }, words);
      const until = new Date(expiresAt).toISOString();
      if (shell.context().json) shell.printJson({ user, apiUrl: platform.apiUrl, expiresAt: until });
      else shell.print(words('logged-in', user, platform.apiUrl, until));
    });

  program
    .command('logout')
    .summary('删除保留的令牌 · forget the kept token')
    .action(() => {
      const options = shell.sessionOptions();
      const { apiUrl } = findPlatform(options);
      const forgotten = forgetSession(apiUrl, options.words);
      if (shell.context().json) shell.printJson({ apiUrl, forgotten });
      else shell.print(options.words(forgotten ? 'logged-out' : 'not-logged-in', apiUrl));
    });

  program
    .command('whoami')
    .summary('我是谁 · who the platform takes me for')
    .action(async () => {
      const { json, words } = shell.context();
      const self = await shell.api().call<Self>('GET', '/v1/me');
      if (json) return shell.printJson(self);
      const options = shell.sessionOptions();
      const kept =
        (options.user ?? process.env.STATIONKEEPER_USER ?? process.env.STATIONKEEPER_TOKEN)
          ? undefined
          : keptSession(findPlatform(options).apiUrl, words);
      const lines: [MessageKey, string | undefined][] = [
        ['user', self.subject],
        ['role', words(`role.${self.role}` as MessageKey)],
        ['region', self.regionId],
        ['station', self.stationId],
        ['positions', self.positions?.join(' ')],
        ['valid-until', kept && new Date(kept.expiresAt).toISOString()],
      ];
      shell.print(
        terminalTable(
          ['', ''],
          lines.flatMap(([key, value]) => (value ? [[words(key), value]] : [])),
        ).trimStart(),
      );
    });
}
