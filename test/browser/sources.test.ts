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
  for (const source of ['Linkedn Ads', 'linkedn', 'facebok', 'youtub']) await enter(source);
});
afterAll(() => running.stop());

const headers = { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' };

async function enter(source: string): Promise<void> {
  const body = JSON.stringify({ source, name: 'Eva', company: `Firma ${crypto.randomUUID()}` });
  const answer = await fetch(`${running.url}/v1/leads`, { method: 'POST', headers, body });
  expect(answer.status).toBe(201);
}

async function open(page: Page): Promise<void> {
  await page.goto(`${running.url}/#key=${adminKey}`);
  await page.waitForSelector('#leads');
  await page.goto(`${running.url}/#/sources`);
  await page.waitForSelector('.proposals li');
}

async function broken(page: Page): Promise<string[]> {
  // given to the page by the debugger: its own policy forbids scripts from elsewhere
  await page.evaluate(axe);
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

async function buildLink(page: Page, values: Record<string, string>): Promise<void> {
  for (const [field, value] of Object.entries(values)) {
    await page.$eval(`#link-${field}`, (input) => ((input as HTMLInputElement).value = ''));
    await page.type(`#link-${field}`, value);
  }
  await page.click('.builder button');
}

describe('the page of sources', () => {
  it('takes a spelling for what it means when a person says yes, and leaves it when they say no', async () => {
    const page = await running.newVisitor();
    await open(page);
    expect(await page.$eval('.proposals', (list) => list.textContent)).toContain(
      'linkedn probably means linkedin',
    );
    await page.click('.proposals li:first-child .choice button');
    await page.waitForFunction(() =>
      document.querySelector('.said')?.textContent?.includes('linkedin from now on'),
    );
    await page.waitForFunction(() => document.querySelectorAll('.proposals li').length === 2);
    await page.click('.proposals li:first-child .choice button.plain');
    await page.waitForFunction(() => document.querySelectorAll('.proposals li').length === 1);
    await page.waitForFunction(() =>
      document.querySelector('main')?.textContent?.includes('4 leads recomputed'),
    );
    const sources = (await running.leads()).map(({ originalSource }) => originalSource.source);
    expect(new Set(sources)).toEqual(new Set(['facebok', 'linkedin', 'youtub']));
  });

  it.each([
    ['light', 1280],
    ['light', 390],
    ['dark', 1280],
    ['dark', 390],
  ])('builds links, names what is wrong, and is accessible in %s at %i pixels', async (scheme, width) => {
    const page = await running.newVisitor();
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await open(page);
    await buildLink(page, { url: 'https://acme.com/demo', source: 'LinkedIn Ads', medium: 'carrier pigeon' });
    await page.waitForSelector('#link-campaign[aria-invalid=true]');
    expect(await page.$$eval('.builder .problem', (found) => found.length)).toBe(2);
    expect(await broken(page)).toEqual([]);
    await buildLink(page, { medium: 'paid_social', campaign: 'Q1' });
    await page.waitForSelector('#built-link');
    expect(await page.$eval('#built-link', (field) => (field as HTMLInputElement).value)).toBe(
      'https://acme.com/demo?utm_source=linkedin&utm_medium=paid_social&utm_campaign=q1',
    );
    expect(await broken(page)).toEqual([]);
    const isTooWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;
    expect(await page.evaluate(isTooWide)).toBe(false);
    if (process.env['PICTURES'])
      await page.screenshot({ path: `${process.env['PICTURES']}/${scheme}-${width}.png`, fullPage: true });
  });
});
