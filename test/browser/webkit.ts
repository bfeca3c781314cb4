import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { Builder, By, Capabilities, error as errors, type WebDriver } from 'selenium-webdriver';
import { freePort } from '../postgres.ts';
import { until } from './until.ts';
import { Hung, type Engine, type Settings, type Tab, type Visitor } from './visitor.ts';

const LONGEST_SCRIPT_MS = 15_000;
const screenPath = '/usr/bin/Xvfb';
const driverPath = '/usr/bin/WebKitWebDriver';
const browserPath = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

/** A real WebKitGTK in its small browser, on a screen that nobody sees. */
export const webkit: Engine = {
  name: 'WebKitGTK',
  lacks: {
    'a switch for offline': 'WebDriver has none',
    prerendering: 'WebKit knows no speculation rules',
    'tabs that hide each other': 'without a window manager a window stays visible, whatever stands before it',
    'tells of Global Privacy Control': 'WebKit has no such setting',
    'tells of Do Not Track': 'WebKit has given it up',
  },
  brokeDown: (error) => error instanceof errors.NoSuchSessionError || error instanceof Hung,
  start: async (proxyPort) => {
    for (const path of [driverPath, browserPath, screenPath]) {
      if (!existsSync(path)) throw new Error(`${path} is missing: install webkit2gtk-driver and xvfb`);
    }
    const screen = await startScreen();
    const driver = await startDriver(screen.display);
    return {
      newVisitor: (settings) => webKitVisitor(driver.address, proxyPort, settings),
      stop: async () => {
        for (const child of [driver.process, screen.process]) await ended(child);
      },
    };
  },
};

async function startDriver(display: string): Promise<{ address: string; process: ChildProcess }> {
  const port = await freePort();
  // run as root, as in a container, it cannot make its own sandbox
  const env = { ...process.env, DISPLAY: `:${display}`, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' };
  const child = spawn(driverPath, [`--port=${port}`], { stdio: 'ignore', env });
  const address = `http://127.0.0.1:${port}`;
  await until('WebKitWebDriver answers', async () => (await fetch(`${address}/status`)).ok);
  return { address, process: child };
}

async function startScreen(): Promise<{ display: string; process: ChildProcess }> {
  const words = ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'];
  const child = spawn(screenPath, words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [display] = (await once(child.stdio[3] as Readable, 'data')) as [Buffer];
  return { display: String(display).trim(), process: child };
}

async function ended(child: ChildProcess): Promise<void> {
  const end = once(child, 'exit');
  child.kill();
  await end;
}

async function webKitVisitor(address: string, proxyPort: number, settings: Settings = {}): Promise<Visitor> {
  const cookies = settings.refusesCookies ? ['--cookies-policy=never'] : [];
  const browser = await new Builder()
    .usingServer(address)
    .withCapabilities(
      new Capabilities({
        browserName: 'MiniBrowser',
        acceptInsecureCerts: true,
        'webkitgtk:browserOptions': {
          binary: browserPath,
          args: ['--automation', `--proxy=http://127.0.0.1:${proxyPort}`, ...cookies],
        },
      }),
    )
    .build();
  await browser.manage().setTimeouts({ pageLoad: 30_000, script: LONGEST_SCRIPT_MS });
  const inFront = frontOf(browser);
  return {
    tab: webKitTab(browser, await browser.getWindowHandle(), inFront),
    newTab: async () => {
      const [open = ''] = await browser.getAllWindowHandles();
      await inFront(open, () => browser.switchTo().newWindow('tab'));
      return webKitTab(browser, await browser.getWindowHandle(), inFront);
    },
    goOffline: () => Promise.reject(new Error('WebDriver cannot')),
    // pages report their own: WebDriver does not show the console
    faults: () => [],
    leave: () => browser.quit(),
  };
}

type InFront = <Answer>(handle: string, act: () => Promise<Answer>) => Promise<Answer>;

/** WebDriver speaks to one tab at a time. */
function frontOf(browser: WebDriver): InFront {
  return async (handle, act) => {
    await browser.switchTo().window(handle);
    return act();
  };
}

function webKitTab(browser: WebDriver, handle: string, inFront: InFront): Tab {
  const element = (selector: string) => browser.findElement(By.css(selector));
  return {
    open: (url) => inFront(handle, () => browser.get(url)),
    run: (script, ...given) =>
      inFront(handle, () => answered(browser.executeScript(script as never, ...given))),
    type: (selector, text) => inFront(handle, () => element(selector).sendKeys(text)),
    click: (selector) => inFront(handle, () => element(selector).click()),
    close: async () => {
      // the browser ends with its last tab
      if ((await browser.getAllWindowHandles()).length === 1) await browser.switchTo().newWindow('tab');
      await inFront(handle, () => browser.close());
    },
  };
}

/** A script that meets a change of pages can be lost together with the page's process, and its time-out as well. */
function answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const lost = AbortSignal.timeout(LONGEST_SCRIPT_MS);
  return Promise.race([
    answer,
    new Promise<never>((_, reject) => lost.addEventListener('abort', () => reject(lost.reason as Error))),
  ]);
}
