import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { addKey, roles, type Role } from '../src/actions/keys.ts';
import { ConfigError, readConfig } from '../src/config.ts';
import { adminKey, asAdmin, asBot, botKey, startCollector, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

let collector: TestCollector;
const keys = new Map<Role, string>();
beforeAll(async () => {
  collector = await startCollector();
  for (const role of roles) keys.set(role, await addKey(collector.deps, role, `a ${role}`));
});
afterAll(() => collector.stop());

type Route = [method: string, path: string, may: Role[], body?: object];
const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });
const routes: Route[] = [
  ['POST', '/v1/leads', ['sales'], { source: 'webinar', name: 'Role', company: 'Table' }],
  ['GET', '/v1/leads', ['marketing', 'sales', 'bot']],
  ['POST', '/v1/leads/search', ['marketing', 'sales', 'bot'], {}],
  ['GET', '/v1/leads/lead_x', ['marketing', 'sales', 'bot']],
  ['GET', '/v1/leads/lead_x/card', ['marketing', 'sales', 'bot']],
  ['GET', '/v1/leads/lead_x/touches', ['marketing', 'sales', 'bot']],
  [
    'POST',
    '/v1/leads/lead_x/touches',
    ['sales', 'marketing'],
    { eventId: v7(), kind: 'demo', at: '2026-01-01T00:00:00Z' },
  ],
  ['POST', '/v1/leads/lead_x/stage', ['sales', 'bot'], { stage: 'sql' }],
  ['POST', '/v1/leads/lead_x/claim', ['sales', 'bot'], { owner: 'U0ANNA001' }],
  ['POST', '/v1/leads/lead_x/assign', ['sales', 'bot'], {}],
  ['POST', '/v1/leads/lead_x/disqualify', ['sales', 'bot'], { reason: 'x' }],
  ['GET', '/v1/leads/lead_x/credits', ['marketing', 'sales', 'bot']],
  ['GET', '/v1/leads/lead_x/qualification', ['marketing', 'sales', 'bot']],
  ['POST', '/v1/leads/lead_x/revenue', ['sales', 'bot'], {}],
  ['POST', '/v1/leads/lead_x/merge', ['sales'], {}],
  ['POST', '/v1/leads/lead_x/unmerge', ['sales'], {}],
  ['POST', '/v1/leads/lead_x/snooze', ['sales', 'bot'], {}],
  ['POST', '/v1/leads/lead_x/follow-ups', ['sales', 'bot'], {}],
  ['POST', '/v1/leads/lead_x/qualify', ['sales', 'bot'], {}],
  ['PUT', '/v1/leads/lead_x/qualification/draft', ['sales', 'bot'], {}],
  ['POST', '/v1/leads/lead_x/role', ['sales', 'bot'], {}],
  ['POST', '/v1/deliveries/lease', ['bot'], {}],
  ['POST', '/v1/deliveries/del_x/done', ['bot'], {}],
  ['POST', '/v1/slack/problems', ['bot'], {}],
  ['DELETE', '/v1/slack/problems', ['bot'], {}],
  ['POST', '/v1/deliveries/del_x/failed', ['bot'], { error: 'x' }],
  [
    'POST',
    '/v1/referrals',
    ['bot'],
    { submission: 'x', via: 'api', referrer: 'U0ANNA001', name: 'R', company: 'T', email: 'r@t.de' },
  ],
  ['GET', '/v1/referrals', ['bot', 'marketing', 'sales']],
  ['POST', '/v1/referrals/ref_x/release', ['bot'], {}],
  ['POST', '/v1/referrals/ref_x/reject', ['bot'], {}],
  ['POST', '/v1/referrals/ref_x/thank', ['bot'], {}],
  ['POST', '/v1/referrals/ask-moments', ['bot', 'sales', 'marketing'], {}],
  ['GET', '/v1/rewards', ['bot', 'marketing']],
  ['POST', '/v1/rewards/search', ['bot', 'marketing'], {}],
  ['GET', '/v1/rewards/rwd_x', ['bot', 'marketing']],
  ['POST', '/v1/rewards/rwd_x/approve', ['bot'], {}],
  ['POST', '/v1/rewards/rwd_x/reject', ['bot'], {}],
  ['POST', '/v1/rewards/rwd_x/reverse', ['bot'], {}],
  ['POST', '/v1/payouts', [], {}],
  ['GET', '/v1/payouts/pay_x', []],
  ['GET', '/v1/payouts/pay_x/file', []],
  ['POST', '/v1/payouts/pay_x/confirm', [], {}],
  ['POST', '/v1/payouts/pay_x/fail', [], {}],
  ['POST', '/v1/codes', ['marketing', 'bot'], { program: 'partner', referrer: 'role table' }],
  ['POST', '/v1/sources/classify', ['marketing', 'sales', 'viewer'], {}],
  ['POST', '/v1/routing/explain', ['marketing', 'sales'], { facts: {} }],
  ['POST', '/v1/routing/replay', ['marketing', 'sales'], {}],
  ['GET', '/v1/settings/scoring', ['marketing', 'sales', 'bot']],
  ['PUT', '/v1/settings/sources', ['marketing'], {}],
  ['PUT', '/v1/settings/channels', ['marketing'], {}],
  ['GET', '/v1/rebuild', ['marketing', 'sales', 'viewer']],
  ['POST', '/v1/rebuild', ['marketing'], {}],
  ['GET', '/v1/sources/proposals', ['marketing', 'viewer']],
  ['POST', '/v1/sources/proposals/prop_x', ['marketing'], { decision: 'refuse' }],
  ['PUT', '/v1/settings/links', ['marketing'], {}],
  ['POST', '/v1/links', ['marketing', 'sales'], { url: 'x', source: 'x', medium: 'x' }],
  ['GET', '/v1/reports/links', ['marketing', 'viewer']],
  ['GET', '/v1/reports/attribution', ['marketing', 'viewer']],
  ['GET', '/v1/reports/compare', ['marketing', 'viewer']],
  ['GET', '/v1/reports/funnel', ['marketing', 'viewer']],
  ['GET', '/v1/reports/sources', ['marketing', 'viewer']],
  ['GET', '/v1/reports/paths', ['marketing', 'viewer']],
  ['GET', '/v1/reports/cohorts', ['marketing', 'viewer']],
  ['GET', '/v1/reports/lifecycle', ['marketing', 'viewer']],
  ['GET', '/v1/reports/economics', ['marketing', 'viewer']],
  ['GET', '/v1/reports/matrix', ['marketing', 'viewer']],
  ['GET', '/v1/reports/diversification', ['marketing', 'viewer']],
  ['GET', '/v1/reports/review', ['marketing', 'viewer']],
  ['GET', '/v1/reports/audit', ['marketing', 'viewer']],
  ['GET', '/v1/impressions', ['marketing']],
  ['PUT', '/v1/impressions', ['marketing']],
  ['GET', '/v1/warnings', ['marketing', 'viewer']],
  ['GET', '/v1/reports/referrals', ['marketing', 'viewer', 'bot']],
  ['GET', '/v1/reports/response-times', ['marketing', 'sales', 'viewer', 'bot']],
  ['GET', '/v1/settings/sources/changes', ['marketing', 'sales']],
  ['PUT', '/v1/settings/attribution', ['marketing'], {}],
  ['PUT', '/v1/settings/scoring', [], {}],
  ['PUT', '/v1/settings/routing', [], {}],
  ['PUT', '/v1/settings/people', [], {}],
  ['PUT', '/v1/settings/referrals', [], {}],
  ['GET', '/v1/home?slackUser=U0ANNA001', ['bot']],
  ['PUT', '/v1/people/U0ANNA001/absences', ['bot'], { from: '2026-03-09', until: '2026-03-09' }],
  ['DELETE', '/v1/people/U0ANNA001/absences', ['bot'], { from: '2026-03-09', until: '2026-03-09' }],
  ['PUT', '/v1/people/U0ANNA001/left', ['bot'], {}],
  ['PUT', '/v1/people/U0ANNA001/notify', ['bot'], { notify: null }],
  ['PUT', '/v1/pools/Sales/members', ['bot'], { members: ['U0ANNA001'] }],
  ['GET', '/v1/spend', ['marketing']],
  [
    'PUT',
    '/v1/spend',
    ['marketing'],
    { month: '2026-01', by: 'source', key: 'x', kind: 'ads', amount: { amount: 1, currency: 'EUR' } },
  ],
  ['DELETE', '/v1/spend', ['marketing'], { month: '2026-01', by: 'source', key: 'x', kind: 'ads' }],
  ['POST', '/v1/import/leads?dryRun=true', ['marketing']],
  ['GET', '/v1/export/leads', ['marketing']],
  ['GET', '/v1/status', ['marketing', 'sales', 'viewer']],
  ['GET', '/metrics', ['viewer', 'marketing']],
  ['POST', '/v1/test/clock', [], { now: '2026-03-03T10:00:00Z' }],
];

describe('keys', () => {
  it.each(routes)('%s %s may be called by its roles and nobody else', async (method, path, may, body) => {
    for (const role of roles) {
      const { status } = await collector.ask(method, path, body, bearer(keys.get(role)!));
      const isAllowed = role === 'admin' || may.includes(role);
      expect([role, status !== 401 && status !== 403]).toEqual([role, isAllowed]);
      expect(status).not.toBe(401);
    }
    const wrong = [
      '',
      'Bearer',
      'Bearer hw_key_wrong',
      `Basic ${adminKey}`,
      adminKey,
      `Bearer ${adminKey} x`,
    ];
    for (const header of wrong) {
      const { status, headers } = await collector.ask(method, path, body, { Authorization: header });
      expect([header, status]).toEqual([header, 401]);
      expect(headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('are asked for by no route whose roles are not in the table above', async () => {
    const { body } = await collector.ask('GET', '/openapi.json');
    type Operations = Record<string, { security?: object[] }>;
    const operations = Object.entries<Operations>(body.paths).flatMap(([path, each]) =>
      Object.entries(each).map(([method, { security }]) => ({
        name: `${method.toUpperCase()} ${path}`,
        takesKey: security !== undefined,
      })),
    );
    const isListed = (name: string): boolean => {
      const shape = new RegExp(`^${name.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      return routes.some(([method, path]) => shape.test(`${method} ${path.split('?')[0]}`));
    };
    const keyed = operations.filter(({ takesKey }) => takesKey).map(({ name }) => name);
    expect(keyed.length).toBeGreaterThan(50);
    expect(keyed.filter((name) => !isListed(name))).toEqual([]);
  });

  /** Websites call these too, with the key of their site. */
  const isPublic = (method: string, path: string) =>
    method === 'POST' && (path === '/v1/leads' || path === '/v1/referrals');

  it.each(routes.filter(([method, path]) => !isPublic(method, path)))(
    '%s %s needs a key',
    async (method, path, _may, body) => {
      expect((await collector.ask(method, path, body)).status).toBe(401);
    },
  );

  it('of the environment have their roles, unless there are none', async () => {
    const settings = (headers: Record<string, string>) =>
      collector.ask('PUT', '/v1/settings/scoring', {}, headers);
    expect((await settings(asAdmin)).status).toBe(428);
    expect((await settings(asBot)).status).toBe(403);
    expect((await collector.ask('POST', '/v1/deliveries/lease', {}, asBot)).status).toBe(200);

    const bare = await startCollector({ adminKey: null, botKey: null });
    for (const key of [adminKey, botKey, 'null', 'undefined'])
      expect((await bare.ask('GET', '/v1/leads', undefined, bearer(key))).status).toBe(401);
    await bare.stop();
  });

  it('are stored as hashes only', async () => {
    const rows = await collector.db.selectFrom('api_keys').selectAll().execute();
    expect(rows).toHaveLength(roles.length);
    for (const key of keys.values()) {
      expect(JSON.stringify(rows)).not.toContain(key.slice(7));
      const hash = createHash('sha256').update(key).digest('hex');
      expect(rows).toContainEqual(expect.objectContaining({ hash }));
    }
  });

  it('name who decided', async () => {
    const lead = await leadOf(collector.ask, demoRequest());
    const path = `/v1/leads/${lead.id}`;
    await collector.ask('POST', `${path}/claim`, { owner: 'U0ANNA001' }, bearer(keys.get('sales')!));
    const { body } = await collector.ask('GET', path, undefined, asAdmin);
    expect(body.history.at(-1)).toMatchObject({ kind: 'claimed', actor: 'a sales', to: 'U0ANNA001' });
  });
});

describe('sources', () => {
  const classify = async (body: object) =>
    (await collector.ask('POST', '/v1/sources/classify', body, asAdmin)).body;

  it('are classified without anything being stored', async () => {
    const before = await collector.db.selectFrom('events').select('id').execute();
    const url = 'https://acme.com/?utm_source=LinkedIn%20Ads&utm_medium=cpc&utm_campaign=q1&li_fat_id=x';
    expect(await classify({ url })).toMatchObject({
      source: 'linkedin',
      medium: 'cpc',
      campaign: 'q1',
      channel: 'Paid Social',
      family: 'paid',
    });
    expect((await classify({ url })).rule).not.toBe('');
    expect(await classify({ referrer: 'https://www.google.com/' })).toMatchObject({
      channel: 'Organic Search',
    });
    expect(await classify({})).toMatchObject({ channel: 'Direct' });
    expect(await collector.db.selectFrom('events').select('id').execute()).toEqual(before);
  });
});

describe('a referral link', () => {
  const addCode = (body: object) => collector.ask('POST', '/v1/codes', body, asAdmin);
  const follow = (code: string) => collector.ask('GET', `/r/${code}`);

  it('leads to its landing page with the code, counts a click and no touch', async () => {
    const landingUrl = 'https://acme.com/welcome?from=friends#top';
    const events = () => collector.db.selectFrom('events').select('id').execute();
    const before = await events();
    const { status, body } = await addCode({
      program: 'customer',
      referrer: 'Anna',
      code: 'Anna42',
      landingUrl,
    });
    expect([status, body]).toEqual([201, { code: 'anna42', link: 'https://leads.acme.test/r/anna42' }]);
    for (const code of ['anna42', 'ANNA42']) {
      const { status: found, headers } = await follow(code);
      expect(found).toBe(302);
      expect(headers.get('location')).toBe('https://acme.com/welcome?from=friends&ref=anna42#top');
    }
    const row = await collector.db
      .selectFrom('codes')
      .select('clicks')
      .where('code', '=', 'anna42')
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ clicks: 2 });
    expect(await events()).toEqual(before);
  });

  it('leads nowhere when it is unknown or no landing page is set', async () => {
    const { body } = await addCode({ program: 'customer', referrer: 'Nowhere' });
    for (const code of [body.code, 'unknown', '%20', '..%2f', '%E0%A4%A']) {
      const answer = await follow(code);
      expect([code, answer.status]).toEqual([code, 404]);
      expect(answer.headers.has('location')).toBe(false);
    }
  });

  it('cannot be made twice with one code or for one referrer', async () => {
    await addCode({ program: 'partner', referrer: 'Twice', code: 'twice-1' });
    expect((await addCode({ program: 'partner', referrer: 'Other', code: 'TWICE-1' })).status).toBe(409);
    expect((await addCode({ program: 'partner', referrer: 'Twice', code: 'twice-2' })).status).toBe(409);
    expect((await addCode({ program: 'customer', referrer: 'Twice', code: 'twice-3' })).status).toBe(201);
    const wrong = { program: 'partner', referrer: 'Wrong', landingUrl: 'javascript:alert(1)' };
    expect((await addCode(wrong)).body.errors[0].path).toBe('landingUrl');
  });
});

describe('the dashboard', () => {
  it('is served with headers that keep it to itself, its hashed parts for good', async () => {
    const index = await collector.ask('GET', '/');
    expect([index.status, index.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    expect(index.headers.get('content-security-policy')).toContain("default-src 'self'");
    const asset = await collector.ask('GET', '/assets/app-1a2b3c.js');
    expect(asset.headers.get('cache-control')).toContain('immutable');
  });

  it('ends at its folder', async () => {
    const outside = ['/../setup.ts', '/..%2fsetup.ts', '/%2e%2e/setup.ts', '/assets/..%5c..%5csetup.ts'];
    for (const path of [...outside, `/${'x'.repeat(5_000)}`])
      expect([path, (await collector.ask('GET', path)).status]).toEqual([path, 404]);
  });
});

describe('the description', () => {
  type Operation = {
    operationId: string;
    responses: Record<string, object>;
    parameters?: { in: string; name: string }[];
    requestBody?: object;
  };
  type Document = { openapi: string; info: object; paths: Record<string, Record<string, Operation>> };

  const read = async (): Promise<Document> => (await collector.ask('GET', '/openapi.json')).body;

  it('is OpenAPI 3.1 and holds every route of the app', async () => {
    const { openapi, info, paths } = await read();
    expect(openapi).toMatch(/^3\.1\.\d+$/);
    expect(info).toMatchObject({ title: 'Headwater', version: '1' });
    const served = collector.app.routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'));
    expect(served.length).toBeGreaterThan(20);
    const missing = served.filter(
      ({ method, path }) => !paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()],
    );
    expect(missing).toEqual([]);
  });

  it('declares the parameters of every path, an answer of every operation, and a body wherever one is sent', async () => {
    const { paths } = await read();
    const operationIds = new Set<string>();
    for (const [path, operations] of Object.entries(paths))
      for (const [method, operation] of Object.entries(operations)) {
        const name = `${method} ${path}`;
        const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
        const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
        expect([name, ...declared.map((parameter) => parameter.name)]).toEqual([name, ...wanted]);
        expect([name, Object.keys(operation.responses)]).not.toEqual([name, []]);
        const undescribed = Object.values(operation.responses).filter((answer) => !('description' in answer));
        expect([name, undescribed]).toEqual([name, []]);
        const isSent = method === 'delete' || operation.requestBody !== undefined;
        expect([name, isSent]).toEqual([name, method !== 'get']);
        // some deletions say in a body what is to be deleted
        const maySend = method === 'delete' || (operation.requestBody !== undefined) === (method !== 'get');
        expect([name, maySend]).toEqual([name, true]);
        operationIds.add(operation.operationId);
      }
    expect(operationIds.size).toBe(Object.values(paths).flatMap((each) => Object.keys(each)).length);
  });

  it('refers to nothing that is not in it', async () => {
    const document = await read();
    const pointers = [...JSON.stringify(document).matchAll(/"\$ref":"(#[^"]*)"/g)].map(
      ([, pointer]) => pointer!,
    );
    for (const pointer of pointers) {
      const target = pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
      expect([pointer, target]).not.toEqual([pointer, undefined]);
    }
  });

  it('names what goes wrong at the public endpoints', async () => {
    const { paths } = await read();
    expect(Object.keys(paths['/v1/leads']!['post']!.responses)).toEqual(
      expect.arrayContaining(['200', '201', '303', '403', '413', '422', '429', '503']),
    );
    const referrals = JSON.stringify(paths['/v1/referrals']!['post']!.requestBody);
    for (const field of ['honeypot', 'relationship']) expect(referrals).toContain(`"${field}"`);
    expect(Object.keys(paths['/v1/collect']!['post']!.responses)).toEqual(
      expect.arrayContaining(['202', '400', '403', '413', '422', '429', '503']),
    );
  });
});

describe('health', () => {
  it('is alive and ready, and says in numbers what it does', async () => {
    expect((await collector.ask('GET', '/healthz')).body).toEqual({ status: 'ok' });
    expect((await collector.ask('GET', '/readyz')).body).toEqual({ status: 'ok' });
    const { status, body, headers } = await collector.ask('GET', '/metrics', undefined, asAdmin);
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
    expect(body).toMatch(/headwater_leads_total\{outcome="received"\} \d+/);
    expect(body).toMatch(/headwater_deliveries\{state="waiting"\} \d+/);
    expect(body).not.toContain('@');
  });

  it('is alive but not ready when the database is away, within a second', async () => {
    const broken = await startCollector();
    await broken.db.destroy();
    const startedAt = performance.now();
    const { status, headers } = await broken.ask('GET', '/readyz');
    expect(status).toBe(503);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect((await broken.ask('GET', '/healthz')).status).toBe(200);
    for (const path of ['/metrics', '/v1/status', '/v1/leads'])
      expect([path, (await broken.ask('GET', path, undefined, asAdmin)).status]).toEqual([path, 503]);
    await broken.stop();
  });

  it('is not ready any more while it stops', async () => {
    const stopping = await startCollector();
    await stopping.halt();
    expect((await stopping.ask('GET', '/readyz')).status).toBe(503);
    expect((await stopping.ask('GET', '/healthz')).status).toBe(200);
    await stopping.stop();
  });
});

describe('the test clock', () => {
  it('is moved by an admin, to a time and nothing else', async () => {
    const move = (now: unknown) => collector.ask('POST', '/v1/test/clock', { now }, asAdmin);
    expect((await move('2026-03-04T10:00:00+01:00')).body).toEqual({ now: '2026-03-04T09:00:00.000Z' });
    for (const wrong of ['tomorrow', 1_772_000_000_000, '2026-03-04', null])
      expect((await move(wrong)).body.errors).toMatchObject([{ path: 'now' }]);
  });

  it('is not there unless it was asked for', async () => {
    const plain = await startCollector({ testClock: null });
    const body = { now: '2026-03-04T09:00:00Z' };
    expect((await plain.ask('POST', '/v1/test/clock', body, asAdmin)).status).toBe(404);
    await plain.stop();
  });
});

describe('the configuration', () => {
  it('has defaults that work', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      databaseUrl: 'file:./data/headwater.db',
      adminKey: null,
      hasTestClock: false,
      slackEnvironment: null,
    });
    expect(readConfig({ PORT: '', PUBLIC_URL: 'https://a.test/' })).toMatchObject({
      publicUrl: 'https://a.test',
    });
  });

  it.each([
    ['PORT', { PORT: 'x' }],
    ['PORT', { PORT: '70000' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'leads.acme.com' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://localhost/x' }],
    ['ADMIN_KEY', { ADMIN_KEY: 'short' }],
    ['RATE_LIMIT_IP', { RATE_LIMIT_IP: '-1' }],
    ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/99' }],
    ['TRUST_PROXY', { TRUST_PROXY: 'proxy.local' }],
    ['HEADWATER_TEST_CLOCK', { HEADWATER_TEST_CLOCK: 'yes' }],
    ['HEADWATER_TEST_CLOCK', { HEADWATER_TEST_CLOCK: '1', NODE_ENV: 'production' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ])('says on one line what is wrong with %s', (name, env) => {
    const read = () => readConfig(env);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name}: [^\\n]+$`));
  });

  it('never repeats a secret', () => {
    expect(() => readConfig({ ADMIN_KEY: 'tooshort' })).not.toThrow(/tooshort/);
  });

  it('believes proxies by address and range', () => {
    const { trustedProxies } = readConfig({ TRUST_PROXY: '10.0.0.0/8, 192.0.2.1 fd00::/8' });
    const trusts = (address: string, family: 'ipv4' | 'ipv6') => trustedProxies.check(address, family);
    expect([trusts('10.1.2.3', 'ipv4'), trusts('192.0.2.1', 'ipv4'), trusts('fd00::1', 'ipv6')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([trusts('192.0.2.2', 'ipv4'), trusts('11.0.0.1', 'ipv4')]).toEqual([false, false]);
  });
});
