import type { CDPSession, HTTPRequest, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readScripts } from '../../packages/collector/src/scripts.ts';
import type { Memory } from '../../packages/snippet/src/commands.ts';
import {
  type Arrival,
  keptOf,
  nobody,
  NOW,
  THIS,
  VISITOR,
} from '../../packages/snippet/src/arrivals/arrival.ts';
import { arrivals } from '../../packages/snippet/src/arrivals/arrivals.ts';
import { startSmallChromium } from './chromium.ts';

type Sent = { visitor: string; events: { kind: string; id: string; referrer?: string }[] };

const scripts = readScripts();
/** What the page that is open has written to the console and sent. */
let said: string[] = [];
let sent: Sent[] = [];
let html = '';

let page: Page;
let devtools: CDPSession;
let stop: () => Promise<void>;
beforeAll(async () => {
  const chromium = await startSmallChromium();
  stop = chromium.stop;
  page = await chromium.browser.newPage();
  devtools = await page.createCDPSession();
  page.on('console', (message) => void said.push(message.text()));
  page.on('request', (request) => void answer(request));
  await page.setRequestInterception(true);
});
afterAll(() => stop());

/** The whole web: scripts wherever somebody hosts them, collectors that take everything, and one page everywhere else. */
async function answer(request: HTTPRequest): Promise<void> {
  const script = scripts.get(request.url().split('/').at(-1) ?? '');
  const headers = {
    'Access-Control-Allow-Origin': request.headers()['origin'] ?? '*',
    'Access-Control-Allow-Credentials': 'true',
  };
  if (script !== undefined) return request.respond({ headers, contentType: 'text/javascript', body: script });
  if (request.method() === 'GET') {
    return request.respond({ contentType: 'text/html; charset=utf-8', body: html });
  }
  // the page before may still say goodbye by a beacon
  if (request.resourceType() === 'fetch') sent.push(JSON.parse(request.postData() ?? '') as Sent);
  return request.respond({ status: 202, headers, contentType: 'application/json', body: '{}' });
}

type Prepared = ReturnType<typeof keptOf> & { nowMs: number; referrer: string | null };

/** Runs in the page, before our script: sets the clock and what the browser keeps. */
function prepare({ cookies, storage, nowMs, referrer }: Prepared): void {
  Date.now = () => nowMs;
  localStorage.clear();
  if (storage) localStorage['hw'] = storage;
  for (const [name, value] of cookies) document.cookie = `${name}=${value}; path=/`;
  if (referrer !== null) Object.defineProperty(document, 'referrer', { value: referrer });
}

function pageOf({ known, from, tag }: Arrival): string {
  // no link in a browser on a desktop has such a referrer
  const referrer = /^(https?:.*)?$/.test(from) ? null : from;
  const given = JSON.stringify({ ...keptOf(known), nowMs: NOW, referrer } satisfies Prepared);
  const names = { domains: 'data-domains', ignoreReferrers: 'data-ignore-referrers', hash: 'data-hash' };
  const attributes = Object.entries(tag).map(
    ([name, value]) => `${names[name as keyof typeof names]}="${value}"`,
  );
  return `<!doctype html><title>A page</title><script>(${prepare.toString()})(${given})</script>
    <script src="https://leads.hosted.test/hw.js" data-site="KEY" data-debug ${attributes.join(' ')}></script>`;
}

/** Arrives as the row says, in a browser that keeps what the row says. */
async function arrive(row: Arrival) {
  // the same address with another hash would be no arrival
  if (row.to.includes('#')) await page.goto('about:blank');
  await devtools.send('Network.clearBrowserCookies');
  [said, sent, html] = [[], [], pageOf(row)];
  const referer = row.from.startsWith('http') ? row.from : '';
  await page.goto(row.to, { ...(referer && { referer, referrerPolicy: 'unsafe-url' }) });
  const memory = (await page.evaluate(`new Promise((resolve) => headwater('get', resolve))`)) as Memory;
  await vi.waitFor(() => expect(sent).not.toEqual([]), { timeout: 10_000, interval: 5 });
  const reasons = said.flatMap((text) => /^(campaign|active|referrer|direct)\b/.exec(text)?.[1] ?? []);
  return { reasons, memory, ...sent[0]! };
}

const cookiesThere = async () => (await devtools.send('Network.getCookies')).cookies;

/** After it the page writes nothing more as it is left, which may be later than the next one begins. */
const deny = () => page.evaluate(`headwater('consent', 'denied')`);

describe('in Chromium', () => {
  it.each(arrivals)('$is: $because', async (row) => {
    const { reasons, memory, visitor, events } = await arrive(row);
    await deny();
    expect(reasons).toEqual([row.because]);
    expect(events.map(({ kind }) => kind)).toEqual(row.because === 'active' ? ['page'] : ['touch', 'page']);
    const touches = events.filter(({ kind }) => kind === 'touch');
    for (const touch of touches) {
      expect({ ...touch, referrer: touch.referrer ?? null }).toMatchObject(row.touch);
      expect(memory.last).toEqual(touch);
    }
    expect(memory.touches).toHaveLength(Math.min(20, row.known.touches.length + touches.length));
    const first = row.first === THIS ? touches[0]?.id : row.first;
    expect({ first: memory.first?.id, visitor }).toMatchObject({
      ...(first !== undefined && { first }),
      ...(row.known.seenAtMs !== 0 && { visitor: VISITOR }),
    });
  });
});

it.each([
  ['https://www.site.test/', '.site.test'],
  ['https://site.test/', '.site.test'],
  ['https://www.site.co.uk/', '.site.co.uk'],
  ['https://site.github.io/', '.site.github.io'],
  ['http://localhost/', 'localhost'],
])('both cookies of %s stand on %s, and none is left after a no', async (to, domain) => {
  await arrive({ is: '', known: nobody, to, from: '', tag: {}, because: 'direct', touch: {} });
  const cookies = await cookiesThere();
  expect(cookies.map((cookie) => `${cookie.name} ${cookie.domain}`).sort()).toEqual([
    `hw ${domain}`,
    `hw_s ${domain}`,
  ]);
  await deny();
  expect(await cookiesThere()).toEqual([]);
});

it.each(['https://www.site.test/hw/', 'https://api.hosted.test/v1/tag/'])(
  'the other half is loaded from beside the first: %s',
  async (base) => {
    html = `<!doctype html><title>A page</title><form></form><script src="${base}hw.js" data-site="KEY"></script>`;
    const loaded = page.waitForRequest((request) => request.url().includes('hw-page.js'), {
      timeout: 10_000,
    });
    await page.goto('https://www.site.test/');
    expect((await loaded).url()).toBe(`${base}hw-page.js`);
  },
);
