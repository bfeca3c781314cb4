import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { createIngest } from '../src/actions/ingest.ts';
import { acme, asAdmin, startCollector, tuesday, type Answer, type TestCollector } from './setup.ts';
import { batch, page, touch } from './sending.ts';

let collector: TestCollector;
const send = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  collector.ask('POST', '/v1/collect', body as object, headers);
const from = (origin: string) => send(batch([page(tuesday)]), { Origin: origin });

beforeAll(async () => {
  const sites = [
    acme,
    { key: 'port', name: 'Port', origins: ['http://localhost:5173'], filterBots: true },
    { key: 'open', name: 'Takes bots', origins: ['https://open.test'], filterBots: false },
    { key: 'new', name: 'Has no origin yet', origins: [], filterBots: true },
    { key: 'trial', name: 'Tried first', origins: [], filterBots: true },
    { key: 'twin', name: 'Has two names', origins: [], filterBots: true },
    { key: 'unclaimed', name: 'Has none either', origins: [], filterBots: true },
  ];
  collector = await startCollector({ sites });
});
afterAll(() => collector.stop());

async function storedIds(): Promise<string[]> {
  const rows = await collector.db.selectFrom('events').select('id').orderBy('id').execute();
  return rows.map((row) => row.id);
}

describe('what is taken', () => {
  it('stores no parameter that names a person', async () => {
    const url = 'https://acme.com/?utm_source=x&email=eva%40firma.de&mc_eid=1#contact=eva@firma.de';
    await send(batch([touch(tuesday, url, { click: { mc_eid: '1' } }), page(tuesday, url)]));
    const rows = await collector.db.selectFrom('events').select('body').execute();
    expect(rows.filter(({ body }) => /firma|mc_eid/.test(body))).toEqual([]);
  });

  it('takes the good events and names the bad ones by index and path', async () => {
    const good = [touch(tuesday), page(tuesday)];
    const events = [
      good[0],
      { ...page(tuesday), id: 'no uuid' },
      { ...touch(tuesday), utm: { source: 7 } },
      { kind: 'click' },
      null,
      good[1],
      { id: v7(), kind: 'event', at: tuesday, name: ' ' },
      { ...page(tuesday), at: '2026' },
    ];
    const { status, body } = await send(batch(events));
    expect(status).toBe(202);
    expect(body).toMatchObject({ accepted: 2, duplicates: 0, filtered: 0 });
    expect(body.rejected.map(({ index, path }: { index: number; path: string }) => [index, path])).toEqual([
      [1, 'id'],
      [2, 'utm.source'],
      [3, 'kind'],
      [4, ''],
      [6, 'name'],
      [7, 'at'],
    ]);
    for (const { id } of good) expect(await storedIds()).toContain(id);
  });

  it('keeps what arrived: url, referrer, campaign, click id and code', async () => {
    const more = {
      referrer: 'https://www.linkedin.com/',
      ref: 'ANNA42',
      click: { gclid: 'x' },
      utm: { source: 'LinkedIn', medium: 'cpc' },
    };
    const sent = touch(tuesday, 'https://acme.com/?utm_source=LinkedIn', more);
    const visitor = v7();
    await send(batch([sent], { visitor }));
    const row = await collector.db
      .selectFrom('events')
      .selectAll()
      .where('id', '=', sent.id)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ site: 'acme', visitor, kind: 'touch', at: tuesday, received_at: tuesday });
    expect(JSON.parse(row.body)).toEqual({ url: 'https://acme.com/?utm_source=LinkedIn', ...more });
  });

  it('takes text/plain, which needs no preflight, and an empty batch', async () => {
    const text = JSON.stringify(batch([page(tuesday)]));
    expect((await send(text, { 'Content-Type': 'text/plain' })).body.accepted).toBe(1);
    expect((await send(batch([]))).body).toEqual({ accepted: 0, duplicates: 0, filtered: 0, rejected: [] });
  });

  it('counts an event that was sent before as a duplicate', async () => {
    const [first, second] = [page(tuesday), page(tuesday)];
    await send(batch([first]));
    expect((await send(batch([first, second, second]))).body).toMatchObject({ accepted: 1, duplicates: 2 });
  });

  it('stores the same rows for a batch that comes ten times, shuffled and at once', async () => {
    const events = Array.from({ length: 20 }, (_, index) => page(tuesday + index));
    const before = await storedIds();
    const body = batch(events);
    const again = Array.from({ length: 10 }, (_, turn) => ({
      ...body,
      events: events.toSorted((a, b) => ((a.at * 7919 * (turn + 1)) % 101) - ((b.at * 7919) % 101)),
    }));
    const answers = await Promise.all(again.map((each) => send(each)));
    const accepted = answers.map(({ body: { accepted: count } }) => count as number);
    expect(accepted.reduce((sum, count) => sum + count)).toBe(20);
    const ids = events.map(({ id }) => id);
    expect(await storedIds()).toEqual([...before, ...ids].sort());
  });

  it('answers each of many requests that share a commit with its own counts', async () => {
    const shared = page(tuesday);
    const bodies = Array.from({ length: 200 }, (_, index) =>
      batch(index % 2 === 0 ? [page(tuesday), shared] : [page(tuesday)]),
    );
    const answers = await Promise.all(bodies.map((body) => send(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const sum = (field: string) => answers.reduce((total, { body }) => total + body[field], 0);
    expect([sum('accepted'), sum('duplicates')]).toEqual([201, 99]);
    const stored = new Set(await storedIds());
    for (const { events } of bodies)
      for (const { id } of events as { id: string }[]) expect(stored).toContain(id);
  });

  it('remembers when a site was first heard of, once', async () => {
    const hit = () =>
      collector.db
        .selectFrom('sites')
        .select('first_hit_at')
        .where('key', '=', 'open')
        .executeTakeFirstOrThrow();
    expect(await hit()).toEqual({ first_hit_at: null });
    await send(batch([page(tuesday)], { site: 'open' }));
    collector.clock.set(tuesday + 5_000);
    await send(batch([page(tuesday)], { site: 'open' }));
    collector.clock.set(tuesday);
    expect(await hit()).toEqual({ first_hit_at: tuesday });
  });
});

describe('who may send', () => {
  it('refuses a site that it does not know', async () => {
    const { status, body } = await send(batch([page(tuesday)], { site: 'nobody' }));
    expect(status).toBe(403);
    expect(body).toMatchObject({ status: 403, errors: [{ path: 'site' }] });
  });

  it('accepts a request without an origin', async () => {
    expect((await send(batch([page(tuesday)]))).status).toBe(202);
  });

  it.each(['https://acme.com', 'https://www.acme.com', 'https://a.b.acme.com'])(
    'accepts %s and lets its page read the answer',
    async (origin) => {
      const { status, headers } = await from(origin);
      expect(status).toBe(202);
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('vary')).toContain('Origin');
      expect(headers.get('access-control-allow-credentials')).toBe('true');
    },
  );

  it.each([
    'null',
    'https://evil.com',
    'https://notacme.com',
    'https://acme.com.evil.com',
    'https://acme.com:8443',
    'https://www.acme.com:8443',
    'http://acme.com',
    'http://www.acme.com',
    'https://.acme.com',
    'https://evil.com/.acme.com',
    'https://evil.com?.acme.com',
    'https://evil.com#.acme.com',
    'https://user@www.acme.com',
    'https://acme.com/',
    'https://acme.com, https://evil.com',
    'ACME.COM',
    '*',
  ])('refuses the origin %s and stores nothing', async (origin) => {
    const before = await storedIds();
    const { status, headers } = await from(origin);
    expect(status).toBe(403);
    expect(headers.has('access-control-allow-origin')).toBe(false);
    expect(await storedIds()).toEqual(before);
  });

  it('knows origins by their port', async () => {
    const at = (origin: string) => send(batch([], { site: 'port' }), { Origin: origin });
    expect((await at('http://localhost:5173')).status).toBe(202);
    expect((await at('http://localhost:5174')).status).toBe(403);
    expect((await at('http://localhost')).status).toBe(403);
  });

  it('gives a site without origins to the first that reports with its key', async () => {
    const at = (origin: string) => send(batch([], { site: 'new' }), { Origin: origin });
    const first = await Promise.all(['https://one.test', 'https://two.test'].map(at));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([202, 403]));
    const owner = first[0]?.status === 202 ? 'https://one.test' : 'https://two.test';
    expect((await at(owner)).status).toBe(202);
    expect((await at('https://three.test')).status).toBe(403);
  });

  it('gives it the domain with and without www together', async () => {
    const at = (origin: string) => send(batch([], { site: 'twin' }), { Origin: origin });
    expect((await at('https://www.twin-firma.de')).status).toBe(202);
    expect((await at('https://twin-firma.de')).status).toBe(202);
    expect((await at('http://twin-firma.de')).status).toBe(403);
    expect((await at('https://blog.twin-firma.de')).status).toBe(403);
  });

  it('names in the status which origins were refused, and how to allow them', async () => {
    const at = (origin: string) => send(batch([], { site: 'port' }), { Origin: origin });
    await at('https://forgotten.test');
    await at('https://forgotten.test');
    await at('null');
    const { body } = await collector.ask('GET', '/v1/status', undefined, asAdmin);
    const about = body.warnings.filter(
      (warning: string) => warning.includes('forgotten') || /null/.test(warning),
    );
    expect(about).toEqual([
      'https://forgotten.test was refused 2 times: Port does not name it. If it is yours: npx headwater site origin port https://forgotten.test',
    ]);
  });

  it('takes pages of the own machine for a site without origins and does not give it to them', async () => {
    const at = (origin: string) => send(batch([], { site: 'trial' }), { Origin: origin });
    expect((await at('http://localhost:8080')).status).toBe(202);
    expect((await at('https://real.test')).status).toBe(202);
    expect((await at('http://localhost:8080')).status).toBe(403);
  });

  it('gives a site to no page without an origin of its own', async () => {
    for (const origin of ['null', 'https://*.com', 'nonsense']) {
      const { status } = await send(batch([], { site: 'unclaimed' }), { Origin: origin });
      expect(status).toBe(403);
    }
  });

  it('refuses the origin of another site', async () => {
    expect((await send(batch([]), { Origin: 'https://open.test' })).status).toBe(403);
  });

  it('answers the preflight of an allowed origin and of no other', async () => {
    const ask = (headers: Record<string, string>) =>
      collector.ask('OPTIONS', '/v1/collect', undefined, headers);
    const allowed = await ask({ Origin: 'https://acme.com', 'Access-Control-Request-Method': 'POST' });
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://acme.com');
    expect(allowed.headers.get('access-control-allow-methods')).toContain('POST');
    expect(allowed.headers.get('access-control-allow-headers')).toContain('Content-Type');
    expect((await ask({ Origin: 'https://evil.com' })).status).toBe(403);
    expect((await ask({})).status).toBe(403);
  });
});

describe('what is refused', () => {
  const large = JSON.stringify(batch([page(tuesday, `https://acme.com/${'x'.repeat(65 * 1024)}`)]));

  it('answers 413 to a body that says that it is too large', async () => {
    const answer = await send(large, { 'Content-Length': String(large.length) });
    expect(answer.status).toBe(413);
    expect(answer.headers.get('connection')).toBe('close');
  });

  it('answers 413 to one that does not say it', async () => {
    expect((await send(large)).status).toBe(413);
  });

  it('takes a body of exactly 64 KiB', async () => {
    const filler = { site: 'acme', visitor: v7(), sentAt: 1, events: [], filler: '' };
    const room = 64 * 1024 - JSON.stringify(filler).length;
    const body = JSON.stringify({ ...filler, filler: 'x'.repeat(room) });
    expect((await send(body)).status).toBe(202);
    expect((await send(`${body} `)).status).toBe(413);
  });

  it.each(['', '{', 'site=acme', '{"site":"acme",}', '\u{feff}', 'undefined'])(
    'answers 400 to %j, which is not JSON',
    async (body) => {
      const { status, headers } = await send(body);
      expect(status).toBe(400);
      expect(headers.get('content-type')).toBe('application/problem+json');
    },
  );

  it.each([
    ['site', { site: 7 }],
    ['site', { site: ' ' }],
    ['visitor', { visitor: 'me' }],
    ['sentAt', { sentAt: -1 }],
    ['sentAt', { sentAt: '1767225603000' }],
    ['events', { events: {} }],
    ['events', { events: Array.from({ length: 51 }, () => page(tuesday)) }],
  ])('answers 422 and names %s', async (path, more) => {
    const { status, body } = await send(batch([], more));
    expect(status).toBe(422);
    expect(body).toMatchObject({ title: 'Invalid input', status: 422, errors: [{ path }] });
  });

  it.each(['[]', 'null', '7', '"text"'])('answers 422 to %s, which is no envelope', async (body) => {
    expect((await send(body)).status).toBe(422);
  });
});

describe('bots and spam', () => {
  const bot = { 'User-Agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' };

  it('filters and counts what a bot sends, and what sends no user agent', async () => {
    const before = await storedIds();
    for (const headers of [bot, { 'User-Agent': '' }]) {
      const { status, body } = await send(batch([touch(tuesday), page(tuesday)]), headers);
      expect(status).toBe(202);
      expect(body).toMatchObject({ accepted: 0, filtered: 2 });
    }
    expect(await storedIds()).toEqual(before);
  });

  it('filters touches that a spam host claims to have sent, and keeps the rest of the batch', async () => {
    const spam = touch(tuesday, 'https://acme.com/', { referrer: 'https://www.semalt.com/x' });
    const kept = page(tuesday);
    expect((await send(batch([spam, kept]))).body).toMatchObject({ accepted: 1, filtered: 1 });
    expect(await storedIds()).toContain(kept.id);
    expect(await storedIds()).not.toContain(spam.id);
  });

  it('filters nothing for a site that switched it off', async () => {
    const { body } = await send(batch([touch(tuesday)], { site: 'open' }), bot);
    expect(body).toMatchObject({ accepted: 1, filtered: 0 });
  });
});

describe('limits', () => {
  it('answers 429 with Retry-After to an address that asks too often, and to no other', async () => {
    const limited = await startCollector({ rateLimit: { ip: 3, site: 0 } });
    const ask = (peer: string) => limited.ask('POST', '/v1/collect', batch([page(tuesday)]), {}, peer);
    for (let count = 0; count < 3; count += 1) expect((await ask('198.51.100.1')).status).toBe(202);
    const refused = await ask('198.51.100.1');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await ask('198.51.100.2')).status).toBe(202);
    await limited.stop();
  });

  it('answers 429 to a site that is asked for too often', async () => {
    const limited = await startCollector({ rateLimit: { ip: 0, site: 2 } });
    const ask = () => limited.ask('POST', '/v1/collect', batch([page(tuesday)]));
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([202, 202, 429]);
    await limited.stop();
  });

  it('refuses events while too many wait for their commit', async () => {
    const ingest = createIngest({ ...collector.deps, parallel: 1, mostEvents: 3 });
    const row = () => ({
      id: v7(),
      site: 'acme',
      visitor: v7(),
      lead_id: null,
      kind: 'page',
      at: tuesday,
      sent_at: tuesday,
      received_at: tuesday,
      body: '{}',
    });
    const taken = ingest.store([row(), row()]);
    await expect(ingest.store([row(), row()])).rejects.toThrow('too many events are waiting');
    expect(await taken).toEqual({ accepted: 2, duplicates: 0 });
    expect(await ingest.store([row(), row()])).toEqual({ accepted: 2, duplicates: 0 });
    await ingest.drain();
  });

  it('answers 503 with Retry-After when the database is away, and does not say that it stored', async () => {
    const broken = await startCollector();
    expect((await broken.ask('POST', '/v1/collect', batch([page(tuesday)]))).status).toBe(202);
    await broken.db.destroy();
    const { status, headers, body } = await broken.ask('POST', '/v1/collect', batch([page(tuesday)]));
    expect(status).toBe(503);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(body).toMatchObject({ title: 'Not available', status: 503 });
    await broken.stop();
  });
});
