import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Lead, LeadDetail } from '@headwater/contract';
import { startSmallChromium } from '../browser/chromium.ts';
import { adminKey, headwater, newPlace, serve, type Place, type Serving } from './collector.ts';
import { proxies, worker, type Proxy } from './proxies.ts';
import { newLead, newReport, origin } from './reports.ts';

type Recipe = Pick<Proxy, 'name' | 'start'>;

const soon = { timeout: 60_000, interval: 50 };
const perMinute = 5;
const cdn = '127.0.0.9';
const json = { 'Content-Type': 'application/json' };
const fromSite = { ...json, Origin: origin };

type Said = { status: number; headers: IncomingHttpHeaders; body: string };
type Asked = { from?: string; headers?: Record<string, string>; body?: string };

/** Asks a port of this machine, from an address of our choice: every 127.x.x.x is ours. */
function ask(
  port: number,
  path: string,
  { from = '127.0.0.1', headers = {}, body }: Asked = {},
): Promise<Said> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const asked = request(
      { port, path, headers, method, host: '127.0.0.1', localAddress: from },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => (text += String(chunk)));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** A server that answers with what it was asked. */
async function startEcho(): Promise<{ port: number; stop: () => void }> {
  const server = createServer(({ url, headers }, answer) => answer.end(JSON.stringify({ url, headers })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
}

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'headwater-website-'));
  await chmod(root, 0o755);
});
afterAll(() => rm(root, { recursive: true, force: true }));

function provesHeaders({ name, start }: Recipe): void {
  describe(`what ${name} hands on`, () => {
    let port: number;
    const stops: (() => unknown)[] = [];
    beforeAll(async () => {
      const echo = await startEcho();
      const proxy = await start({ collectorPort: echo.port, root, cdn: `${cdn}/32` });
      port = proxy.port;
      stops.push(proxy.stop, echo.stop);
    });
    afterAll(async () => {
      for (const stop of stops) await stop();
    });

    const told = async (headers: Record<string, string>, from?: string): Promise<IncomingHttpHeaders> => {
      const { body } = await ask(port, '/hw/v1/collect', { body: '{}', headers, ...(from && { from }) });
      return (JSON.parse(body) as { headers: IncomingHttpHeaders }).headers;
    };

    it.each([
      ['/hw/hw.js', '/hw.js'],
      ['/hw/hw-0123456789ab.js', '/hw-0123456789ab.js'],
      ['/hw/hw-widget.js', '/hw-widget.js'],
      ['/hw/hw-widget-de.js', '/hw-widget-de.js'],
      ['/hw/v1/collect', '/v1/collect'],
      ['/hw/v1/leads', '/v1/leads'],
      ['/hw/v1/referrals', '/v1/referrals'],
      ['/hw/v1/codes/ANNA42?site=KEY', '/v1/codes/ANNA42?site=KEY'],
      ['/hw/r/ANNA42', '/r/ANNA42'],
    ])('%s is %s of the collector', async (path, url) => {
      expect(JSON.parse((await ask(port, path)).body)).toMatchObject({ url });
    });

    it.each(['/hw/', '/hw/v1/leads/lead_1', '/hw/v1/settings/routing', '/hw/metrics', '/hw.js', '/v1/leads'])(
      'keeps %s inside',
      async (path) => {
        expect((await ask(port, path)).status).toBe(404);
      },
    );

    it('takes no cookie of the website with it but the visitor’s', async () => {
      const cookie = 'session=secret; hw=0198a1b2-0000-7000-8000-000000000001; cart=7';
      expect((await told({ Cookie: cookie })).cookie).toBe('hw=0198a1b2-0000-7000-8000-000000000001');
      expect((await told({ Cookie: 'session=secret' })).cookie ?? '').toBe('');
    });

    it('takes no key and no password with it', async () => {
      expect((await told({ Authorization: 'Basic c3RhZ2luZzpzZWNyZXQ=' })).authorization).toBeUndefined();
    });

    it('says under which name and from where it was asked, whatever the visitor claims', async () => {
      const claims = { 'X-Forwarded-Host': 'mallory.example', 'X-Forwarded-For': '198.51.100.1' };
      const headers = await told({ ...claims, Host: 'www.example.com' }, '127.0.0.6');
      expect(headers).toMatchObject({
        'x-forwarded-host': 'www.example.com',
        'x-forwarded-for': '127.0.0.6',
      });
    });
  });
}

function provesRecipe({ name, start }: Recipe): void {
  describe(`the collector behind ${name}`, () => {
    let place: Place;
    let serving: Serving;
    let site: string;
    let proxy: Awaited<ReturnType<Proxy['start']>>;
    let folder: string;
    const own = (): string => `http://127.0.0.1:${proxy.port}`;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'headwater-proxy-'));
      place = await newPlace(`file:${join(folder, 'test.db')}`);
      place.env['TRUST_PROXY'] = `127.0.0.1/32,${cdn}/32`;
      place.env['RATE_LIMIT_IP'] = String(perMinute);
      await headwater(place, 'init');
      proxy = await start({ collectorPort: place.port, root, cdn: `${cdn}/32` });
      const tag = await headwater(place, 'site', 'add', 'Example', origin, own(), '--no-bot-filter');
      site = /data-site="([^"]+)"/.exec(tag)?.[1] ?? '';
      serving = await serve(place);
    });
    afterAll(async () => {
      await proxy.stop();
      serving.signal('SIGTERM');
      await serving.ended;
      await rm(folder, { recursive: true, force: true });
    });

    const report = (asked: Asked): Promise<Said> =>
      ask(proxy.port, '/hw/v1/collect', { body: newReport(site).body, ...asked });
    const statuses = async (count: number, asked: Asked): Promise<number[]> => {
      const said: number[] = [];
      for (let done = 0; done < count; done += 1) said.push((await report(asked)).status);
      return said;
    };
    const get = async <Answer>(path: string): Promise<Answer> => {
      const headers = { authorization: `Bearer ${adminKey}` };
      return (await (await fetch(`http://127.0.0.1:${place.port}${path}`, { headers })).json()) as Answer;
    };
    const leadOf = async (email: string): Promise<Lead> =>
      vi.waitFor(async () => {
        const found = (await get<{ data: Lead[] }>('/v1/leads')).data.find((lead) => lead.email === email);
        if (!found) throw new Error(`${email} is no lead yet`);
        return found;
      }, soon);
    const countryOf = async (asked: Asked): Promise<string | null> => {
      const email = `eva-${crypto.randomUUID()}@firma-behind-proxy.de`;
      const lead = { ...(JSON.parse(newLead(site).body) as object), email, timeZone: undefined };
      const body = JSON.stringify({ ...lead, country: undefined });
      expect((await ask(proxy.port, '/hw/v1/leads', { body, ...asked })).status).toBe(201);
      return (await leadOf(email)).country;
    };

    it('sees each visitor’s own address, and no other that they claim', async () => {
      const mallory = { from: '127.0.0.2', headers: fromSite };
      expect(await statuses(perMinute, mallory)).toEqual(Array(perMinute).fill(202));
      const disguised = {
        ...fromSite,
        'X-Forwarded-For': '198.51.100.1',
        'CF-Connecting-IP': '198.51.100.1',
      };
      expect((await report({ from: '127.0.0.2', headers: disguised })).status).toBe(429);
      expect((await report({ from: '127.0.0.3', headers: fromSite })).status).toBe(202);
    });

    it('sees each visitor’s own address when a CDN stands in front', async () => {
      const through = (address: string): Asked => ({
        from: cdn,
        headers: { ...fromSite, 'X-Forwarded-For': address, 'CF-Connecting-IP': address },
      });
      expect(await statuses(perMinute + 1, through('198.51.100.2'))).toEqual([
        ...Array(perMinute).fill(202),
        429,
      ]);
      expect((await report(through('198.51.100.3'))).status).toBe(202);
    });

    it('believes a country from the CDN and from nobody else', async () => {
      const address = { 'X-Forwarded-For': '198.51.100.4', 'CF-Connecting-IP': '198.51.100.4' };
      const headers = { ...fromSite, ...address, 'CF-IPCountry': 'NL' };
      expect(await countryOf({ from: cdn, headers })).toBe('NL');
      const claims = { 'CF-IPCountry': 'NL', 'X-Country': 'NL', 'X-Vercel-IP-Country': 'NL' };
      expect(await countryOf({ from: '127.0.0.4', headers: { ...fromSite, ...claims } })).toBeNull();
    });

    it('serves the script compressed, as it would itself', async () => {
      const { status, headers } = await ask(proxy.port, '/hw/hw.js', {
        headers: { 'Accept-Encoding': 'br' },
      });
      expect([status, headers['content-encoding']]).toEqual([200, 'br']);
      const hash = /^(?:W\/)?"([0-9a-f]+)-br"$/.exec(headers.etag ?? '')?.[1];
      expect((await ask(proxy.port, `/hw/hw-${hash}.js`)).headers['cache-control']).toContain('immutable');
    });

    it.each(['hw-widget.js', 'hw-widget-de.js'])('serves %s', async (file) => {
      const { status, headers } = await ask(proxy.port, `/hw/${file}`);
      expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    });

    it('lets the collector renew the visitor’s cookie on the website’s domain', async () => {
      const { body } = newReport(site);
      const { visitor } = JSON.parse(body) as { visitor: string };
      const headers = { ...fromSite, Host: new URL(origin).host, Cookie: `session=secret; hw=${visitor}` };
      const { status, headers: said } = await report({ from: '127.0.0.5', headers, body });
      expect([status, said['set-cookie']]).toEqual([
        202,
        [expect.stringMatching(`^hw=${visitor}; Domain=example.com; Path=/; Max-Age=34560000;`)],
      ]);
    });

    it('hears of a visit and a form in a real browser, by addresses of the website alone', async () => {
      const page = `<!doctype html><title>Proxied</title>
        <script defer src="/hw/hw.js" data-site="${site}"></script>
        <form action="thanks.html"><input name="email" type="email"><button>Send</button></form>`;
      await writeFile(join(root, 'index.html'), page);
      await writeFile(join(root, 'thanks.html'), page);
      const { browser, stop } = await startSmallChromium();
      const visitor = await browser.newPage();
      const foreign: string[] = [];
      visitor.on('request', (asked) => asked.url().startsWith(own()) || foreign.push(asked.url()));
      await visitor.goto(`${own()}/index.html?utm_source=newsletter&utm_medium=email`);
      await visitor.type('[name=email]', 'eva@proxied-firma.de');
      await Promise.all([visitor.waitForNavigation(), visitor.click('button')]);
      const { id } = await leadOf('eva@proxied-firma.de');
      await vi.waitFor(async () => {
        const { originalSource } = await get<LeadDetail>(`/v1/leads/${id}`);
        expect(originalSource).toMatchObject({ source: 'newsletter', channel: 'Email' });
      }, soon);
      expect(foreign).toEqual([]);
      await stop();
    });
  });
}

const missing = proxies.filter(({ isThere }) => !isThere);
for (const proxy of [worker, ...proxies.filter(({ isThere }) => isThere)]) provesHeaders(proxy);
for (const proxy of proxies.filter(({ isThere }) => isThere)) provesRecipe(proxy);

it('names the servers that are missing here, about whose recipes nothing was proved', () => {
  for (const { name, install } of missing) {
    console.warn(`MISSING: ${name}. Its recipe in deploy/proxy was not tested. To test it: ${install}`);
  }
  expect(missing.every(({ install }) => install)).toBe(true);
});
