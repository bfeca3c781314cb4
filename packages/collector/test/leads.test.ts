import { BlockList } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { acme, asAdmin, startCollector, tuesday, type Answer, type TestCollector } from './setup.ts';
import { batch, demoRequest, leadOf, touch } from './sending.ts';

let collector: TestCollector;
const submit = (body: object | string, headers: Record<string, string> = {}): Promise<Answer> =>
  collector.ask('POST', '/v1/leads', body, headers);
const enter = (body: object, headers: Record<string, string> = {}): Promise<Answer> =>
  submit(body, { ...asAdmin, ...headers });
const read = async (id: string) => (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;
const search = async (body: object): Promise<{ id: string; email: string | null }[]> =>
  (await collector.ask('POST', '/v1/leads/search', body, asAdmin)).body.data;
const made = (form: { email?: string }) => leadOf(collector.ask, form);
const urlencoded = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
  collector.ask('POST', '/v1/leads', new URLSearchParams(fields), headers);

let unique = 0;
const someone = () => `lead${(unique += 1)}@firm${unique}.de`;
const number = () => `+49 89 ${1_000_000 + (unique += 1)}`;

beforeAll(async () => {
  const proxies = new BlockList();
  proxies.addSubnet('10.0.0.0', 8, 'ipv4');
  const sites = [acme, { key: 'exact', name: 'Exact', origins: ['https://exact.test'], filterBots: true }];
  collector = await startCollector({ sites, trustedProxies: proxies });
});
afterAll(() => collector.stop());

describe('a form that a script sends', () => {
  it('makes a lead and tells the public nothing but that it arrived', async () => {
    const form = demoRequest({ message: 'Please call', heardFrom: 'a podcast', fields: { teamSize: '50' } });
    const { status, body } = await submit(form);
    expect(status).toBe(201);
    expect(body).toEqual({ submission: form.submission, status: 'received' });
    const [found] = await search({ email: form.email });
    const lead = await read(found!.id);
    expect(lead).toMatchObject({ email: form.email, name: form.name, company: form.company, stage: 'mql' });
    expect(lead).toMatchObject({ heardFrom: 'a podcast', createdAt: '2026-03-03T10:00:00.000Z', flags: [] });
    expect(lead.submissions).toMatchObject([
      { id: form.submission, via: 'form', message: 'Please call', fields: { teamSize: '50' } },
    ]);
  });

  it('answers the same submission with 200 and the same body, and changes nothing', async () => {
    const form = demoRequest();
    const first = await submit(form);
    const [lead] = await search({ email: form.email });
    const before = await read(lead!.id);
    const again = await submit(form);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
    expect(await read(lead!.id)).toEqual(before);
  });

  it('takes text/plain, which needs no preflight, and a form without a submission id', async () => {
    const { submission: _submission, ...form } = demoRequest();
    const { status, body } = await submit(JSON.stringify(form), { 'Content-Type': 'text/plain' });
    expect(status).toBe(201);
    expect(body.submission).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('lets the page of an allowed origin read the answer, and refuses others', async () => {
    const allowed = await submit(demoRequest(), { Origin: 'https://www.acme.com' });
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://www.acme.com');
    for (const origin of ['null', 'https://evil.com', 'https://notacme.com'])
      expect((await submit(demoRequest(), { Origin: origin })).status).toBe(403);
    expect((await submit(demoRequest({ site: 'nobody' }))).status).toBe(403);
  });

  it.each([
    ['email', { email: undefined, name: undefined }],
    ['email', { email: 'not an address' }],
    ['country', { country: 'Germany' }],
    ['submission', { submission: '7' }],
    ['fields.size', { fields: { size: 50 } }],
    ['consent.marketing', { consent: { marketing: 'yes' } }],
    ['touches', { touches: Array.from({ length: 51 }, () => ({})) }],
  ])('answers 422 and names %s', async (path, more) => {
    const { status, body } = await submit(demoRequest(more));
    expect(status).toBe(422);
    expect(body.errors[0].path).toBe(path);
  });

  it('answers 400 to what is not JSON and 413 to what is too large', async () => {
    expect((await submit('{')).status).toBe(400);
    const large = { ...demoRequest(), fields: { a: 'x'.repeat(65 * 1024) } };
    expect((await submit(large)).status).toBe(413);
    const length = String(JSON.stringify(large).length);
    expect((await submit(large, { 'Content-Length': length })).status).toBe(413);
  });

  it('flags what a bot sends and does not drop it', async () => {
    const form = demoRequest();
    const bot = { 'User-Agent': 'curl/8.5.0' };
    expect((await submit(form, bot)).status).toBe(201);
    const [lead] = await search({ email: form.email });
    expect(lead).toMatchObject({ flags: ['bot'], temperature: 'hot' });
  });
});

describe('a form without JavaScript', () => {
  const html = { Accept: 'text/html,application/xhtml+xml' };
  const person = () => ({ site: 'acme', email: someone(), form: 'Contact us' });

  it('makes a lead from urlencoded fields, known names in any spelling, the others kept', async () => {
    const fields = {
      site: 'acme',
      'E-Mail': 'Eva.Form@firma-form.de',
      first_name: 'Eva',
      last_name: 'Muster',
      Organisation: 'Firma GmbH',
      Telephone: '+49 89 7654321',
      budget: '10k',
      constructor: 'odd',
      toString: 'odder',
      empty: '',
    };
    const { status, body, headers } = await urlencoded(fields, { Referer: 'https://acme.com/contact' });
    expect(status).toBe(201);
    expect(headers.get('content-type')).toContain('text/html');
    expect(body).toContain('Thank you');
    const [found] = await search({ email: 'eva.form@firma-form.de' });
    const lead = await read(found!.id);
    expect(lead).toMatchObject({ name: 'Eva Muster', company: 'Firma GmbH', phone: '+49 89 7654321' });
    const [submission] = lead.submissions;
    expect(submission.fields).toMatchObject({ budget: '10k', constructor: 'odd', toString: 'odder' });
    expect(Object.keys(submission.fields).sort()).toEqual(['budget', 'constructor', 'toString']);
    expect(submission.form.url).toBe('https://acme.com/contact');
  });

  it('takes multipart, and leaves files out', async () => {
    const form = new FormData();
    const email = someone();
    for (const [name, value] of Object.entries({ site: 'acme', email, message: 'Hello' }))
      form.set(name, value);
    form.set('cv', new Blob(['secret'], { type: 'text/plain' }), 'cv.txt');
    expect((await collector.ask('POST', '/v1/leads', form)).status).toBe(201);
    const [found] = await search({ email });
    const [submission] = (await read(found!.id)).submissions;
    expect(submission).toMatchObject({ message: 'Hello', fields: {} });
  });

  it.each([
    ['https://acme.com/thanks?a=1', 'https://acme.com/thanks?a=1'],
    ['https://www.acme.com/danke', 'https://www.acme.com/danke'],
    ['https://acme.com', 'https://acme.com/'],
    ['https://acme.com\\@evil.com/', 'https://acme.com/@evil.com/'],
  ])('sends the browser from %s on to %s', async (redirect, landing) => {
    const { status, headers } = await urlencoded({ ...person(), redirect });
    expect(status).toBe(303);
    expect(headers.get('location')).toBe(landing);
    expect(['https://acme.com', 'https://www.acme.com']).toContain(new URL(landing).origin);
  });

  it.each([
    'https://evil.com/',
    '//evil.com',
    '/\\evil.com',
    '\\\\evil.com',
    'https:evil.com',
    'https:/evil.com',
    'https:\\\\evil.com',
    'javascript:alert(1)',
    'data:text/html,hi',
    'https://acme.com@evil.com/',
    'https://acme.com:pass@evil.com/',
    'https://acme.com%2f@evil.com/',
    'https://evil.com\\@acme.com',
    'https://evil.com#@acme.com',
    'https://evil.com?acme.com',
    'https://acme.com.evil.com/',
    'https://notacme.com/',
    'https://acme.com\t.evil.com',
    'https://acme.com\n.evil.com',
    'http://acme.com/',
    'https://acme.com:8443/',
    'https://*.acme.com/',
    'https://acme.com\u3002evil.com/',
    '/thanks',
    'thanks',
    '',
  ])('does not send the browser to %j but thanks', async (redirect) => {
    const { status, headers } = await urlencoded({ ...person(), redirect });
    expect(status).toBe(201);
    expect(headers.has('location')).toBe(false);
  });

  it('sends the browser only to the site that the form names', async () => {
    const fields = { site: 'exact', email: someone() };
    const there = await urlencoded({ ...fields, redirect: 'https://exact.test/thanks' });
    expect(there.headers.get('location')).toBe('https://exact.test/thanks');
    expect((await urlencoded({ ...fields, redirect: 'https://acme.com/' })).status).toBe(201);
    expect((await urlencoded({ ...fields, redirect: 'https://www.exact.test/' })).status).toBe(201);
  });

  it('shows a browser in words what is missing, escaped', async () => {
    const { status, headers, body } = await urlencoded({ site: 'acme', email: '<b>' }, html);
    expect(status).toBe(422);
    expect(headers.get('content-type')).toContain('text/html');
    expect(body).toContain('email: give an e-mail address');
    expect(body).not.toContain('<b>');
  });

  it('answers programs with a problem document', async () => {
    const { status, body } = await urlencoded({ site: 'acme' });
    expect(status).toBe(422);
    expect(body).toMatchObject({ status: 422, errors: [{ path: 'email' }] });
  });

  it('answers 400 to a form that cannot be read, and 413 to one that is too large', async () => {
    const type = { 'Content-Type': 'multipart/form-data; boundary=x' };
    expect((await submit('no boundary', type)).status).toBe(400);
    expect((await urlencoded({ ...person(), message: 'x'.repeat(70_000) }, html)).status).toBe(413);
  });

  it('tells a browser in words when the database is away', async () => {
    const broken = await startCollector();
    await broken.ask('POST', '/v1/leads', new URLSearchParams(person()));
    await broken.db.destroy();
    const { status, headers, body } = await broken.ask(
      'POST',
      '/v1/leads',
      new URLSearchParams(person()),
      html,
    );
    expect(status).toBe(503);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(body).toContain('Not sent yet');
    await broken.stop();
  });

  it('that is pressed twice, or reported by a script as well, is one submission', async () => {
    const fields = { site: 'acme', email: someone(), message: 'Please call' };
    await urlencoded(fields);
    await urlencoded(fields);
    await submit({ ...fields, submission: v7() });
    const [found] = await search({ email: fields.email });
    expect((await read(found!.id)).submissions).toHaveLength(1);
    await urlencoded({ ...fields, message: 'And send a quote' });
    collector.clock.set(tuesday + 2 * 60_000);
    await urlencoded(fields);
    collector.clock.set(tuesday);
    expect((await read(found!.id)).submissions).toHaveLength(3);
  });

  it('counts the page it stands on as the touch of a browser that reported nothing', async () => {
    const email = someone();
    const page = 'https://acme.com/contact?utm_source=newsletter&utm_medium=email';
    await urlencoded({ site: 'acme', email }, { Referer: page });
    const [lead] = await search({ email });
    expect(lead).toMatchObject({ originalSource: { source: 'newsletter', channel: 'Email' } });
  });
});

describe('one person, one lead', () => {
  it('knows an address in any case', async () => {
    const first = await made(demoRequest({ email: 'Anna.Case@Firma-Case.de' }));
    const second = await made(demoRequest({ email: 'anna.case@firma-case.DE' }));
    expect(second.id).toBe(first.id);
    expect(second.email).toBe('anna.case@firma-case.de');
  });

  it('makes one lead of twenty submissions at the same moment', async () => {
    const email = someone();
    const phone = number();
    const forms = Array.from({ length: 20 }, () => demoRequest({ email, phone }));
    const answers = await Promise.all(forms.map((form) => collector.ask('POST', '/v1/leads', form)));
    // 200 where a slow machine had one come again that was stored the first time
    expect(answers.filter(({ status }) => status > 201)).toEqual([]);
    const found = await search({ email });
    expect(found).toHaveLength(1);
    const lead = await read(found[0]!.id);
    expect(lead.submissions.map(({ id }: { id: string }) => id).sort()).toEqual(
      forms.map(({ submission }) => submission).sort(),
    );
  });

  it('takes one submission once that comes twenty times at the same moment', async () => {
    const form = demoRequest();
    const answers = await Promise.all(Array.from({ length: 20 }, () => submit(form)));
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([...Array<number>(19).fill(200), 201]);
    const [found] = await search({ email: form.email });
    expect((await read(found!.id)).submissions).toHaveLength(1);
  });

  it('joins a lead that was known by phone when its address comes', async () => {
    const phone = number();
    const { body } = await enter({ source: 'trade-show', phone, name: 'Paul' });
    const email = someone();
    await submit(demoRequest({ email, phone: phone.replaceAll(' ', '-'), name: undefined }));
    const [lead] = await search({ email });
    expect(lead).toMatchObject({ id: body.leadId, name: 'Paul', phone });
  });

  it('lets a form fill in what is not known, and change nothing that is', async () => {
    const email = someone();
    await submit(demoRequest({ email, name: 'Real Person', phone: undefined }));
    await submit(demoRequest({ email, name: 'Somebody Else', linkedin: 'https://www.linkedin.com/in/real' }));
    const [lead] = await search({ email });
    expect(lead).toMatchObject({ name: 'Real Person', linkedin: 'https://www.linkedin.com/in/real' });
  });

  it('takes nothing from junk that is sent in the name of a real lead', async () => {
    const email = someone();
    await submit(demoRequest({ email, name: 'Real Person' }));
    await submit(demoRequest({ email, name: 'Spam', phone: '+1 900 555 0199', honeypot: 'x' }));
    const [lead] = await search({ email });
    expect(lead).toMatchObject({ name: 'Real Person', phone: null, flags: [] });
  });

  it('joins a lead that was known by LinkedIn, and one known by name and company', async () => {
    const linkedin = await enter({ source: 'sdr', linkedin: 'https://www.linkedin.com/in/Lia-Link/' });
    const named = await enter({ source: 'sdr', name: 'Nora  Name', company: 'Nameless GmbH' });
    const emails = [someone(), someone()];
    await submit(demoRequest({ email: emails[0], linkedin: 'linkedin.com/in/lia-link?x=1' }));
    await submit(demoRequest({ email: emails[1], name: 'nora name', company: 'NAMELESS' }));
    expect(await search({ email: emails[0] })).toMatchObject([{ id: linkedin.body.leadId }]);
    expect(await search({ email: emails[1] })).toMatchObject([{ id: named.body.leadId }]);
  });

  it('keeps two addresses on one phone as two leads', async () => {
    const phone = number();
    const first = await made(demoRequest({ phone }));
    const second = await made(demoRequest({ phone }));
    expect(second.id).not.toBe(first.id);
    expect((await read(first.id)).email).toBe(first.email);
  });

  it('gives a phone that is known without an address to one of two addresses at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const phone = number();
      const { body } = await enter({ source: 'cold-call', phone });
      const emails = [someone(), someone()];
      await Promise.all(emails.map((email) => submit(demoRequest({ email, phone }))));
      const [first, second] = (await Promise.all(emails.map((email) => search({ email })))).flat();
      expect([first?.email, second?.email]).toEqual(emails);
      expect(first?.id).not.toBe(second?.id);
      expect([first?.id, second?.id]).toContain(body.leadId);
    }
  });

  it('makes one lead of two when an address shows that they are the same, keeping owner and history', async () => {
    const phone = number();
    const called = await enter({ source: 'cold-call', phone, at: '2026-02-01T09:00:00Z' });
    await collector.ask('POST', `/v1/leads/${called.body.leadId}/claim`, { owner: 'U0CALLER1' }, asAdmin);
    await collector.ask('POST', `/v1/leads/${called.body.leadId}/stage`, { stage: 'mql' }, asAdmin);
    const known = await made(demoRequest());
    await submit(demoRequest({ email: known.email, phone }));
    const lead = await read(known.id);
    expect(lead).toMatchObject({ id: known.id, phone, owner: 'U0CALLER1', stage: 'mql' });
    expect(await read(called.body.leadId)).toEqual(lead);
    expect(lead.history.map(({ kind }: { kind: string }) => kind)).toEqual(
      expect.arrayContaining(['claimed', 'stage_changed', 'merged']),
    );
    expect(lead.submissions).toHaveLength(3);
    expect(lead.originalSource.channel).toBe('Cold Call');
    const { data } = (await collector.ask('GET', '/v1/leads?limit=200', undefined, asAdmin)).body;
    expect(data.map(({ id }: { id: string }) => id)).not.toContain(called.body.leadId);
  });

  it('merges a second submission and keeps both', async () => {
    const email = someone();
    const first = await made({ ...demoRequest({ name: undefined, message: 'first' }), email });
    const second = await made({ ...demoRequest({ company: undefined, message: 'second' }), email });
    expect(second).toMatchObject({ id: first.id, company: first.company });
    expect(second.name).not.toBeNull();
    const { submissions, history } = await read(first.id);
    expect(submissions.map(({ message }: { message: string }) => message)).toEqual(['first', 'second']);
    expect(history).toContainEqual(expect.objectContaining({ kind: 'submitted_again' }));
  });

  it('has an account by the registrable domain, and none for free-mail', async () => {
    const own = await made(demoRequest({ email: 'b@mail.sales.firma-account.co.uk' }));
    const free = await made(demoRequest({ email: 'somebody.free@gmail.com' }));
    expect([own.account, free.account]).toEqual(['firma-account.co.uk', null]);
  });
});

describe('junk', () => {
  it.each([
    ['the honeypot is filled', 'junk_honeypot', { honeypot: 'http://buy.example' }],
    ['the address is disposable', 'junk_disposable', { email: 'someone@mailinator.com' }],
    ['it is a test', 'junk_test', { email: 'test@firma-junk.de', name: 'Test Test' }],
  ])('is set aside without an alert when %s', async (_why, flag, more) => {
    const { email } = demoRequest(more);
    await submit(demoRequest({ ...more, email }));
    const [lead] = await search({ email });
    expect(lead).toMatchObject({ flags: [flag], assignment: null });
    const deliveries = await collector.db
      .selectFrom('deliveries')
      .selectAll()
      .where('lead_id', '=', lead!.id as never)
      .execute();
    expect(deliveries).toEqual([]);
    const { data } = (await collector.ask('GET', '/v1/leads?junk=false&limit=200', undefined, asAdmin)).body;
    expect(data.map(({ id }: { id: string }) => id)).not.toContain(lead!.id);
  });

  it('is rescued by one good submission', async () => {
    const email = someone();
    await submit(demoRequest({ email, honeypot: 'x' }));
    await submit(demoRequest({ email }));
    const [lead] = await search({ email });
    expect(lead).toMatchObject({ flags: [], assignment: { channel: '#leads' } });
  });
});

describe('country', () => {
  const countryOf = async (more: object, headers: Record<string, string> = {}, peer = '203.0.113.7') => {
    const form = demoRequest(more);
    await collector.ask('POST', '/v1/leads', form, headers, peer);
    const [lead] = await search({ email: form.email });
    return (lead as unknown as { country: string | null }).country;
  };

  it('comes from a trusted proxy, then the time zone, then the form', async () => {
    const form = { country: 'fr', timeZone: 'Europe/Vienna' };
    const header = { 'CF-IPCountry': 'ch' };
    expect(await countryOf(form, header, '10.1.2.3')).toBe('CH');
    expect(await countryOf(form, header)).toBe('AT');
    expect(await countryOf(form, header, '::ffff:10.1.2.3')).toBe('CH');
    expect(await countryOf(form, { 'CF-IPCountry': 'XX' }, '10.1.2.3')).toBe('AT');
    expect(await countryOf({ country: 'fr' })).toBe('FR');
    expect(await countryOf({ country: 'fr', timeZone: 'UTC' })).toBe('FR');
    expect(await countryOf({})).toBeNull();
  });

  it.each(['constructor', '__proto__', 'hasOwnProperty', 'Mars/Olympus', '/'])(
    'survives the time zone %s',
    async (timeZone) => {
      expect(await countryOf({ timeZone, country: 'it' })).toBe('IT');
    },
  );
});

describe('privacy', () => {
  it('stores no IP address anywhere', async () => {
    const peer = '10.9.8.7';
    const visitor = v7();
    const headers = { 'X-Forwarded-For': '198.51.100.99, 10.0.0.1', 'X-Real-IP': '198.51.100.99' };
    await collector.ask('POST', '/v1/collect', batch([touch(tuesday)], { visitor }), headers, peer);
    await collector.ask('POST', '/v1/leads', demoRequest({ visitor }), headers, peer);
    await collector.runTimers();
    const tables = await collector.db.introspection.getTables();
    for (const table of tables.filter(({ name }) => !name.startsWith('sqlite_'))) {
      const rows = await collector.db
        .selectFrom(table.name as 'leads')
        .selectAll()
        .execute();
      const text = JSON.stringify(rows);
      expect(`${table.name} ${text}`).not.toContain('198.51.100.99');
      expect(`${table.name} ${text}`).not.toContain('10.9.8.7');
    }
    expect(tables.length).toBeGreaterThan(10);
  });
});

describe('a lead entered by hand', () => {
  it('must name its source', async () => {
    const { status, body } = await enter({ email: someone() });
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ path: 'source' }]);
    expect((await enter({ email: someone(), source: ' ' })).status).toBe(422);
    expect((await enter({ source: 'webinar' })).body.errors).toMatchObject([{ path: 'email' }]);
  });

  it('is created, then merged', async () => {
    const email = someone();
    const first = await enter({ email, source: 'Trade Show', campaign: 'Hannover 26' });
    const second = await enter({ email: email.toUpperCase(), source: 'webinar' });
    expect([first.status, first.body.status]).toEqual([201, 'created']);
    expect([second.status, second.body]).toEqual([200, { leadId: first.body.leadId, status: 'merged' }]);
    const lead = await read(first.body.leadId);
    expect(lead.originalSource).toMatchObject({
      channel: 'Trade Show',
      campaign: 'Hannover 26',
      family: 'event',
    });
  });

  it('keeps the words of a source that is no offline kind', async () => {
    const { body } = await enter({ email: someone(), source: 'LinkedIn Ads', medium: 'cpc' });
    const { originalSource } = await read(body.leadId);
    expect(originalSource).toMatchObject({ source: 'linkedin', channel: 'Paid Social', family: 'paid' });
  });

  it('is entered once, however often it is sent with the same submission or Idempotency-Key', async () => {
    const submission = v7();
    const once = { email: someone(), source: 'podcast', submission };
    const first = await enter(once);
    const again = await Promise.all([enter(once), enter(once)]);
    for (const { body } of again) expect(body.leadId).toBe(first.body.leadId);
    expect((await read(first.body.leadId)).submissions).toHaveLength(1);

    const entry = { name: 'Ida Key', company: 'Key GmbH', source: 'podcast' };
    const keyed = await enter(entry, { 'Idempotency-Key': 'import-7' });
    await enter(entry, { 'Idempotency-Key': 'import-7' });
    expect((await read(keyed.body.leadId)).submissions).toHaveLength(1);
    expect(
      (await collector.ask('GET', `/v1/leads/${keyed.body.leadId}/touches`, undefined, asAdmin)).body.data,
    ).toHaveLength(1);
  });
});

describe('the list', () => {
  it('gives every lead once, page by page', async () => {
    const ids: string[] = [];
    let cursor = '';
    do {
      const path = `/v1/leads?limit=7${cursor && `&cursor=${cursor}`}`;
      const { body } = await collector.ask('GET', path, undefined, asAdmin);
      ids.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor ?? '';
    } while (cursor !== '');
    const rows = await collector.db
      .selectFrom('leads')
      .select('id')
      .where('merged_into', 'is', null)
      .execute();
    expect(ids).toHaveLength(rows.length);
    expect(new Set(ids)).toEqual(new Set(rows.map((row) => row.id)));
  });

  it('filters by source, channel, temperature and owner', async () => {
    const { body } = await enter({ email: someone(), source: 'Filter News', medium: 'email' });
    const ask = async (filter: string): Promise<string[]> =>
      (await collector.ask('GET', `/v1/leads?${filter}`, undefined, asAdmin)).body.data.map(
        ({ id }: { id: string }) => id,
      );
    expect(await ask('source=filter-news')).toEqual([body.leadId]);
    expect(await ask('source=filter-news&temperature=hot')).toEqual([]);
    expect(await ask('source=filter-news&channel=Email')).toEqual([body.leadId]);
    expect(await ask('source=filter-news&owner=U0NOBODY1')).toEqual([]);
  });

  it('searches by words of name, company and address', async () => {
    const lead = await made(demoRequest({ name: 'Zoe Quux', company: 'Quuxworks' }));
    for (const q of ['quux', 'QUUXWORKS', 'zoe'])
      expect(await search({ q })).toContainEqual(expect.objectContaining({ id: lead.id }));
    expect(await search({ q: 'nobody at all' })).toEqual([]);
    expect(await search({ email: 'nobody@nowhere.de' })).toEqual([]);
  });

  it.each(['limit=0', 'limit=many', 'cursor=x', `cursor=${'9'.repeat(30)}.a`, 'stage=none'])(
    'refuses %s with 422',
    async (query) => {
      expect((await collector.ask('GET', `/v1/leads?${query}`, undefined, asAdmin)).status).toBe(422);
    },
  );

  it('answers 404 for a lead that is not there', async () => {
    for (const path of ['/v1/leads/lead_x', '/v1/leads/lead_x/touches'])
      expect((await collector.ask('GET', path, undefined, asAdmin)).status).toBe(404);
  });
});
