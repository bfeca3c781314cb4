import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openZoo, type OpenZoo } from '../fixtures/forms/open.ts';
import { leadsOf, watched, type Lead } from '../fixtures/forms/visit.ts';
import { groups, hostilePages, type Row } from '../fixtures/hostile/page.ts';

const soon = { timeout: 60_000, interval: 20 };
const tabs = 6;

let zoo: OpenZoo;
beforeAll(async () => {
  zoo = await openZoo(hostilePages);
});
afterAll(() => zoo.stop());

/** What went wrong on a page that is hostile in this way; nothing, if all is well. */
async function faultsOn(page: Page, { page: name, noLead }: Row): Promise<string[]> {
  const { website, relay } = zoo;
  const visit = `with.${name}`;
  const origin = website.originOf(visit);
  const email = `${name}@hostile.de`;
  const faults: string[] = [];
  const hear = (error: unknown): void => void faults.push(String(error));
  page.on('pageerror', hear);
  await page.goto(`${origin}/${name}.html`);
  // by mouse and keys alone, since what drives a browser relies on the functions that were replaced
  await page.mouse.click(20, 10);
  if (!noLead) await watched(page, soon).catch(hear);
  await page.keyboard.type(email);
  await page.keyboard.press('Enter');
  // the next page is a friendly one
  const next = page.waitForNavigation({ timeout: soon.timeout }).catch(hear);
  await page.keyboard.press('Enter');
  const posted = (): string =>
    website
      .echoed(visit)
      .map(({ body }) => body)
      .join('');
  const wanted = `email=${email.replace('@', '%40')}&own=works`;
  await vi.waitFor(() => expect(posted()).toBe(wanted), soon).catch(hear);
  await next;
  const taken = (): Lead[] => leadsOf(relay.relayed(origin)).filter(({ status }) => status < 300);
  const said = (): string =>
    taken()
      .map(({ body }) => body)
      .join('\n');
  if (!noLead) await vi.waitFor(() => expect(said()).toContain(email), soon).catch(hear);
  page.off('pageerror', hear);
  return faults;
}

/** Goes through the rows in several tabs, each with cookies of its own. */
async function faultsOf(rows: Row[]): Promise<string[]> {
  const left = [...rows];
  const found: string[] = [];
  const walk = async (): Promise<void> => {
    const context = await zoo.browser.createBrowserContext();
    const page = await context.newPage();
    const devtools = await page.createCDPSession();
    for (let row = left.shift(); row; row = left.shift()) {
      for (const fault of await faultsOn(page, row))
        found.push(`${row.moment} our script, ${row.is}: ${fault}`);
      await page.goto('about:blank');
      await devtools.send('Network.clearBrowserCookies');
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: tabs }, walk));
  return found;
}

/**
 * Each takes a page of its own in a real browser. Where CI names the browsers, every row is visited; elsewhere every
 * way to be hostile once, by turns before and after our script, unless it has but one moment.
 */
const isThorough = process.env['HEADWATER_BROWSERS'] !== undefined;

function visited(rows: Row[]): Row[] {
  if (isThorough) return rows;
  const ways = [...Map.groupBy(rows, ({ page }) => page.replace(/^(before|after)-/, '')).values()];
  return ways.flatMap((moments, turn) => moments[turn % moments.length] ?? []);
}

const all = groups.flatMap(([, rows]) => rows).length;
const chosen = groups.map(([does, rows]): [does: string, rows: Row[]] => [does, visited(rows)]);
const visits = chosen.flatMap(([, rows]) => rows).length;
const which = isThorough ? `all ${all} pages` : `${visits} of ${all} pages, all of them in CI`;

describe(`(${which}) a page keeps working, and so do we, when it`, () => {
  it.each(chosen)('%s', { timeout: 300_000 }, async (_, rows) => {
    expect(await faultsOf(rows)).toEqual([]);
  });
});
