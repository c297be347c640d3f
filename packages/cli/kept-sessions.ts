import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { Words } from './messages.ts';
import { UserError } from './problem.ts';

const sessionSchema = z.strictObject({
  user: z.string(),
  token: z.string(),
  /** Milliseconds of the epoch. */
  expiresAt: z.int(),
});
export type KeptSession = z.infer<typeof sessionSchema>;
const fileSchema = z.strictObject({
  v: z.literal(1),
  /** By API address. */
  sessions: z.record(z.string(), sessionSchema),
});

/** Where logins are kept: tokens with their end, one per API address, never a password. */
export const sessionFile = () =>
  join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'stationkeeper', 'sessions.json');

export const keptSession = (apiUrl: string, words: Words): KeptSession | undefined =>
  readSessions(words)[apiUrl];

export function keepSession(apiUrl: string, session: KeptSession, words: Words): void {
  writeSessions({ ...readSessions(words), [apiUrl]: session });
}

/** @returns false when none was kept for this address */
export function forgetSession(apiUrl: string, words: Words): boolean {
  const { [apiUrl]: kept, ...others } = readSessions(words);
  if (kept) writeSessions(others);
  return kept !== undefined;
}

function readSessions(words: Words): Record<string, KeptSession> {
  const file = sessionFile();
  if (!existsSync(file)) return {};
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).sessions;
  } catch {
    throw new UserError(words('session-unreadable', file));
  }
}

/** Replaces the file whole, so that a crash leaves the old one and nobody else can ever read the new one. */
function writeSessions(sessions: Record<string, KeptSession>): void {
  const file = sessionFile();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify({ v: 1, sessions }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(fresh, file);
}
