import type { SpendCell } from '@headwater/contract';
import { readFileSync } from 'node:fs';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addKey } from '../src/actions/keys.ts';
import { asAdmin, day, startCollector, tuesday, type Answer, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

let collector: TestCollector;
let asMarketing: Record<string, string>;
beforeAll(async () => {
  collector = await startCollector();
  asMarketing = { Authorization: `Bearer ${await addKey(collector.deps, 'marketing', 'Maria')}` };
});
afterAll(() => collector.stop());

type Bytes = Uint8Array<ArrayBuffer>;
const csv = { 'Content-Type': 'text/csv' };
const send = (kind: string, file: string | Bytes, options = ''): Promise<Answer> =>
  collector.ask('POST', `/v1/import/${kind}${options}`, file, { ...csv, ...asMarketing });
const get = async (path: string) => (await collector.ask('GET', path, undefined, asAdmin)).body;
const found = async (email: string) =>
  (await collector.ask('POST', '/v1/leads/search', { email }, asAdmin)).body.data;
const leadBy = async (email: string) => get(`/v1/leads/${(await found(email))[0].id}`);
const touchesOf = async (email: string) =>
  (await get(`/v1/leads/${(await found(email))[0].id}/touches`)).data;
const owed = async (email: string): Promise<string[]> => {
  const [{ id }] = await found(email);
  const query = collector.db.selectFrom('deliveries').select('kind').where('lead_id', '=', id);
  return (await query.where('done_at', 'is', null).execute()).map(({ kind }) => kind);
};
const everything = async () => {
  const { db } = collector;
  const leads = await db.selectFrom('leads').selectAll().orderBy('id').execute();
  const events = await db.selectFrom('events').selectAll().orderBy('id').execute();
  const stages = await db.selectFrom('stage_changes').selectAll().orderBy('id').execute();
  const submissions = await db.selectFrom('submissions').selectAll().orderBy('id').execute();
  const identities = await db.selectFrom('lead_identities').selectAll().execute();
  const timers = await db.selectFrom('timers').selectAll().orderBy('id').execute();
  const deliveries = await db.selectFrom('deliveries').selectAll().orderBy('id').execute();
  return { leads, events, stages, submissions, identities: identities.length, timers, deliveries };
};

let unique = 0;
const someone = () => `import${(unique += 1)}@company${unique}.de`;

describe('a file of leads', () => {
  it('becomes leads with their sources and the time at which they became known', async () => {
    const [eva, max] = [someone(), someone()];
    const file = `E-Mail;Full Name;Company;Country;Heard From;UTM Source;Medium;Campaign;Created At;Score\r
${eva.toUpperCase()};"Eva ""E."" Ernst
from Köln";Ernst GmbH;Germany;a friend;LinkedIn Ads;cpc;Q1;2025-11-05;7\r
\r
${max};Max;;;;Trade Show;;Hannover;2025-12-01T09:00:00+01:00;\r
`;
    const { status, body } = await send('leads', `\uFEFF${file}`);
    expect([status, body]).toEqual([
      200,
      {
        kind: 'leads',
        dryRun: false,
        rows: 2,
        imported: 2,
        unchanged: 0,
        bad: 0,
        errors: [],
        ignoredColumns: ['Score'],
      },
    ]);
    expect(await leadBy(eva)).toMatchObject({
      email: eva,
      name: 'Eva "E." Ernst\nfrom Köln',
      company: 'Ernst GmbH',
      country: 'DE',
      stage: 'lead',
      heardFrom: 'a friend',
      createdAt: '2025-11-05T00:00:00.000Z',
      temperature: 'cold',
      originalSource: { source: 'linkedin', channel: 'Paid Social', campaign: 'Q1' },
    });
    expect(await leadBy(max)).toMatchObject({
      createdAt: '2025-12-01T08:00:00.000Z',
      account: max.split('@')[1],
      originalSource: { source: 'trade-show', channel: 'Trade Show', family: 'event' },
    });
  });

  it('changes nothing when it comes again, in another order, or cut off in between', async () => {
    const rows = Array.from({ length: 600 }, () => `${someone()},podcast,2025-06-01`);
    const file = (lines: string[]) => ['email,source,created_at', ...lines].join('\n');
    await send('leads', file(rows.slice(0, 301)));
    const { body } = await send('leads', file(rows));
    expect(body).toMatchObject({ rows: 600, imported: 299, unchanged: 301 });
    const before = await everything();
    expect((await send('leads', file(rows))).body).toMatchObject({ imported: 0, unchanged: 600 });
    const shuffled = file(rows.toReversed()).replaceAll(',', '\t');
    expect((await send('leads', shuffled)).body).toMatchObject({ imported: 0, unchanged: 600 });
    expect(await everything()).toEqual(before);
  });

  it('meets the leads that are known, and joins what belongs together', async () => {
    const known = demoRequest({ email: someone(), name: 'Known Kim', company: 'Kim AG' });
    await collector.ask('POST', '/v1/leads', known);
    const { id: leadId } = await leadOf(collector.ask, known);
    const [one, other] = [someone(), someone()];
    const file = `email,name,company,phone,source,created_at
${known.email},,,,podcast,2025-01-02
,Nora Noname,Noname KG,,webinar,2025-02-01
${one},Nora Noname,Noname KG,,webinar,2025-03-01
${one},,,+49 30 555000111,podcast,2025-04-01
${other},,,+49 30 555000111,podcast,2025-04-01`;
    expect((await send('leads', file)).body).toMatchObject({ imported: 5 });
    expect(await leadBy(known.email)).toMatchObject({
      id: leadId,
      createdAt: '2025-01-02T00:00:00.000Z',
      name: 'Known Kim',
      originalSource: { source: 'podcast' },
    });
    expect(await leadBy(one)).toMatchObject({
      name: 'Nora Noname',
      company: 'Noname KG',
      createdAt: '2025-02-01T00:00:00.000Z',
    });
    expect((await touchesOf(one)).length).toBe(3);
    expect((await touchesOf(other)).length).toBe(1);
  });

  it('makes each lead once when two import it at the same moment', async () => {
    const emails = Array.from({ length: 120 }, someone);
    const file = (list: string[]) => ['email,source', ...list.map((email) => `${email},podcast`)].join('\n');
    const answers = await Promise.all([
      send('leads', file(emails)),
      send('leads', file(emails)),
      send('leads', file(emails.toReversed())),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { db } = collector;
    const leads = await db.selectFrom('leads').selectAll().where('email', 'in', emails).execute();
    expect(leads.map(({ email, source }) => `${email} ${source}`).sort()).toEqual(
      emails.map((email) => `${email} podcast`).sort(),
    );
    const ids = leads.map(({ id }) => id);
    const events = await db.selectFrom('events').select('id').where('lead_id', 'in', ids).execute();
    expect(events.length).toBe(emails.length);
  });

  it('knows a row by its external id, whatever else it says by then', async () => {
    const email = someone();
    const file = (name: string) => `id,email,name,source\ncrm-1-${email},${email},${name},podcast`;
    expect((await send('leads', file('Lea'))).body).toMatchObject({ imported: 1 });
    expect((await send('leads', file('Lena'))).body).toMatchObject({ imported: 0, unchanged: 1 });
    expect((await leadBy(email)).name).toBe('Lea');
  });

  it('alerts nobody, however hot it would be, and is told when that is asked for', async () => {
    const [old, now] = [someone(), someone()];
    const row = (email: string) => `email,source,created_at\n${email},demo,2026-03-03T09:00:00Z`;
    await send('leads', row(old));
    await collector.runTimers();
    await send('touches', `email,kind,at\n${old},demo,2026-03-03T09:30:00Z`);
    await collector.passTo(collector.clock.now() + 2 * day);
    expect((await leadBy(old)).temperature).toBe('cold');
    expect(await owed(old)).toEqual([]);
    collector.clock.set(tuesday);
    await send('leads', row(now), '?alert=true');
    await collector.runTimers();
    expect(await leadBy(now)).toMatchObject({ temperature: 'hot', assignment: { rule: expect.any(String) } });
    expect(await owed(now)).toContain('lead_card');
  });
});

describe('the example files of the docs', () => {
  it('are what the docs say', async () => {
    const folder = new URL('../../../docs/import/', import.meta.url);
    for (const [kind, rows] of [
      ['leads', 3],
      ['touches', 3],
      ['stages', 3],
      ['spend', 4],
    ] as const) {
      const file = readFileSync(new URL(`${kind}.csv`, folder), 'utf8');
      const { status, body } = await send(kind, file);
      expect([status, body.imported, body.bad, body.ignoredColumns]).toEqual([200, rows, 0, []]);
    }
    expect((await leadBy('eva@firma.example')).stage).toBe('customer');
  });
});

describe('a file with bad rows', () => {
  const good = () => `${someone()},podcast,2025-06-01,Germany`;
  const bad = [
    ['not an address,podcast,2025-06-01,Germany', 'email', /e-mail/],
    [`${someone()},,2025-06-01,Germany`, 'source', /must name its source/],
    [`${someone()},podcast,01.06.2025,Germany`, 'created_at', /2026-03-01/],
    [`${someone()},podcast,2099-01-01,Germany`, 'created_at', /future/],
    [`${someone()},podcast,2025-06-01,Atlantis`, 'country', /country/],
    [`${someone()},podcast,2025-06-01`, null, /has 3 cells, and the header has 4/],
    [`${someone()},podcast,2025-06-01,DE,more`, null, /has 5 cells/],
    [',podcast,2025-06-01,DE', 'email', /address/],
  ] as const;
  const header = 'email,source,created_at,country';

  it.each(bad)('names row, column and reason of %s', async (line, column, reason) => {
    const { status, body } = await send('leads', [header, good(), line].join('\n'));
    expect(status).toBe(422);
    const path = column === null ? 'rows[3]' : `rows[3].${column}`;
    expect(body.errors).toEqual([{ path, message: expect.stringMatching(reason) }]);
    expect(body.report.errors).toEqual([{ row: 3, column, reason: expect.stringMatching(reason) }]);
  });

  it('imports nothing with 50 bad rows and names each, or the others where the bad are to be skipped', async () => {
    const lines = Array.from({ length: 700 }, (_, index) =>
      index % 14 === 13 ? good().replace('podcast', '') : good(),
    );
    const file = [header, ...lines].join('\n');
    const before = await everything();
    const dry = await send('leads', file, '?dryRun=true');
    expect([dry.status, dry.body.bad, dry.body.errors.length]).toEqual([200, 50, 50]);
    const refused = await send('leads', file);
    expect(refused.status).toBe(422);
    const rows = refused.body.report.errors.map(({ row }: { row: number }) => row);
    expect(rows).toEqual(Array.from({ length: 50 }, (_, index) => 15 + 14 * index));
    expect(await everything()).toEqual(before);
    const { status, body } = await send('leads', file, '?skipBad=true');
    expect([status, body.imported, body.bad]).toEqual([200, 650, 50]);
  });

  it.each([
    ['', /empty/],
    ['email,name\na@b.de,A', /missing/],
    ['email,E-Mail,source\na@b.de,,x', /two columns/],
    ['company,source\nAcme,podcast', /one of the columns email/],
    ['email,source\n"a@b.de,podcast\nb@b.de,podcast\n', /quotation mark/],
  ])('is refused as a whole: %j', async (file, reason) => {
    for (const options of ['', '?skipBad=true', '?dryRun=true']) {
      const { status, body } = await send('leads', file, options);
      expect([status, body.errors[0]?.message]).toEqual([422, expect.stringMatching(reason)]);
    }
  });

  it('says that it is not UTF-8, too large, or no CSV', async () => {
    const latin = new Uint8Array(Buffer.from('email,name,source\na@b.de,J\xfcrgen,podcast', 'latin1'));
    expect((await send('leads', latin)).body.errors[0].message).toMatch(/UTF-8/);
    const large = new Uint8Array(20 * 1024 * 1024 + 1).fill(44);
    const { status, body } = await send('leads', large);
    expect([status, body.detail]).toEqual([413, expect.stringMatching(/headwater import/)]);
    const json = await collector.ask('POST', '/v1/import/leads', {}, asMarketing);
    expect(json.status).toBe(415);
    expect((await send('people', 'email\n')).status).toBe(404);
  });
});

describe('a file of touches', () => {
  it('of one day keeps the order of the file, whatever its ids are', async () => {
    const email = someone();
    const entered = { email, name: 'Tie', source: 'abm' };
    await collector.ask('POST', '/v1/leads', entered, asAdmin);
    const kinds = ['webinar', 'demo', 'podcast', 'workshop', 'networking'];
    const rows = kinds.map((kind) => `${email},${kind},2026-01-05`);
    await send('touches', ['email,kind,at', ...rows].join('\n'));
    const inOrder = (await touchesOf(email)).map(({ kind }: { kind: string }) => kind);
    expect(inOrder.slice(0, kinds.length)).toEqual(kinds);
  });

  it('is entered for leads by address or id, with its session, once', async () => {
    const email = someone();
    await send('leads', `email,source,created_at\n${email},podcast,2025-09-01`);
    const [{ id }] = await found(email);
    const own = v7();
    const file = `email,lead,kind,at,campaign,session,url,event_id
${email},,Webinar,2025-03-01,Spring,Pipelines in May,,
,${id},visit,2025-02-01,,,https://acme.com/?utm_source=LinkedIn&utm_medium=cpc,
${email.toUpperCase()},,cold-call,2025-10-01T08:00:00Z,,,,${own}
${email},,trade show,2025-10-02,,,,crm 7`;
    expect((await send('touches', file)).body).toMatchObject({ rows: 4, imported: 4, bad: 0 });
    const before = await everything();
    expect((await send('touches', file)).body).toMatchObject({ imported: 0, unchanged: 4 });
    expect(await everything()).toEqual(before);
    const touches = await touchesOf(email);
    expect(touches.map(({ kind }: { kind: string }) => kind)).toEqual([
      'visit',
      'webinar',
      'podcast',
      'cold-call',
      'trade-show',
    ]);
    expect(touches[1]).toMatchObject({ session: 'Pipelines in May', resolved: { channel: 'Webinar' } });
    expect(touches[3].id).toBe(own);
    expect((await leadBy(email)).originalSource).toMatchObject({
      source: 'linkedin',
      channel: 'Paid Social',
    });
  });

  it.each([
    ['nobody@nowhere.de,webinar,2025-01-01', 'email', /no lead has this address/],
    [',webinar,2025-01-01', 'email', /address or the id/],
    ['KNOWN,beer,2025-01-01', 'kind', /webinar/],
    ['KNOWN,,2025-01-01', 'kind', /webinar/],
    ['KNOWN,webinar,', 'at', /not a date/],
  ])('is refused for %s', async (line, column, reason) => {
    const email = someone();
    await send('leads', `email,source\n${email},podcast`);
    const file = `email,kind,at\n${line.replace('KNOWN', email)}`;
    const { status, body } = await send('touches', file);
    expect(status).toBe(422);
    expect(body.report.errors).toEqual([{ row: 2, column, reason: expect.stringMatching(reason) }]);
  });

  it('keeps the card of a lead current that stands in Slack', async () => {
    const form = demoRequest({ email: someone() });
    await collector.ask('POST', '/v1/leads', form);
    await collector.db.updateTable('deliveries').set({ done_at: 1 }).execute();
    await send('touches', `email,kind,at\n${form.email},webinar,2026-03-01`);
    expect(await owed(form.email)).toEqual(['card_update']);
  });
});

describe('a file of stages', () => {
  it('moves leads with what they brought, once', async () => {
    const email = someone();
    await send('leads', `email,source,created_at\n${email},podcast,2025-01-01`);
    const file = `Email;Stage;At;Value;Revenue;Margin;Currency;Reason
${email};customer;2025-05-01;;1234.50;400;eur;
${email};Opportunity;2025-04-01;1500;;;EUR;asked for an offer
${email};sql;2025-03-01;;;;;`;
    expect((await send('stages', file)).body).toMatchObject({ rows: 3, imported: 3, bad: 0 });
    const before = await everything();
    expect((await send('stages', file)).body).toMatchObject({ imported: 0, unchanged: 3 });
    expect(await everything()).toEqual(before);
    const { stage, stages } = await leadBy(email);
    expect(stage).toBe('customer');
    expect(stages.map((each: { stage: string }) => each.stage)).toEqual([
      'lead',
      'sql',
      'opportunity',
      'customer',
    ]);
    const wonAt = Date.parse('2025-05-01');
    const won = before.stages.find((each) => each.stage === 'customer' && each.at === wonAt)!;
    expect(JSON.parse(won.body)).toMatchObject({
      revenue: { amount: 123_450, currency: 'EUR' },
      margin: { amount: 40_000, currency: 'EUR' },
    });
  });

  it.each([
    ['winner,2025-01-01,,', 'stage', /customer/],
    ['customer,2025-01-01,"1234,50",EUR', 'revenue', /comma/],
    ['customer,2025-01-01,1234.505,EUR', 'revenue', /decimals/],
    ['customer,2025-01-01,12,', 'currency', /needed beside revenue/],
    ['customer,2025-01-01,12,XQX', 'currency', /ISO 4217/],
    ['customer,yesterday,12,EUR', 'at', /not a date/],
  ])('is refused for %s', async (line, column, reason) => {
    const email = someone();
    await send('leads', `email,source\n${email},podcast`);
    const { status, body } = await send('stages', `email,stage,at,revenue,currency\n${email},${line}`);
    expect(status).toBe(422);
    expect(body.report.errors).toEqual([{ row: 2, column, reason: expect.stringMatching(reason) }]);
  });
});

describe('a file of costs', () => {
  it('says what sources, channels and campaigns cost, and replaces what was said', async () => {
    const file = `Month,Source,Channel,Campaign,Kind,Amount,Currency
2025-01,LinkedIn Ads,,,ads,1234.50,EUR
2025-01,,paid search,,ads,99,eur
2025-01,,,Spring,Content,5000,JPY`;
    expect((await send('spend', file)).body).toMatchObject({ rows: 3, imported: 3 });
    expect((await send('spend', file)).body).toMatchObject({ imported: 0, unchanged: 3 });
    const more = `month,by,key,kind,amount,currency\n2025-01,source,linkedin,ads,1200,EUR`;
    expect((await send('spend', more)).body).toMatchObject({ imported: 1 });
    const { data } = await get('/v1/spend?from=2025-01&to=2025-01');
    expect(data.map(({ by, key, amount }: SpendCell) => [by, key, amount.amount])).toEqual([
      ['campaign', 'Spring', 5000],
      ['channel', 'Paid Search', 9900],
      ['source', 'linkedin', 120_000],
    ]);
  });

  it.each([
    ['2025-13,x,,ads,1,EUR', 'month', /month such as/],
    ['2025-01,x,Email,ads,1,EUR', 'source', /one of: source, channel, campaign/],
    ['2025-01,,,ads,1,EUR', 'source', /one of: source, channel, campaign/],
    ['2025-01,,Telepathy,ads,1,EUR', 'channel', /none of/],
    ['2025-01,x,,beer,1,EUR', 'kind', /none of: ads/],
    ['2025-01,x,,ads,-1,EUR', 'amount', /below 0/],
    ['2025-01,x,,ads,"1,5",EUR', 'amount', /comma/],
  ])('is refused for %s', async (line, column, reason) => {
    const { status, body } = await send('spend', `month,source,channel,kind,amount,currency\n${line}`);
    expect(status).toBe(422);
    expect(body.report.errors).toEqual([{ row: 2, column, reason: expect.stringMatching(reason) }]);
  });

  it('is refused where two rows are about the same', async () => {
    const file = 'month,source,kind,amount,currency\n2025-02,fb,ads,1,EUR\n2025-02,Facebook,ads,2,EUR';
    const { body } = await send('spend', file);
    expect(body.report.errors).toEqual([
      { row: 3, column: null, reason: expect.stringMatching(/^row 2 is/) },
    ]);
  });
});
