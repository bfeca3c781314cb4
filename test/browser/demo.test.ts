import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startRunning, type Running } from './running.ts';

const soon = { timeout: 60_000, interval: 50 };
const campaign = '?utm_source=LinkedIn%20Ads&utm_medium=cpc&utm_campaign=q1&li_fat_id=x';

let running: Running;
beforeAll(async () => {
  running = await startRunning();
});
afterAll(() => running.stop());

describe('the demo page', () => {
  it('makes one lead with its source, its touch and its pages', async () => {
    const { newVisitor, url, leads, lead, touches } = running;
    const page = await newVisitor();
    await page.goto(`${url}/demo/${campaign}`);
    await page.goto(`${url}/demo/pricing/`);
    await page.goto(`${url}/demo/`);
    await page.type('input[name=name]', 'Eva Beispiel');
    await page.type('input[name=email]', 'eva@firma.de');
    await page.type('input[name=company]', 'Firma GmbH');
    await page.click('form button[type=submit]');
    await vi.waitFor(async () => expect(await leads()).toHaveLength(1), soon);

    const [{ id } = { id: '' }] = await leads();
    await vi.waitFor(async () => {
      const { activity } = await lead(id);
      expect(activity.map(({ text }) => text).join('\n')).toContain('/demo/pricing/');
    }, soon);
    expect((await lead(id)).originalSource).toEqual({
      source: 'linkedin',
      medium: 'cpc',
      campaign: 'q1',
      content: null,
      channel: 'Paid Social',
      family: 'paid',
    });
    expect(await lead(id)).toMatchObject({
      email: 'eva@firma.de',
      company: 'Firma GmbH',
      temperature: 'hot',
    });
    const journey = await touches(id);
    expect(journey).toHaveLength(1);
    expect(journey[0]?.raw).toMatchObject({ source: 'LinkedIn Ads', click: { li_fat_id: 'x' } });
  });

  it('works without JavaScript and lands on a page that says thank you', async () => {
    const { newVisitor, url, leads } = running;
    const page = await newVisitor();
    await page.setJavaScriptEnabled(false);
    await page.goto(`${url}/demo/`);
    await page.type('input[name=name]', 'Max Ohne');
    await page.type('input[name=email]', 'max@ohne-skript.de');
    await Promise.all([page.waitForNavigation(), page.click('form button[type=submit]')]);
    expect(await page.$eval('h1', (title) => title.textContent)).toBe('Thank you');
    const emails = (await leads()).map(({ email }) => email);
    expect(emails).toContain('max@ohne-skript.de');
  });
});
