import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminKey } from '../process/collector.ts';
import { startRunning, type Running } from './running.ts';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let running: Running;
let axe: string;
beforeAll(async () => {
  axe = await readFile(axeFile, 'utf8');
  running = await startRunning();
  const body = {
    site: 'demo',
    email: 'eva@firma.de',
    name: '<img src=x onerror=alert(1)>',
    company: 'Firma GmbH',
    form: { name: 'Request a demo', url: 'javascript:alert(1)' },
  };
  await fetch(`${running.url}/v1/leads`, { method: 'POST', body: JSON.stringify(body) });
});
afterAll(() => running.stop());

/** Rules of WCAG A and AA that the page breaks, with where. */
async function broken(page: Page): Promise<string[]> {
  // given to the page by the debugger: its own policy forbids scripts from elsewhere
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

async function signIn(page: Page): Promise<void> {
  await page.goto(running.url);
  await page.type('input[type=password]', adminKey);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.leads .who a');
}

describe('the dashboard', () => {
  it('asks for a key, refuses a wrong one, and shows health, sites and leads', async () => {
    const page = await running.newVisitor();
    await page.goto(running.url);
    await page.type('input[type=password]', 'hw_key_wrong');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#key-problem:not(:empty)');
    await signIn(page);
    const text = await page.$eval('main', (main) => main.textContent);
    for (const part of ['Ready', 'Not connected', 'Demo', 'Firma GmbH', 'Hot']) expect(text).toContain(part);
    expect(page.url()).not.toContain(adminKey);
  });

  it('shows what a lead typed as text and never as markup or as a link that runs', async () => {
    const page = await running.newVisitor();
    await signIn(page);
    await page.click('.leads .who a');
    await page.waitForSelector('#history');
    expect(await page.$$eval('main img', (images) => images.length)).toBe(0);
    const links = await page.$$eval('main a', (anchors) => anchors.map((anchor) => anchor.href));
    expect(links.filter((href) => href.startsWith('javascript:'))).toEqual([]);
  });

  it.each([
    ['light', 1280],
    ['light', 390],
    ['dark', 1280],
    ['dark', 390],
  ])('is accessible and obeys its policy in %s at %i pixels', async (scheme, width) => {
    const page = await running.newVisitor();
    const refused: string[] = [];
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) refused.push(message.text());
    });
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(running.url);
    await page.waitForSelector('input[type=password]');
    expect(await broken(page)).toEqual([]);
    await signIn(page);
    expect(await broken(page)).toEqual([]);
    await page.click('.leads .who a');
    await page.waitForSelector('#history');
    expect(await broken(page)).toEqual([]);
    await page.goto(`${running.url}/demo/`);
    expect(await broken(page)).toEqual([]);
    expect(refused).toEqual([]);
  });
});
