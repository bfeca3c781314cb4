import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Lead } from '@headwater/contract';
import { serveExample } from '../../examples/serve.ts';
import { freePort } from '../postgres.ts';
import { startRunning, type Running } from './running.ts';

const soon = { timeout: 60_000, interval: 50 };

let running: Running;
beforeAll(async () => {
  running = await startRunning();
});
afterAll(() => running.stop());

/** Serves an example under an address of its own, as a site that Headwater knows. */
async function open(example: string): Promise<{ origin: string; stop: () => void }> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const site = await running.addSite(origin);
  const folder = fileURLToPath(new URL(`../../examples/${example}`, import.meta.url));
  const { stop } = await serveExample({ folder, port, collector: running.url, site });
  return { origin, stop };
}

async function leadNamed(name: string): Promise<Lead> {
  return vi.waitFor(async () => {
    const lead = (await running.leads()).find((one) => one.name === name);
    if (!lead) throw new Error(`no lead is named ${name} yet`);
    return lead;
  }, soon);
}

describe('the plain HTML example', () => {
  let example: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    example = await open('plain-html');
  });
  afterAll(() => example.stop());

  it('sends a lead with its journey, and the form still lands on the thank-you page', async () => {
    const page = await running.newVisitor();
    await page.goto(`${example.origin}/index.html?utm_source=newsletter&utm_medium=email&utm_campaign=May`);
    await page.goto(`${example.origin}/pricing.html`);
    await page.goto(`${example.origin}/index.html`);
    await page.type('#name', 'Plain Eva');
    await page.type('#email', 'eva@plain-firma.de');
    await Promise.all([page.waitForNavigation(), page.click('button')]);
    expect(page.url()).toBe(`${example.origin}/thanks.html`);
    const { id } = await leadNamed('Plain Eva');
    await vi.waitFor(async () => {
      expect((await running.lead(id)).originalSource).toMatchObject({ channel: 'Email', campaign: 'May' });
      expect(await running.touches(id)).toHaveLength(1);
    }, soon);
    // the snippet and the form itself both report it
    expect((await running.lead(id)).submissions).toHaveLength(1);
  });

  it('makes a lead without JavaScript and lands on the thank-you page', async () => {
    const page = await running.newVisitor();
    await page.setJavaScriptEnabled(false);
    await page.goto(`${example.origin}/index.html?utm_source=google&utm_medium=cpc`);
    await page.type('#name', 'Plain Max');
    await page.type('#email', 'max@plain-firma.de');
    await Promise.all([page.waitForNavigation(), page.click('button')]);
    expect(page.url()).toBe(`${example.origin}/thanks.html`);
    expect(await leadNamed('Plain Max')).toMatchObject({ email: 'max@plain-firma.de' });
  });
});

describe('the single-page example', () => {
  it('sees navigation and catches a form that is never posted', async () => {
    const { origin, stop } = await open('spa/dist');
    const page = await running.newVisitor();
    await page.goto(`${origin}/?gclid=abc`);
    await page.click('a[href="/pricing"]');
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Pricing');
    await page.click('a[href="/contact"]');
    await page.waitForSelector('#email');
    await page.type('#name', 'App Eva');
    await page.type('#email', 'eva@app-firma.de');
    await page.type('#message', 'Please call me');
    await page.click('button');
    await page.waitForSelector('[role=status]');
    const { id } = await leadNamed('App Eva');
    await vi.waitFor(async () => {
      const { activity, originalSource, temperature } = await running.lead(id);
      const seen = activity.map(({ text }) => text);
      expect(seen).toEqual(expect.arrayContaining(['Viewed /', 'Viewed /pricing', 'Viewed /contact']));
      expect(originalSource).toMatchObject({ source: 'google', channel: 'Paid Search' });
      expect(temperature).toBe('hot');
    }, soon);
    stop();
  });
});
