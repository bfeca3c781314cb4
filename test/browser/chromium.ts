import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, type Browser } from 'puppeteer-core';
import { puppeteerVisitor } from './puppeteer.ts';
import type { Engine, Settings } from './visitor.ts';

type Started = { browser: Browser; stop: () => Promise<void> };

/**
 * A real Chromium: CHROMIUM_PATH, else the system's, else the one of the npm package @sparticuz/chromium.
 * @param proxyPort where it reaches the web; without one it reaches it directly
 */
export async function startChromium(proxyPort?: number, settings: Settings = {}): Promise<Started> {
  return start(systemChromium() ?? (await packedChromium()), proxyPort, settings);
}

/**
 * CHROMIUM_PATH, else the one of the npm package: the same engine without windows, tabs and an address bar, and so
 * with a third of the work for each page. It lacks what `lacksWhenPacked` says.
 */
export async function startSmallChromium(): Promise<Started> {
  return start(process.env['CHROMIUM_PATH'] ?? (await packedChromium()));
}

async function start(executablePath: string, proxyPort?: number, settings: Settings = {}): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-chromium-'));
  const userDataDir = join(folder, 'profile');
  await writePreferences(userDataDir, settings);
  const browser = await launch({
    executablePath,
    userDataDir,
    acceptInsecureCerts: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(proxyPort === undefined ? [] : [`--proxy-server=127.0.0.1:${proxyPort}`]),
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

const lacksWhenPacked = {
  'back/forward cache': 'the Chromium of the npm package is built without one',
  'can be told to refuse cookies': 'the Chromium of the npm package has no settings',
  'tells of Do Not Track': 'the Chromium of the npm package has no settings',
};

/** The same as one of several engines. */
export const chromium: Engine = {
  name: 'Chromium',
  lacks: {
    'tells of Global Privacy Control': 'Chromium has no such setting',
    ...(systemChromium() ? {} : lacksWhenPacked),
  },
  start: async (proxyPort) => {
    const plain = await startChromium(proxyPort);
    return {
      newVisitor: async (settings) => {
        if (!settings) return puppeteerVisitor(plain.browser);
        const { browser, stop } = await startChromium(proxyPort, settings);
        return { ...(await puppeteerVisitor(browser)), leave: stop };
      },
      stop: plain.stop,
    };
  },
};

function systemChromium(): string | undefined {
  return [process.env['CHROMIUM_PATH'], '/usr/bin/chromium'].find((path) => path && existsSync(path));
}

const packageFolder = new URL('../../node_modules/@sparticuz/chromium/', import.meta.url);
const cache = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

let unpacked: Promise<string> | undefined;

/** The package unpacks where TMPDIR says, which is everybody's: one at a time. */
const packedChromium = (): Promise<string> => (unpacked ??= findPacked());

/** Unpacked once for each version of the package, which takes up whatever stands where it would unpack. */
async function findPacked(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('package.json', packageFolder), 'utf8')) as {
    version: string;
  };
  const home = join(cache, `headwater-chromium-${version}`);
  if (!existsSync(home)) {
    await mkdir(cache, { recursive: true });
    const folder = await mkdtemp(`${home}-`);
    await unpack(folder);
    // whole or not at all; another process may have been faster
    await rename(folder, home).catch(() => rm(folder, { recursive: true }));
  }
  return join(home, 'chromium');
}

async function unpack(folder: string): Promise<void> {
  const { default: packed } = await import('@sparticuz/chromium');
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    await packed.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}

/** What a person would change on the page of settings. */
async function writePreferences(
  userDataDir: string,
  { refusesCookies = false, asksForPrivacy }: Settings,
): Promise<void> {
  const preferences = {
    enable_do_not_track: asksForPrivacy === 'tells of Do Not Track',
    profile: { default_content_setting_values: refusesCookies ? { cookies: 2 } : {} },
  };
  await mkdir(join(userDataDir, 'Default'), { recursive: true });
  await writeFile(join(userDataDir, 'Default', 'Preferences'), JSON.stringify(preferences));
}
