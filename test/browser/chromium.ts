import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Browser } from 'puppeteer-core';

/**
 * A real Chromium: CHROMIUM_PATH, else the system's, else the one of the npm package @sparticuz/chromium.
 * Each gets a temporary folder of its own, since that package takes up a stale unpacked one.
 */
export async function startChromium(): Promise<{ browser: Browser; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-chromium-'));
  const browser = await launch({
    executablePath: await chromiumPath(folder),
    userDataDir: join(folder, 'profile'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    // with it, Back never comes from the back/forward cache
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    protocolTimeout: 120_000,
  });
  const stop = async (): Promise<void> => {
    await browser.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { browser, stop };
}

async function chromiumPath(folder: string): Promise<string> {
  const system = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium'].find((path) => path && existsSync(path));
  if (system) return system;
  process.env['TMPDIR'] = folder;
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}
