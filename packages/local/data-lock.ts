import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const held = new Set<string>();

/** Another living process works on the data folder. */
export class DataInUse extends Error {
  override readonly name = 'DataInUse';
  readonly data: string;
  readonly pid: number;
  constructor(data: string, pid: number) {
    super(`${data} is in use by process ${pid}`);
    this.data = data;
    this.pid = pid;
  }
}

/**
 * Makes sure that one process at a time works on a data folder. The lock of a process that was killed does not count:
 * a process is known by its id and its start time.
 * @throws DataInUse when another living process holds it
 */
export function lockData(data: string): () => void {
  const path = join(data, 'platform.lock');
  if (held.has(path)) throw new DataInUse(data, process.pid);
  const holder = readHolder(path);
  if (holder && holder.pid !== process.pid && startTime(holder.pid) === holder.started) {
    throw new DataInUse(data, holder.pid);
  }
  writeFileSync(path, JSON.stringify({ pid: process.pid, started: startTime(process.pid) }));
  held.add(path);
  return () => {
    held.delete(path);
    rmSync(path, { force: true });
  };
}

function readHolder(path: string): { pid: number; started: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { pid: number; started: string };
  } catch {
    return undefined;
  }
}

/** Start time of a process in clock ticks; where the system does not tell, being alive has to do. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    if (process.platform === 'linux') return 'gone';
  }
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch {
    return 'gone';
  }
}
