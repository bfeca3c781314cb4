import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import type { Tab, Visitor } from './visitor.ts';

/**
 * What browsers write to the console by themselves: about requests that the test had refused or broken, and,
 * in Firefox, about each domain that was found to be too wide for a cookie, or to be another site's frame.
 */
const expected = [
  /^Failed to load resource: (net::ERR_|the server responded with a status of (429|503))/,
  /Cross-Origin Request Blocked: .*Status code: (\(null\)|429|503)/,
  /Cookie .* has been rejected (for invalid domain|because it is in a cross-site context)/,
];

/** A visitor in Chromium or Firefox, in a context of its own. */
export async function puppeteerVisitor(browser: Browser): Promise<Visitor> {
  const context = await browser.createBrowserContext();
  const faults: string[] = [];
  const pages: Page[] = [];
  const newTab = async (): Promise<Tab> => {
    const page = await newPage(context, faults);
    pages.push(page);
    return puppeteerTab(page);
  };
  return {
    tab: await newTab(),
    newTab,
    goOffline: async (isOffline) => {
      for (const page of pages) if (!page.isClosed()) await page.setOfflineMode(isOffline);
    },
    faults: () => faults,
    leave: () => context.close(),
  };
}

async function newPage(context: BrowserContext, faults: string[]): Promise<Page> {
  const page = await context.newPage();
  const note = (text: string): void => {
    if (!expected.some((pattern) => pattern.test(text))) faults.push(text);
  };
  await page.bringToFront();
  page.on('pageerror', (error) => note(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') note(message.text());
  });
  return page;
}

function puppeteerTab(page: Page): Tab {
  return {
    open: async (url) => void (await page.goto(url)),
    run: (script, ...given) => page.evaluate(script as never, ...(given as unknown as never[])) as never,
    type: (selector, text) => page.type(selector, text),
    click: (selector) => page.click(selector),
    close: () => page.close(),
  };
}
