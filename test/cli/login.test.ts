import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../../packages/cli/assembly.ts';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

interface File {
  sessions: Record<string, { user: string; token: string; expiresAt: number }>;
}

let running: RunningPlatform;
let home: string;
const sessions = () => join(home, 'stationkeeper', 'sessions.json');
const kept = () => JSON.parse(readFileSync(sessions(), 'utf8')) as File;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'stationkeeper-home-'));
  running = await runPlatform();
  await running.publishEdition([]);
  await running.importSample(4);
});
beforeEach(() => rmSync(join(home, 'stationkeeper'), { recursive: true, force: true }));
afterAll(async () => {
  await running.end();
  rmSync(home, { recursive: true, force: true });
});

const script = ['packages/cli/stationkeeper.ts'];
interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a program as a user does; types `answer` once the output asks for the password. */
function start(file: string, args: string[], answer?: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: root,
      env: {
        ...process.env,
        XDG_CONFIG_HOME: home,
        STATIONKEEPER_LANG: 'en',
        STATIONKEEPER_API: running.addresses.apiUrl,
        STATIONKEEPER_ISSUER: running.addresses.issuerUrl,
        STATIONKEEPER_CLIENT: running.addresses.clientId,
      },
    });
    let [out, err, asked] = ['', '', false];
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (answer === undefined || asked || !out.includes('Password: ')) return;
      asked = true;
      child.stdin.write(answer);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    if (answer === undefined) child.stdin.end();
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, out, err }));
  });
}
const command = (...args: string[]) => start(process.execPath, [...script, ...args]);
const login = (user: string) => command('login', user, '--password', demoPassword);

describe('a login', () => {
  test('is kept for the commands that follow, until logout', async () => {
    expect((await login('hq')).out).toMatch(/^hq is logged in at http:\S+ until \d{4}-/);
    const self = await command('whoami');
    expect(self.out).toMatch(/user\s+hq\s+role\s+HQ network development\s+valid until\s+\d{4}-/);
    expect(JSON.parse((await command('--json', 'whoami')).out)).toMatchObject({ role: 'hq-network' });
    expect((await command('audit', 'list')).code).toBe(0);

    expect((await command('logout')).out).toContain('logged out of http');
    expect((await command('whoami')).err).toContain('not logged in');
    expect((await command('logout')).out).toContain('there was no login at http');
  });

  test('gives way to a user who is named', async () => {
    await login('hq');
    const other = await command('--user', 'auditor', '--password', demoPassword, '--json', 'whoami');
    expect(JSON.parse(other.out)).toMatchObject({ subject: 'auditor' });
  });

  test('keeps a token and its end in a file of the user alone, and no password', async () => {
    await login('hq');
    expect(statSync(sessions()).mode & 0o777).toBe(0o600);
    chmodSync(sessions(), 0o644);
    await login('auditor');
    expect(statSync(sessions()).mode & 0o777).toBe(0o600);
    const { [running.addresses.apiUrl]: session } = kept().sessions;
    expect(session?.user).toBe('auditor');
    const minutes = ((session?.expiresAt ?? 0) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(50);
    expect(minutes).toBeLessThanOrEqual(60);
    expect(readFileSync(sessions(), 'utf8')).not.toContain(demoPassword);
  });

  test('at another address leaves the first one alone', async () => {
    await login('hq');
    const before = kept();
    const other = 'http://127.0.0.1:9';
    await command('--api', other, 'login', 'auditor', '--password', demoPassword);
    expect(Object.keys(kept().sessions).sort()).toEqual([running.addresses.apiUrl, other].sort());
    expect(kept().sessions[running.addresses.apiUrl]).toEqual(before.sessions[running.addresses.apiUrl]);
  });

  test('with a wrong password keeps nothing', async () => {
    const result = await command('login', 'hq', '--password', 'wrong');
    expect([result.code, result.err.trim()]).toEqual([
      1,
      'Error: login of hq failed: wrong user or password',
    ]);
    expect(existsSync(sessions())).toBe(false);
  });

  test('that has expired is one line', async () => {
    await login('hq');
    const file = kept();
    for (const session of Object.values(file.sessions))
      session.expiresAt = Date.parse('2026-01-01T00:00:00Z');
    writeFileSync(sessions(), JSON.stringify(file));
    const aged = await command('audit', 'list');
    expect(aged.err.trim()).toBe(
      'Error: the login of hq expired at 2026-01-01T00:00:00.000Z; run stationkeeper login again',
    );
    expect(aged.code).toBe(1);
  });

  test('whose file is damaged is one line that names the file', async () => {
    await login('hq');
    writeFileSync(sessions(), '{"sessions":');
    const result = await command('whoami');
    expect(result.err.trim().split('\n')).toEqual([
      `Error: the session file ${sessions()} is damaged; delete it and log in again`,
    ]);
    expect(result.code).toBe(1);
  });

  test('without a terminal and without a password asks nobody', async () => {
    const result = await command('login', 'hq');
    expect(result.err).toContain('no terminal to ask on; give --password');
    expect(result.code).toBe(2);
  });
});

// util-linux `script` lends a command a terminal of its own.
describe.skipIf(!existsSync('/usr/bin/script'))('a login on a terminal', () => {
  const onTerminal = (typed: string) =>
    start(
      '/usr/bin/script',
      ['-qefc', [process.execPath, ...script, 'login', 'hq'].join(' '), '/dev/null'],
      typed,
    );

  test('asks for the password and shows nothing of it', async () => {
    const result = await onTerminal(`${demoPassword}\r`);
    expect(result.out).toMatch(/Password: \s+hq is logged in/);
    expect(result.out).not.toContain(demoPassword);
    expect(result.code).toBe(0);
    expect(Object.values(kept().sessions).map(({ user }) => user)).toEqual(['hq']);
  });

  test('ends at Ctrl-C and keeps nothing', async () => {
    const result = await onTerminal('half\u0003');
    expect(result.out).toContain('cancelled');
    expect(result.code).toBe(130);
    expect(existsSync(sessions())).toBe(false);
  });
});

describe('a preview on the command line', () => {
  test('says who would be asked, region by region, and launches nothing', async () => {
    await login('hq');
    const result = await command('audit', 'preview', '--position', 'SA', 'MT', '--due-days', '3');
    expect(result.out).toMatch(/^4 stations would be asked for 2 positions: \d+ items, about \d+\.\d hours/);
    expect(result.out).toMatch(/region\s+name\s+stations\s+items\s+hours/);
    const asked = JSON.parse((await command('--json', 'audit', 'preview')).out) as {
      stations: object;
      regions: { stations: number }[];
    };
    expect(asked.stations).toEqual({ asked: 4, refused: 0 });
    expect(asked.regions.reduce((sum, { stations }) => sum + stations, 0)).toBe(4);
    expect(JSON.parse((await command('--json', 'audit', 'list')).out)).toEqual([]);
  });

  test('is refused as a launch would be', async () => {
    await login('hq');
    const result = await command('audit', 'preview', '--due-days', '9', '--days', '5');
    expect(result.err).toMatch(/dueAt .* is outside the window/);
    expect(result.code).toBe(1);
  });
});
