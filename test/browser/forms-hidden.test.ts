import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openZoo, type OpenZoo } from '../fixtures/forms/open.ts';
import { soon, visit, type Seen } from '../fixtures/forms/visit.ts';

const query = '?utm_source=LinkedIn&utm_campaign=May+sale&gclid=abc-123&ref=ANNA42';
const referer = 'http://blog.example/';

let zoo: OpenZoo;
beforeAll(async () => {
  zoo = await openZoo();
});
afterAll(() => zoo.stop());

/** The fields that the page's own server received. */
const fieldsOf = ({ requests }: Seen): [string, string][] => [
  ...new URLSearchParams(requests.find(({ method }) => method === 'POST')?.body),
];

/** Everything but what the fields of this name hold. */
const without = (fields: [string, string][], names: string[]): [string, string][] =>
  fields.map(([name, value]) => [name, names.includes(name) ? '' : value]);

describe.concurrent('hidden fields', () => {
  it.each(['hidden-native', 'hidden-formdata', 'hidden-json'])(
    '%s: are filled by their names and change nothing else',
    async (page) => {
      const email = `${page}@zoo-firma.de`;
      const plan = { page, query, referer, act: act(email) };
      const bare = await visit(zoo, 'bare', plan);
      const tagged = await visit(zoo, 'with', plan);

      const filled = fieldsOf(tagged);
      expect(Object.fromEntries(filled)).toMatchObject({
        utm_source: 'LinkedIn',
        utm_campaign: 'May sale',
        kampagne: 'May sale',
        gclid: 'abc-123',
        ref: 'ANNA42',
        hw_visitor: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/) as unknown,
        hw_landing_page: expect.stringContaining(`/${page}.html`) as unknown,
        hw_referrer: referer,
        hw_original_source: 'LinkedIn',
        hw_latest_source: 'LinkedIn',
        token: 't-17',
      });
      const names = filled.map(([name]) => name).filter((name) => !['name', 'email', 'token'].includes(name));
      expect(without(filled, names)).toEqual(fieldsOf(bare));
      const blank = (text: string): string =>
        text.replaceAll(/(<input type="hidden"[^>]*?) value="[^"]*"/g, '$1');
      const written = (seen: Seen): string[] =>
        seen.documents.map((one) => blank(one).replaceAll(/^.* false$/gm, ''));
      expect(written(tagged)).toEqual(written(bare));
      expect(tagged.events).toBe(bare.events);
      expect(tagged.errors).toEqual([]);
      expect(tagged.leads).toHaveLength(1);
      expect(await zoo.leadsOf(email)).toHaveLength(1);
    },
  );
});

const act =
  (email: string): Parameters<typeof visit>[2]['act'] =>
  async ({ write, press, reads }) => {
    await write({ name: 'Eva Beispiel', email });
    await press('button');
    await reads('Thank you');
  };

describe.concurrent('a form that posts to the collector itself', () => {
  it.each([
    ['without JavaScript', false],
    ['beside the script', true],
  ])('%s makes one lead and lands where it should', async (_, isScripted) => {
    const email = `no-javascript-${isScripted}@zoo-firma.de`;
    const origin = zoo.website.originOf(`with.no-javascript-${isScripted}`);
    const context = await zoo.browser.createBrowserContext();
    const page = await context.newPage();
    await page.setJavaScriptEnabled(isScripted);
    await page.goto(`${origin}/no-javascript.html`);
    await page.type('[name=name]', 'Eva Beispiel');
    await page.type('[name=email]', email);
    await Promise.all([page.waitForNavigation(), page.click('button')]);
    expect(page.url()).toBe(`${origin}/echo/page`);
    await vi.waitFor(async () => {
      const told = zoo.relay.relayed(origin).filter(({ path }) => path === '/v1/leads');
      const ways = new Set(told.map(({ body }) => (body.startsWith('{') ? 'script' : 'form')));
      expect([...ways].toSorted()).toEqual(isScripted ? ['form', 'script'] : ['form']);
    }, soon);
    const [lead, ...others] = await zoo.leadsOf(email);
    expect(others).toEqual([]);
    expect(await zoo.submissionsOf(lead!.id)).toHaveLength(1);
    await context.close();
  });
});
