import { BlockList } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { startCollector, type TestCollector } from './setup.ts';
import { batch, demoRequest, touch } from './sending.ts';

const visitor = v7();
const origins = [
  'https://www.acme.com',
  'https://acme.co.uk',
  'https://shop.github.io',
  'https://localhost:8443',
  'https://10.0.0.5',
  'https://[::1]:8443',
  'http://www.acme.com',
  'http://localhost:3000',
];

let collector: TestCollector;
beforeAll(async () => {
  const trustedProxies = new BlockList();
  trustedProxies.addSubnet('10.0.0.0', 8, 'ipv4');
  const site = { key: 'acme', name: 'Acme', origins, filterBots: false };
  collector = await startCollector({ sites: [site], trustedProxies });
});
afterAll(() => collector.stop());

type Headers = Record<string, string>;
const fromAcme = { Origin: 'https://www.acme.com', 'Sec-Fetch-Site': 'same-site', Cookie: `hw=${visitor}` };
const oldBrowser = { Origin: 'https://www.acme.com', Cookie: `hw=${visitor}` };
const renewed = (where: string) => `hw=${visitor};${where} Path=/; Max-Age=34560000; SameSite=Lax; Secure`;

const doors = {
  '/v1/collect': () => batch([touch(Date.now())], { visitor }),
  '/v1/leads': () => demoRequest({ visitor }),
};
const paths = Object.keys(doors) as (keyof typeof doors)[];

async function ask(path: keyof typeof doors, headers: Headers, more: object = {}, peer?: string) {
  const answer = await collector.ask('POST', path, { ...doors[path](), ...more }, headers, peer);
  return {
    status: answer.status,
    cookie: answer.headers.get('set-cookie'),
    credentials: answer.headers.get('access-control-allow-credentials'),
    origin: answer.headers.get('access-control-allow-origin'),
  };
}

describe.each(paths)('%s', (path) => {
  it('renews the cookie of a visitor whose site it stands on', async () => {
    const { status, ...said } = await ask(path, fromAcme);
    expect(status).toBeLessThan(300);
    const origin = 'https://www.acme.com';
    expect(said).toEqual({ cookie: renewed(' Domain=acme.com;'), credentials: 'true', origin });
  });

  it.each([
    ['https://acme.co.uk', ' Domain=acme.co.uk;'],
    ['https://shop.github.io', ' Domain=shop.github.io;'],
    ['https://localhost:8443', ''],
    ['https://10.0.0.5', ''],
    ['https://[::1]:8443', ''],
  ])('of %s, on the widest domain that there is', async (Origin, where) => {
    for (const said of ['same-site', 'same-origin']) {
      const { cookie } = await ask(path, { ...fromAcme, Origin, 'Sec-Fetch-Site': said });
      expect(cookie).toBe(renewed(where));
    }
  });

  it.each<[string, Headers]>([
    ['no cookie: it may have been erased by a person who denied', { Cookie: '' }],
    ['the cookie of another visitor', { Cookie: `hw=${v7()}` }],
    ['cookies of other names', { Cookie: `xhw=${visitor}; hw_s=${visitor}; hwx=${visitor}` }],
    ['half the id', { Cookie: `hw=${visitor.slice(0, 8)}` }],
    [
      'a page of http, from which Secure is refused',
      { Origin: 'http://www.acme.com', Host: 'leads.acme.com' },
    ],
    ['a page of http on the own machine', { Origin: 'http://localhost:3000', Host: 'localhost:3000' }],
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['nobody’s page', { 'Sec-Fetch-Site': 'none' }],
    ['a word that no browser says', { 'Sec-Fetch-Site': 'same' }],
  ])('gives none to %s', async (_who, headers) => {
    const { status, cookie } = await ask(path, { ...fromAcme, ...headers });
    expect(status).toBeLessThan(300);
    expect(cookie).toBeNull();
  });

  it('finds its cookie among others, in any case and with quotes', async () => {
    for (const Cookie of [
      `a=b; hw=${visitor}; hw_s=1`,
      `hw_s=1;hw=${visitor.toUpperCase()}`,
      `hw="${visitor}"`,
      `broken; =; hw=${visitor}`,
    ])
      expect([Cookie, (await ask(path, { ...fromAcme, Cookie })).cookie]).toEqual([
        Cookie,
        renewed(' Domain=acme.com;'),
      ]);
  });

  it('gives none where nobody says from where they ask', async () => {
    const { Origin: _origin, ...headers } = fromAcme;
    expect(await ask(path, headers)).toMatchObject({ cookie: null, credentials: null, origin: null });
  });

  it('gives none and lets nobody read whose origin is not admitted', async () => {
    for (const Origin of [
      'https://evil.com',
      'https://www.acme.com.evil.com',
      'null',
      'https://blog.acme.com',
    ])
      expect(await ask(path, { ...fromAcme, Origin })).toEqual({
        status: 403,
        cookie: null,
        credentials: null,
        origin: null,
      });
  });

  it.each([
    ['leads.acme.com', true],
    ['LEADS.Acme.com:8443', true],
    ['acme.com', true],
    ['notacme.com', false],
    ['acme.com.evil.com', false],
    ['leads.example.com', false],
    ['localhost:3000', false],
    ['', false],
  ])('compares domains where the browser says nothing: %j is of the site: %j', async (Host, isSame) => {
    const { cookie, credentials } = await ask(path, { ...oldBrowser, Host });
    expect([cookie !== null, credentials]).toEqual([isSame, 'true']);
  });

  it('takes the host from a proxy that is trusted, and from nobody else', async () => {
    const headers = { ...oldBrowser, Host: 'collector:3000', 'X-Forwarded-Host': 'leads.acme.com, inner' };
    expect((await ask(path, headers, {}, '10.1.2.3')).cookie).toBe(renewed(' Domain=acme.com;'));
    expect((await ask(path, headers, {}, '203.0.113.7')).cookie).toBeNull();
  });

  it.each<[string, Headers]>([
    ['of another domain', { 'Sec-Fetch-Site': 'cross-site' }],
    ['of http', { Origin: 'http://www.acme.com', 'Sec-Fetch-Site': 'cross-site', Host: 'leads.acme.com' }],
  ])('allows credentials to admitted pages %s, whose script sends them always', async (_page, headers) => {
    expect(await ask(path, { ...fromAcme, ...headers })).toMatchObject({ credentials: 'true', cookie: null });
  });

  it('allows them in the preflight as in the request', async () => {
    const preflight = async (headers: Headers) => {
      const answer = await collector.ask('OPTIONS', path, undefined, {
        'Access-Control-Request-Method': 'POST',
        ...headers,
      });
      return [answer.status, answer.headers.get('access-control-allow-credentials')];
    };
    for (const said of ['same-site', 'cross-site'])
      expect(await preflight({ Origin: fromAcme.Origin, 'Sec-Fetch-Site': said })).toEqual([204, 'true']);
    expect(await preflight({ Origin: fromAcme.Origin, Host: 'leads.example.com' })).toEqual([204, 'true']);
    expect(await preflight({ Origin: 'https://evil.com', 'Sec-Fetch-Site': 'same-site' })).toEqual([
      403,
      null,
    ]);
  });

  it('lets the page read what was wrong, and renews nothing then', async () => {
    expect(await ask(path, fromAcme, { visitor: 'nobody' })).toEqual({
      status: 422,
      cookie: null,
      credentials: 'true',
      origin: 'https://www.acme.com',
    });
  });
});

describe('a form without a script', () => {
  it('sets no cookie: nothing says that there may be one', async () => {
    const { email, company } = demoRequest();
    const form = new URLSearchParams({ site: 'acme', email, company, visitor });
    const answer = await collector.ask('POST', '/v1/leads', form, fromAcme);
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([201, null]);
  });
});
