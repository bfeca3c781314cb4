import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import {
  asAdmin,
  day,
  hour,
  minute,
  startCollector,
  tuesday,
  type Answer,
  type TestCollector,
} from './setup.ts';
import { batch, demoRequest, engagement, page, survey, touch, type Sent } from './sending.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

const submit = (body: object): Promise<Answer> => collector.ask('POST', '/v1/leads', body);
const post = (fields: Record<string, string>, headers = {}): Promise<Answer> =>
  collector.ask('POST', '/v1/leads', new URLSearchParams({ site: 'acme', ...fields }), headers);
const read = async (path: string) => (await collector.ask('GET', path, undefined, asAdmin)).body;
const idsOf = async (email: string): Promise<string[]> =>
  (await collector.ask('POST', '/v1/leads/search', { email }, asAdmin)).body.data.map(
    ({ id }: { id: string }) => id,
  );
const leadOf = async (email: string) => read(`/v1/leads/${(await idsOf(email))[0]}`);

/** What a browser reports, in one request each, and then a form that makes a cold lead. */
async function visit(requests: readonly { events: Sent[]; sentAt?: number }[], headers = {}) {
  const visitor = v7();
  const form = demoRequest({ visitor, form: { id: 'news', name: 'Newsletter' } });
  await submit(form);
  for (const { events, sentAt = tuesday } of requests)
    await collector.ask('POST', '/v1/collect', batch(events, { visitor, sentAt }), headers);
  await collector.runTimers();
  return leadOf(form.email);
}

const activityOf = (lead: { activity: { text: string }[] }) => lead.activity.map(({ text }) => text);
const reasonsOf = (lead: { scoreLines: { because: string }[] }) =>
  lead.scoreLines.map(({ because }) => because);

let unique = 0;
const someone = () => `captured${(unique += 1)}@firm${unique}.de`;

describe('parameters as an address gave them', () => {
  it('say the source, whatever is left of the address', async () => {
    const visitor = v7();
    const params = {
      utm_source: 'LinkedIn Ads',
      utm_medium: 'cpc',
      pk_campaign: 'Q1',
      li_fat_id: 'L1',
      plan: 'pro',
    };
    const form = demoRequest({ visitor, touches: [touch(tuesday, 'https://acme.com/', { params })] });
    await submit(form);
    const lead = await leadOf(form.email);
    expect(lead.originalSource).toMatchObject({ source: 'linkedin', medium: 'cpc', campaign: 'Q1' });
    const { data } = await read(`/v1/leads/${lead.id}/touches`);
    expect(data).toMatchObject([{ raw: { source: 'LinkedIn Ads', click: { li_fat_id: 'L1' } } }]);
  });

  it('count a code that was typed as well once', async () => {
    await collector.ask('POST', '/v1/codes', { program: 'partner', referrer: 'p', code: 'PARAM1' }, asAdmin);
    const touches = [touch(tuesday, 'https://acme.com/', { params: { ref: 'param1' } })];
    const form = demoRequest({ visitor: v7(), ref: 'PARAM1', touches });
    await submit(form);
    const lead = await leadOf(form.email);
    expect(lead.originalSource).toMatchObject({ channel: 'Partner' });
    expect((await read(`/v1/leads/${lead.id}/touches`)).data).toHaveLength(1);
  });

  it('are stored without what names a person', async () => {
    const params = { utm_source: 'x', mc_eid: 'E1', utm_term: 'eva@personal.de' };
    const sent = touch(tuesday, 'https://acme.com/', { params });
    await collector.ask('POST', '/v1/collect', batch([sent]));
    const row = await collector.db
      .selectFrom('events')
      .select('body')
      .where('id', '=', sent.id)
      .executeTakeFirst();
    expect(JSON.parse(row!.body)).toEqual({ url: 'https://acme.com/', params: { utm_source: 'x' } });
  });
});

describe('unsorted fields', () => {
  const field = (label: string, value: string, more: object = {}) => ({
    type: 'text',
    label,
    value,
    ...more,
  });

  it('become the parts of a lead, the others kept, secrets never', async () => {
    const email = someone();
    const inputs = [
      field('Vorname', 'Eva'),
      field('Name *', 'Muster'),
      field('E-Mail', email),
      field('Unternehmen', 'Firma GmbH'),
      field('Telefon', '+49 89 1234567', { type: 'tel' }),
      field('Ihr Anliegen', 'Bitte rufen Sie an', { type: 'textarea' }),
      field('Wie haben Sie von uns gehört?', 'Podcast'),
      field('Budget', '10k', { name: 'budget' }),
      field('Passwort', 'hunter2', { type: 'password' }),
      field('Konto', 'DE89 3704 0044 0532 0130 00'),
    ];
    expect((await submit({ site: 'acme', submission: v7(), inputs })).status).toBe(201);
    const lead = await leadOf(email);
    expect(lead).toMatchObject({ name: 'Eva Muster', company: 'Firma GmbH', phone: '+49 89 1234567' });
    expect(lead).toMatchObject({ heardFrom: 'Podcast' });
    expect(lead.submissions).toMatchObject([{ message: 'Bitte rufen Sie an' }]);
    expect(lead.submissions[0].fields).toEqual({ budget: '10k' });
    const rows = await collector.db.selectFrom('submissions').select('body').execute();
    expect(rows.filter(({ body }) => /hunter2|3704|inputs/.test(body))).toEqual([]);
  });

  it('yield to what the body names itself, and are kept beside it', async () => {
    const email = someone();
    const inputs = [
      field('E-mail', 'other@firma.de'),
      field('Name', 'Eva'),
      field('Seats', '5', { name: 'seats' }),
    ];
    await submit({ site: 'acme', email, name: 'Eva', fields: { seats: '50' }, inputs });
    const lead = await leadOf(email);
    expect(lead).toMatchObject({ email, name: 'Eva' });
    expect(lead.submissions[0].fields).toEqual({ email: 'other@firma.de', seats: '50' });
    expect(await idsOf('other@firma.de')).toEqual([]);
  });

  it('are cut where people wrote more than fits', async () => {
    const email = someone();
    const long = field('Message', 'm'.repeat(7_000), { type: 'textarea' });
    const labelled = field('x'.repeat(1_000), 'y');
    const { status } = await submit({
      site: 'acme',
      inputs: [field('E-mail', email), long, labelled],
    });
    expect(status).toBe(201);
    const [{ message, fields }] = (await leadOf(email)).submissions;
    expect(message).toHaveLength(5_000);
    expect(fields).toEqual({ ['x'.repeat(128)]: 'y' });
  });

  it.each<[string, object]>([
    ['email', { inputs: [field('E-mail', 'eva at firma')] }],
    ['email', { inputs: [] }],
    ['email', { email: 'eva at firma', inputs: [field('E-mail', 'eva@firma.de')] }],
    ['inputs', { inputs: 'x' }],
    ['inputs[1].value', { inputs: [field('E-mail', 'eva@firma.de'), { name: 'x' }] }],
    ['inputs[0].name', { inputs: [{ name: 7, value: 'x' }] }],
  ])('that do not tell who it is are answered 422 with the path %s', async (path, more) => {
    const { status, body } = await submit({ site: 'acme', ...more });
    expect([status, body.errors[0].path]).toEqual([422, path]);
  });

  it('tell a honeypot, and junk is set aside', async () => {
    const email = someone();
    const inputs = [field('E-mail', email), field('Leave empty', 'spam', { hw: 'honeypot' })];
    await submit({ site: 'acme', inputs });
    expect(await leadOf(email)).toMatchObject({ flags: ['junk_honeypot'] });
  });

  it('of a form in several steps make one lead that knows all of them', async () => {
    const email = someone();
    const visitor = v7();
    const form = { id: 'signup', url: 'https://acme.com/signup' };
    const first = [field('E-mail', email), field('Name', 'Eva')];
    const second = [...first, field('Company', 'Firma GmbH'), field('Seats', '50', { name: 'seats' })];
    for (const inputs of [first, second])
      await submit({ site: 'acme', submission: v7(), visitor, form, inputs });
    expect(await idsOf(email)).toHaveLength(1);
    const lead = await leadOf(email);
    expect(lead).toMatchObject({ name: 'Eva', company: 'Firma GmbH' });
    expect(lead.submissions).toMatchObject([{ fields: {} }, { fields: { seats: '50' } }]);
  });
});

describe('a form that the browser posts and the snippet reports', () => {
  const labelled = (email: string) => [
    { type: 'text', name: 'f1', label: 'First name', value: 'Eva' },
    { type: 'text', name: 'f2', label: 'Last name', value: 'Muster' },
    { type: 'email', name: 'f3', label: 'E-mail', value: email },
    { type: 'textarea', name: 'f4', label: 'Message', value: 'Please call' },
  ];
  const posted = (email: string) => ({ f1: 'Eva', f2: 'Muster', f3: email, f4: 'Please call', _token: 'T1' });

  it.each(['the browser', 'the snippet'])('is one submission, when %s comes first', async (first) => {
    const email = someone();
    const form = { url: 'https://acme.com/contact' };
    const report = () =>
      submit({ site: 'acme', submission: v7(), visitor: v7(), form, inputs: labelled(email) });
    const steps = [() => post(posted(email)), report];
    for (const step of first === 'the browser' ? steps : steps.toReversed())
      expect((await step()).status).toBe(201);
    expect((await leadOf(email)).submissions).toHaveLength(1);
  });

  it('in several steps that are posted within a minute is as many submissions', async () => {
    const email = someone();
    await post({ email, name: 'Eva' });
    await post({ email, name: 'Eva', seats: '50' });
    expect((await leadOf(email)).submissions).toHaveLength(2);
  });

  it('is a lead with however many fields', async () => {
    const email = someone();
    const more = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`f${n}`, '1']));
    expect((await post({ email, ...more })).status).toBe(201);
    expect(Object.keys((await leadOf(email)).submissions[0].fields)).toHaveLength(499);
  });

  it('is known by the visitor that the snippet filled in, and by nothing that is no id', async () => {
    const email = someone();
    const visitor = v7();
    const news = touch(tuesday - hour, 'https://acme.com/?utm_source=newsletter');
    await collector.ask('POST', '/v1/collect', batch([news], { visitor }));
    await post({ email, hw_visitor: visitor, hw_latest_campaign: 'free-trial' });
    const lead = await leadOf(email);
    expect(lead).toMatchObject({ originalSource: { source: 'newsletter' }, temperature: 'warm' });
    expect(lead.submissions[0].fields).toEqual({ hw_latest_campaign: 'free-trial' });
    expect((await post({ email: someone(), hw_visitor: 'nobody' })).status).toBe(201);
  });
});

describe('reading', () => {
  const pricing = 'https://acme.com/pricing';

  it('of a pricing page for two minutes in all is a line and a reason, and makes nobody hot', async () => {
    const events = [
      page(tuesday - hour, pricing),
      engagement(tuesday - 50 * minute, pricing, { visibleMs: 70_000, depth: 40 }),
      engagement(tuesday - 40 * minute, pricing, { visibleMs: 50_000, depth: 80 }),
    ];
    const lead = await visit([{ events: events.slice(0, 2) }, { events: events.slice(2) }]);
    expect(activityOf(lead)).toContain('Read /pricing for 2 min (80 %)');
    expect(reasonsOf(lead)).toContain('Pricing page read: Read /pricing for 2 min (80 %)');
    expect(lead.temperature).toBe('warm');
    expect((await read(`/v1/leads/${lead.id}/touches`)).data).toEqual([]);
  });

  it('counts once, however often the browser sends it', async () => {
    const events = [page(tuesday - hour), engagement(tuesday - 50 * minute)];
    const lead = await visit([{ events }, { events }, { events }]);
    expect(activityOf(lead)).toContain('Read /pricing for 1 min (80 %)');
    expect(reasonsOf(lead).join()).not.toContain('read');
  });

  it('is not believed of pages that nobody was seen on, nor of a bot', async () => {
    const left = engagement(tuesday - minute, pricing, { visibleMs: 900_000 });
    expect(activityOf(await visit([{ events: [left] }])).join()).not.toContain('Read ');
    const bot = { 'User-Agent': 'Googlebot/2.1' };
    expect(activityOf(await visit([{ events: [page(tuesday - hour), left] }], bot)).join()).not.toContain(
      '/pricing',
    );
  });

  it('is not taken without time and depth', async () => {
    const events = [
      engagement(tuesday, pricing, { visibleMs: -1 }),
      engagement(tuesday, pricing, { depth: 101 }),
      engagement(tuesday, pricing, { visibleMs: 1.5 }),
    ];
    const { body } = await collector.ask('POST', '/v1/collect', batch(events));
    expect(body.rejected.map(({ path }: { path: string }) => path)).toEqual([
      'visibleMs',
      'depth',
      'visibleMs',
    ]);
  });
});

describe('a survey', () => {
  const answered = (at: number, answer: string, segment?: string) =>
    survey(at, { survey: 'role', answer, segment });

  it('sets the segment, by which leads can be listed', async () => {
    const lead = await visit([{ events: [answered(tuesday - minute, 'I run marketing', 'marketer')] }]);
    expect(lead.segment).toBe('marketer');
    expect(activityOf(lead)).toContain('Answered role: I run marketing');
    const ids = async (filter: string): Promise<string[]> =>
      (await read(`/v1/leads?${filter}`)).data.map(({ id }: { id: string }) => id);
    expect(await ids('segment=marketer')).toEqual([lead.id]);
    expect(await ids('segment=marketer&temperature=hot')).toEqual([]);
    expect(await ids('segment=founder')).toEqual([]);
  });

  it('counts by its last answer, in the order in which they were given by our clock', async () => {
    const early = { events: [answered(tuesday - day, 'a', 'first')], sentAt: tuesday - day };
    const late = { events: [answered(tuesday - hour, 'b', 'last')] };
    expect((await visit([late, early])).segment).toBe('last');
    const offBy = 3 * day;
    const ahead = { events: [answered(tuesday + offBy - 2 * hour, 'a', 'first')], sentAt: tuesday + offBy };
    const right = { events: [answered(tuesday + offBy - hour, 'b', 'last')], sentAt: tuesday + offBy };
    expect((await visit([right, ahead])).segment).toBe('last');
  });

  it('of another person, or a field called segment, is none', async () => {
    const form = demoRequest({ fields: { segment: 'typed' } });
    await submit(form);
    expect((await leadOf(form.email)).segment).toBeNull();
  });

  it('goes along when two leads turn out to be one', async () => {
    const phone = '+49 89 5550199';
    const visitor = v7();
    await submit({ site: 'acme', visitor, phone });
    await collector.ask(
      'POST',
      '/v1/collect',
      batch([answered(tuesday - minute, 'a', 'joined')], { visitor }),
    );
    const form = demoRequest({ phone });
    await submit(form);
    expect((await leadOf(form.email)).segment).toBe('joined');
  });
});

describe('the description', () => {
  it('shows the fields of a form, what is reported of a page, and the segment', async () => {
    const { paths } = (await collector.ask('GET', '/openapi.json')).body;
    const text = (path: string, method: string) => JSON.stringify(paths[path][method]);
    expect(text('/v1/collect', 'post')).toMatch(/"visibleMs".*"depth"/);
    expect(text('/v1/collect', 'post')).toContain('"params"');
    expect(text('/v1/leads', 'post')).toMatch(/"inputs".*"autocomplete"/);
    expect(text('/v1/leads', 'get')).toContain('"segment"');
  });
});
