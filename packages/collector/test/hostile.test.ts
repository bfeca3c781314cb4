import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import {
  asAdmin,
  asBot,
  startCollector,
  tuesday,
  type Answer,
  type Body,
  type TestCollector,
} from './setup.ts';
import { defaultSettings } from '../src/domain/defaults.ts';
import { batch, demoRequest, engagement, page, survey, touch } from './sending.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

const documented = new Set([200, 201, 202, 303, 400, 403, 404, 409, 413, 422]);
let sent = 0;

/** `ask` throws on a 500; everything else must be an answer that the interface describes. */
async function survive(
  path: string,
  body: Body,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Answer> {
  const answer = await collector.ask(method, path, body, headers);
  sent += 1;
  expect(whatIsWrongWith(answer)).toBeNull();
  return answer;
}

function whatIsWrongWith({ status, headers, body }: Answer): string | null {
  if (!documented.has(status)) return `${status} ${JSON.stringify(body)}`;
  if (status < 400) return null;
  if (headers.get('content-type') !== 'application/problem+json') return `${status} is no problem document`;
  const errors = body.errors as { path: unknown; message: unknown }[];
  const isNamed = errors.every(({ path, message }) => typeof path === 'string' && Boolean(message));
  return isNamed && (status !== 422 || errors.length > 0) ? null : `${status} does not name what is wrong`;
}

/** The field that a refused body is told to look at; empty when it was taken. */
const firstPath = ({ status, body }: Answer): string => (status === 422 ? body.errors[0].path : '');
const startsWithOne = (path: string, fields: readonly string[]): boolean =>
  path === '' || fields.some((field) => path.startsWith(field));

const json = { 'Content-Type': 'application/json' };
const nasty = [
  '\0',
  'a\0b',
  '\ud800',
  '\udc00x',
  '\u202e',
  '\ufeff',
  '\u{1f600}'.repeat(50),
  '__proto__',
  'constructor',
  '../../etc/passwd',
  "'; drop table leads; --",
  '%00',
  '%E0%A4%A',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '${7*7}',
  'x'.repeat(9_000),
  ' ',
  '',
  '1e400',
  'NaN',
  '=1+1',
  '\r\nSet-Cookie: a=b',
];
const numbers = [
  0,
  -0,
  -1,
  1.5,
  1e21,
  1e308,
  -1e308,
  2 ** 53,
  2 ** 63,
  253_402_300_799_999,
  253_402_300_800_000,
];
const text = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary' }), fc.string());
const key = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'site', 'email', ''),
  fc.string(),
);
const scalar = fc.oneof(text, fc.constantFrom(...numbers), fc.double(), fc.boolean(), fc.constant(null));
const deep = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** A body that is right but for one field or a few. */
const spoiled = (fields: readonly string[], whole: () => object) =>
  fc
    .dictionary(fc.constantFrom(...fields), fc.oneof(scalar, deep), { minKeys: 1, maxKeys: 3 })
    .map((wrong) => JSON.stringify({ ...whole(), ...wrong }));

const eventFields = [
  'id',
  'kind',
  'at',
  'url',
  'referrer',
  'ref',
  'click',
  'utm',
  'params',
  'title',
  'visibleMs',
  'depth',
  'name',
  'props',
];
const leadFields = [
  'site',
  'submission',
  'visitor',
  'sentAt',
  'email',
  'name',
  'company',
  'phone',
  'linkedin',
  'message',
  'heardFrom',
  'country',
  'fields',
  'form',
  'inputs',
  'ref',
  'touches',
  'timeZone',
  'honeypot',
  'consent',
];
/** Nested far deeper than any parser's stack would like. */
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const runs = { numRuns: 200 };

const collect = (body: Body, headers: Record<string, string> = json) => survive('/v1/collect', body, headers);

describe('POST /v1/collect', () => {
  it('survives bodies of any shape', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          deep.map((value) => JSON.stringify(value) ?? ''),
          text,
        ),
        async (body) => {
          const { status } = await collect(body);
          expect([400, 422]).toContain(status);
        },
      ),
      runs,
    ));

  it('survives envelopes with spoiled fields, and names the path', () =>
    fc.assert(
      fc.asyncProperty(
        spoiled(['site', 'visitor', 'sentAt', 'events'], () => batch([])),
        async (body) => {
          const path = firstPath(await collect(body));
          expect(startsWithOne(path, ['site', 'visitor', 'sentAt', 'events'])).toBe(true);
        },
      ),
      runs,
    ));

  it('survives events with spoiled fields, takes the good one beside them and names the others', () =>
    fc.assert(
      fc.asyncProperty(
        spoiled(eventFields, () => touch(tuesday, 'https://acme.com/', { params: { utm_source: 'x' } })),
        fc.oneof(
          spoiled(eventFields, () => page(tuesday)),
          spoiled(eventFields, () => engagement(tuesday)),
          spoiled(eventFields, () => survey(tuesday, { survey: 'role', answer: 'a', segment: 'b' })),
        ),
        async (one, two) => {
          const good = page(tuesday);
          const { status, body } = await collect(
            JSON.stringify(batch([JSON.parse(one), good, JSON.parse(two)])),
          );
          expect(status).toBe(202);
          expect(body.accepted + body.duplicates + body.filtered + body.rejected.length).toBe(3);
          for (const rejected of body.rejected) {
            expect([0, 2]).toContain(rejected.index);
            expect(eventFields.some((field) => rejected.path.startsWith(field))).toBe(true);
          }
          const stored = await collector.db
            .selectFrom('events')
            .select('id')
            .where('id', '=', good.id)
            .execute();
          expect(stored).toHaveLength(1);
        },
      ),
      runs,
    ));

  it('survives bytes, wrong encodings and wrong types', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('application/json', 'text/plain', 'text/plain; charset=utf-16', 'image/png', ''),
        fc.constantFrom('', 'gzip', 'br', 'nonsense'),
        async (bytes, type, encoding) => {
          const headers = {
            ...(type && { 'Content-Type': type }),
            ...(encoding && { 'Content-Encoding': encoding }),
          };
          expect([400, 422]).toContain((await collect(Uint8Array.from(bytes), headers)).status);
        },
      ),
      runs,
    ));

  it.each([
    ['deep arrays', nested(30_000), 422],
    ['deep objects', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), 422],
    ['a body of zeros', '\0'.repeat(1_000), 400],
    ['two documents', '{}{}', 400],
    ['an oversized number', `{"sentAt":1${'0'.repeat(400)}}`, 422],
    ['a megabyte', `"${'x'.repeat(1_000_000)}"`, 413],
    ['a deep event', JSON.stringify(batch([])).replace('[]', `[${nested(20_000)}]`), 202],
    ['a repeated key', JSON.stringify(batch([])).replace('{', '{"events":{},'), 202],
    ['a prototype', JSON.stringify(batch([])).replace('{', '{"__proto__":{"site":"x"},'), 202],
  ])('answers %s as documented', async (_what, body, status) => {
    expect((await collect(body)).status).toBe(status);
  });

  it('leaves no prototype changed', async () => {
    await collect(JSON.stringify(batch([])).replace('[]', '[{"__proto__":{"polluted":1},"kind":"event"}]'));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('POST /v1/leads', () => {
  const submit = (body: Body, headers: Record<string, string> = json) => survive('/v1/leads', body, headers);

  it('survives bodies of any shape', () =>
    fc.assert(
      fc.asyncProperty(deep, async (value) => {
        expect([400, 403, 422]).toContain((await submit(JSON.stringify(value) ?? '')).status);
      }),
      runs,
    ));

  it('survives forms with spoiled fields, and names the path', () =>
    fc.assert(
      fc.asyncProperty(
        spoiled(leadFields, () => demoRequest()),
        async (body) => {
          expect(startsWithOne(firstPath(await submit(body)), leadFields)).toBe(true);
        },
      ),
      { numRuns: 300 },
    ));

  it('survives unsorted fields with anything in them, and names the path', () => {
    const parts = fc.constantFrom('type', 'name', 'id', 'label', 'autocomplete', 'hw', 'value');
    const input = fc.dictionary(parts, fc.oneof(text, text, scalar), { minKeys: 2 });
    return fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(input, input, input, deep), { maxLength: 6 }), async (inputs) => {
        const answer = await submit(JSON.stringify(demoRequest({ inputs })));
        expect([201, 422]).toContain(answer.status);
        expect(startsWithOne(firstPath(answer), ['inputs'])).toBe(true);
      }),
      runs,
    );
  });

  it('survives what the browser remembers being spoiled, and keeps the lead', () =>
    fc.assert(
      fc.asyncProperty(
        spoiled(eventFields, () => touch(tuesday)),
        fc.array(deep, { maxLength: 3 }),
        async (one, others) => {
          const form = demoRequest({ visitor: v7(), touches: [JSON.parse(one), ...others] });
          const body = JSON.stringify(form);
          const isLarge = Buffer.byteLength(body) > 64 * 1024;
          // 200 when it had to be sent twice, since the database was slow
          expect(isLarge ? [413] : [200, 201]).toContain((await submit(body)).status);
        },
      ),
      { numRuns: 100 },
    ));

  it('survives what PostgreSQL cannot store, in every field', async () => {
    for (const value of nasty.filter((each) => each.length < 100)) {
      const fields = { [`f${value}`]: value };
      const form = { id: value, name: value, url: `https://acme.com/?ref=${value}` };
      const person = {
        name: `N${value}`,
        company: `C${value}`,
        phone: value,
        linkedin: value,
        message: value,
      };
      const inputs = [
        { type: value, name: value, label: value, value },
        { hw: 'company', value: `C${value}` },
      ];
      const more = { ...person, heardFrom: value, timeZone: value, ref: value, fields, form, inputs };
      const told = { ref: value, referrer: value, params: { ref: value, utm_source: value } };
      const touches = [touch(tuesday, 'https://acme.com/?ref=%00', told)];
      const visitor = v7();
      const { status } = await submit(JSON.stringify(demoRequest({ ...more, touches, visitor })));
      // 200 when it had to be sent twice, since the database was slow
      expect([value, status === 200 || status === 201]).toEqual([value, true]);
      const props = { survey: value, answer: value, segment: value };
      const events = [survey(tuesday, props), engagement(tuesday, `https://acme.com/${value}`)];
      expect((await collect(JSON.stringify(batch(events, { visitor })))).status).toBe(202);
    }
    expect(await collector.runTimers()).toBeGreaterThanOrEqual(0);
    const leads = await collector.ask('GET', '/v1/leads?limit=200', undefined, asAdmin);
    for (const { id } of leads.body.data) {
      expect((await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).status).toBe(200);
      expect((await collector.ask('GET', `/v1/leads/${id}/touches`, undefined, asAdmin)).status).toBe(200);
    }
    for (let leased = 1; leased > 0;) {
      const { body } = await collector.ask('POST', '/v1/deliveries/lease', { max: 100 }, asBot);
      leased = body.data.length;
    }
  });

  it('survives urlencoded forms of any fields', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.oneof(key, fc.constantFrom('redirect', 'name', 'form', 'visitor', 'country', 'hw_honeypot')),
            text,
          ),
          {
            maxLength: 8,
          },
        ),
        fc.boolean(),
        async (fields, isBrowser) => {
          const form = new URLSearchParams([['site', 'acme'], ...fields]);
          form.append('email', `${v7()}@hostile.de`);
          const accept: Record<string, string> = isBrowser ? { Accept: 'text/html' } : {};
          const { status, headers } = await collector.ask('POST', '/v1/leads', form, accept);
          sent += 1;
          expect([201, 303, 422]).toContain(status);
          const landing = headers.get('location') ?? 'https://acme.com/';
          expect(landing).toMatch(/^https:\/\/([\w-]+\.)*acme\.com\//);
        },
      ),
      runs,
    ));

  it('survives multipart that is cut, nested or lies about itself', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom(
            '--x\r\n',
            '--x--\r\n',
            'Content-Disposition: form-data; name="email"\r\n\r\n',
            'Content-Disposition: form-data; name="__proto__"\r\n\r\n',
            'Content-Disposition: form-data; name="a"; filename="../../b"\r\n\r\n',
            'Content-Type: multipart/mixed; boundary=y\r\n\r\n',
            'Content-Transfer-Encoding: base64\r\n',
            'eva@hostile.de\r\n',
            '\0\xff\r\n',
          ),
          { maxLength: 12 },
        ),
        fc.constantFrom(
          'multipart/form-data; boundary=x',
          'multipart/form-data',
          'Multipart/Form-Data; boundary="',
        ),
        async (parts, type) => {
          const { status } = await submit(parts.join(''), { 'Content-Type': type });
          expect([400, 422]).toContain(status);
        },
      ),
      runs,
    ));

  it.each([
    ['deep arrays', nested(30_000), 422],
    ['a megabyte', `"${'x'.repeat(1_000_000)}"`, 413],
    ['deep fields', JSON.stringify(demoRequest()).replace('{', `{"fields":${nested(10_000)},`), 422],
    ['a prototype', JSON.stringify(demoRequest()).replace('{', '{"__proto__":{"site":"x"},'), 201],
  ])('answers %s as documented', async (_what, body, status) => {
    expect((await submit(body)).status).toBe(status);
  });
});

describe('with a key', () => {
  const keyed: [string, string, () => object][] = [
    ['/v1/leads', 'source', () => ({ source: 'webinar', email: `${v7()}@hostile.de` })],
    ['/v1/leads/search', 'q', () => ({})],
    [
      '/v1/leads/lead_x/touches',
      'campaign',
      () => ({ eventId: v7(), kind: 'demo', at: '2026-01-01T00:00:00Z' }),
    ],
    ['/v1/leads/lead_x/stage', 'eventId', () => ({ stage: 'sql' })],
    ['/v1/leads/lead_x/claim', 'by', () => ({ owner: 'U0ANNA001' })],
    ['/v1/leads/lead_x/assign', 'eventId', () => ({})],
    ['/v1/leads/lead_x/disqualify', 'reason', () => ({})],
    ['/v1/deliveries/lease', 'max', () => ({})],
    ['/v1/deliveries/del_x/done', 'ref', () => ({})],
    ['/v1/deliveries/del_x/failed', 'error', () => ({})],
    [
      '/v1/referrals',
      'name',
      () => ({
        submission: v7(),
        via: 'api',
        referrer: 'U0ANNA001',
        name: 'R',
        company: 'T',
        email: `${v7()}@hostile.de`,
      }),
    ],
    ['/v1/codes', 'referrer', () => ({ program: 'partner' })],
    ['/v1/sources/classify', 'url', () => ({})],
    ['/v1/routing/explain', 'settings', () => ({ facts: {} })],
    ['/v1/routing/explain', 'facts', () => ({})],
    ['/v1/routing/explain', 'leadId', () => ({})],
    ['/v1/routing/replay', 'settings', () => ({})],
    ['/v1/routing/replay', 'from', () => ({ settings: defaultSettings.routing })],
  ];

  it.each(keyed)('POST %s survives anything', (path, field, whole) =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          deep.map((value) => JSON.stringify(value) ?? ''),
          fc.oneof(scalar, deep).map((value) => JSON.stringify({ ...whole(), [field]: value })),
        ),
        fc.constantFrom('application/json', 'text/plain', 'application/json; charset=latin1'),
        async (body, type) => {
          const { status } = await survive(path, body, { ...asAdmin, 'Content-Type': type });
          expect(status).not.toBe(413);
        },
      ),
      { numRuns: 30 },
    ),
  );

  it.each(keyed)('POST %s refuses what is too large and what is no JSON', async (path) => {
    const large = JSON.stringify({ a: 'x'.repeat(600 * 1024) });
    expect((await survive(path, large, { ...asAdmin, ...json })).status).toBe(413);
    expect((await survive(path, '{', { ...asAdmin, ...json })).status).toBe(400);
    const length = { 'Content-Length': String(large.length) };
    expect((await survive(path, large, { ...asAdmin, ...json, ...length })).status).toBe(413);
  });

  it.each(['scoring', 'routing', 'calendar', 'sources', 'referrals'])(
    'PUT settings of %s survives anything',
    (name) =>
      fc.assert(
        fc.asyncProperty(deep, async (value) => {
          const headers = { ...asAdmin, ...json, 'If-Match': '"0"' };
          const { status } = await survive(
            `/v1/settings/${name}`,
            JSON.stringify(value) ?? '',
            headers,
            'PUT',
          );
          expect([400, 422]).toContain(status);
        }),
        { numRuns: 20 },
      ),
  );

  it.each([
    '/v1/leads/%00',
    '/v1/leads/%00/touches',
    '/v1/leads?owner=%00',
    '/v1/leads?source=a%00b',
    '/v1/leads?segment=%00',
    '/v1/leads?cursor=1.a%00',
    `/v1/leads?cursor=${'9'.repeat(400)}.x`,
    '/v1/leads?limit=1e9',
    '/v1/leads?limit=NaN',
    '/v1/leads?stage[]=lead',
    '/v1/leads/__proto__',
    '/v1/leads/%F0%28%8C%28',
    '/v1/referrals?cursor=%00',
    '/v1/referrals?referrer=%00',
    '/v1/settings/%00',
    '/r/%00',
    '/r/%ff',
    '/%00',
    '/%ff',
    '/assets/%2e%2e%2f%2e%2e',
    `/${'a/'.repeat(2_000)}`,
  ])('GET %s is no fault', async (path) => {
    const { status } = await collector.ask('GET', path, undefined, asAdmin);
    sent += 1;
    expect([200, 400, 404, 422]).toContain(status);
  });

  it.each(['%', '_', '\\', '\\%', "'", '"', '%25', '\ud800'])('searches for %j as it is', async (q) => {
    const { status } = await collector.ask('POST', '/v1/leads/search', { q }, asAdmin);
    expect(status).toBe(200);
  });
});

describe('afterwards', () => {
  it('the process is well, and two thousand bodies came', async () => {
    expect(sent).toBeGreaterThan(2_000);
    expect((await collector.ask('GET', '/readyz')).status).toBe(200);
    await collector.runTimers();
    expect((await collector.ask('POST', '/v1/leads', demoRequest())).status).toBe(201);
    const kept = [page(tuesday)];
    expect((await collector.ask('POST', '/v1/collect', batch(kept))).body.accepted).toBe(1);
  });
});
