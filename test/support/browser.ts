import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

export interface RealBrowser {
  browser: Browser;
  end(): Promise<void>;
}

/** No sandbox: tests run as root. Nothing is looked for outside this machine. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** Where distributions put it; on machines for which npm has no build. */
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Headless Chromium as npm brings it (`@sparticuz/chromium`, for x64 Linux); elsewhere the one that is installed.
 * There is no third way: a page that was not looked at was not tested.
 */
export async function openBrowser(): Promise<RealBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'stationkeeper-browser-'));
  const executablePath =
    process.platform === 'linux' && process.arch === 'x64'
      ? await unpackedInto(folder)
      : installed.find((place) => existsSync(place));
  if (!executablePath) throw new Error(`no browser: npm has none for this machine, and none is installed`);
  const browser = await chromium.launch({ executablePath, args: flags });
  return {
    browser,
    async end() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The package unpacks into the folder for temporary files and takes what it finds there, whole or not. */
async function unpackedInto(folder: string): Promise<string> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    return await packed.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
