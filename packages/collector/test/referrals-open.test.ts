import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { asAdmin, asBot, minute, startCollector, type TestCollector } from './setup.ts';
import { demoRequest, leadOf } from './sending.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
  await addCode({ program: 'customer', referrer: 'Anna@Firm.de', name: 'Anna Ahorn', code: 'ANNA42' });
  await addCode({ program: 'partner', referrer: 'Reseller GmbH', name: 'Reseller', code: 'RESELL' });
});
afterAll(() => collector.stop());

const origin = 'https://acme.com';
const fromPage = { Origin: origin };
const addCode = (body: object) => collector.ask('POST', '/v1/codes', body, asAdmin);

let count = 0;
const referral = (more: object = {}) => {
  count += 1;
  return {
    site: 'acme',
    submission: v7(),
    code: 'anna42',
    name: `Paula Of Anna ${'abcdefghijklmnopqrstuvwxyz'[count % 26]?.repeat(count)}`,
    email: `paula${count}@prospect${count}.de`,
    ...more,
  };
};
type Sent = ReturnType<typeof referral>;
const refer = (body: object, headers: Record<string, string> = fromPage) =>
  collector.ask('POST', '/v1/referrals', body, headers);
const list = async () =>
  (await collector.ask('GET', '/v1/referrals?limit=200', undefined, asAdmin)).body.data as Stored[];
type Stored = { id: string; state: string; reason: string | null; leadId: string; [field: string]: unknown };
const stored = async ({ name }: { name: string }) => (await list()).filter((each) => each['name'] === name);
const lead = async (id: string) => (await collector.ask('GET', `/v1/leads/${id}`, undefined, asAdmin)).body;

/** What was stored for a person referred once. */
async function only(sent: Sent) {
  const all = await stored(sent);
  expect(all).toHaveLength(1);
  return { referral: all[0]!, lead: await lead(all[0]!.leadId) };
}
const owed = (leadId: string) =>
  collector.db
    .selectFrom('deliveries')
    .select(['kind', 'channel'])
    .where('lead_id', '=', leadId as never)
    .orderBy('id')
    .execute();
const rows = async () => {
  const numberOf = async (table: 'leads' | 'referrals' | 'lead_identities') =>
    (await collector.db.selectFrom(table).selectAll().execute()).length;
  return {
    leads: await numberOf('leads'),
    referrals: await numberOf('referrals'),
    identities: await numberOf('lead_identities'),
  };
};

describe('a code', () => {
  const look = (code: string, query = '?site=acme', headers: Record<string, string> = fromPage) =>
    collector.ask('GET', `/v1/codes/${code}${query}`, undefined, headers);

  it.each(['anna42', 'ANNA42', ' Anna42 '])('tells whose it is and its link: %j', async (code) => {
    const { status, body, headers } = await look(encodeURIComponent(code));
    expect(status).toBe(200);
    expect(body).toEqual({
      code: 'anna42',
      name: 'Anna Ahorn',
      link: 'https://leads.acme.test/r/anna42',
    });
    expect(headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('shows a name only where one was given to be shown', async () => {
    const { body } = await addCode({ program: 'customer', referrer: 'secret@firm.de' });
    const shown = await look(body.code);
    expect([shown.body.name, JSON.stringify(shown.body).includes('secret')]).toEqual([null, false]);
  });

  it('of an employee tells nobody who works for us', async () => {
    const { body } = await addCode({ program: 'employee', referrer: 'U0EMMA077', name: 'Emma' });
    expect((await look(body.code)).body).toEqual({ code: body.code, name: null, link: body.link });
  });

  it('that is none is not found, and the page may read that', async () => {
    for (const code of ['nobody', '%20', '%E0%A4%A', 'x'.repeat(3_000), '..%2f', '__proto__']) {
      const answer = await look(code);
      expect([code, answer.status]).toEqual([code, 404]);
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    }
  });

  it('is shown to pages of the site alone', async () => {
    expect((await look('anna42', '')).body.errors[0].path).toBe('site');
    expect((await look('anna42', '?site=nobody')).status).toBe(403);
    const foreign = await look('anna42', '?site=acme', { Origin: 'https://evil.com' });
    expect([foreign.status, foreign.headers.has('access-control-allow-origin')]).toEqual([403, false]);
    expect((await look('anna42', '?site=acme', { Origin: 'null' })).status).toBe(403);
  });
});

describe('a referral on a website', () => {
  it.each([
    ['anna42', 'customer', 'Anna@Firm.de', 'Customer Referral'],
    ['ANNA42', 'customer', 'Anna@Firm.de', 'Customer Referral'],
    [' resell ', 'partner', 'Reseller GmbH', 'Partner'],
  ])('with the code %j is one of a %s: %s, channel %s', async (code, program, referrer, channel) => {
    const sent = referral({ code, company: 'Prospect AG', note: 'She looks for something like this' });
    const { status, body, headers } = await refer(sent);
    expect([status, body]).toEqual([201, { submission: sent.submission, status: 'received' }]);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    const { referral: made, lead: person } = await only(sent);
    expect(made).toMatchObject({
      program,
      referrer,
      state: 'submitted',
      reason: null,
      company: 'Prospect AG',
    });
    expect(person).toMatchObject({
      name: sent.name,
      email: sent.email,
      company: 'Prospect AG',
      temperature: 'warm',
      originalSource: { source: `${program}-referral`, channel, family: 'partnership' },
      activity: [{ text: `Came through ${channel}` }],
      flags: [],
    });
    expect(person.submissions).toMatchObject([{ message: 'She looks for something like this' }]);
  });

  it('is routed like any lead, and nobody is written to in Slack who is not there', async () => {
    const sent = referral();
    await refer(sent);
    const { referral: made, lead: person } = await only(sent);
    expect(made['company']).toBeNull();
    expect(person.assignment).toMatchObject({ channel: expect.any(String) });
    for (const stage of ['sql', 'customer'])
      await collector.ask('POST', `/v1/leads/${made.leadId}/stage`, { stage }, asAdmin);
    expect((await only(sent)).referral.state).toBe('won');
    const told = (await owed(made.leadId)).filter(({ kind }) => kind === 'referral_message');
    expect(told).toEqual([]);
  });

  it('that is repeated has one effect and the same answer, also ten times at once', async () => {
    const sent = referral();
    const answers = await Promise.all(Array.from({ length: 10 }, () => refer(sent)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of [...answers, await refer(sent)]) {
      expect([200, 201]).toContain(status);
      expect(body).toEqual({ submission: sent.submission, status: 'received' });
    }
    const { lead: person } = await only(sent);
    expect(person.submissions).toHaveLength(1);
  });

  it('that is repeated with other words at the same moment leaves no trace of them', async () => {
    const [sent, other] = [referral(), referral()];
    const before = await rows();
    const answers = await Promise.all([refer(sent), refer({ ...other, submission: sent.submission })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 201]);
    const { leads, referrals } = await rows();
    expect([leads - before.leads, referrals - before.referrals]).toEqual([1, 1]);
    expect([...(await stored(sent)), ...(await stored(other))]).toHaveLength(1);
  });

  it('of somebody who is known is received all the same: the public never learns', async () => {
    const known = await leadOf(collector.ask, demoRequest());
    const sent = referral({ email: known.email.toUpperCase(), note: 'Rubbish', company: 'Rubbish' });
    const { status, body } = await refer(sent);
    expect([status, body]).toEqual([201, { submission: sent.submission, status: 'received' }]);
    const { referral: made, lead: person } = await only(sent);
    expect(made).toMatchObject({
      state: 'duplicate',
      reason: 'We know this person already',
      leadId: known.id,
    });
    expect(person.originalSource).toEqual(known.originalSource);
    expect([person.name, person.company]).toEqual([known.name, known.company]);
    expect(person.submissions).toHaveLength(1);
  });

  it('of somebody whom others referred says so to us, and not to them', async () => {
    const sent = referral();
    await refer(sent);
    await refer({ ...sent, submission: v7() });
    const byPartner = { ...sent, submission: v7(), code: 'resell' };
    expect((await refer(byPartner)).status).toBe(201);
    const reasons = (await stored(sent)).map(({ reason }) => reason).toReversed();
    expect(reasons).toEqual([
      null,
      'You referred this person before',
      'Somebody else referred this person first',
    ]);
  });

  it('goes on when the person comes: one lead, the referral its origin', async () => {
    const sent = referral();
    await refer(sent);
    const joined = await leadOf(collector.ask, demoRequest({ email: sent.email, company: 'Their Own Word' }));
    expect(joined.id).toBe((await only(sent)).referral.leadId);
    expect(joined.originalSource.channel).toBe('Customer Referral');
    expect(joined.company).toBe('Their Own Word');
  });

  it('weighs as little as a form: it fills in what is not known and overrules nothing', async () => {
    const phone = '+49 30 7778899';
    const byPhone = { ...demoRequest({ phone, name: 'Own Name' }), email: undefined };
    expect((await collector.ask('POST', '/v1/leads', byPhone)).status).toBe(201);
    collector.clock.set(collector.clock.now() + minute);
    const sent = referral({ name: 'False Name' });
    await refer(sent);
    const joined = await leadOf(collector.ask, {
      ...demoRequest({ phone, name: undefined, company: undefined }),
      email: sent.email,
    });
    expect(joined).toMatchObject({ name: 'Own Name', company: byPhone.company, email: sent.email });
  });
});

describe('what is refused', () => {
  it.each([
    ['an unknown code', { code: 'nobody' }, 'code'],
    ['a code that is none', { code: '  ' }, 'code'],
    ['no name', { name: ' ' }, 'name'],
    ['no address', { email: undefined }, 'email'],
    ['what is no address', { email: 'paula' }, 'email'],
    ['an id that is none', { submission: 'x' }, 'submission'],
    ['too long a note', { note: 'x'.repeat(1_001) }, 'note'],
  ])('%s is, by the name of the field, and nothing is stored', async (_what, more, path) => {
    const before = await rows();
    const { status, body, headers } = await refer(referral(more));
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([422, [path]]);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(await rows()).toEqual(before);
  });

  it('an employee’s code is: they refer in Slack', async () => {
    const { body } = await addCode({ program: 'employee', referrer: 'U0EMMA078' });
    expect((await refer(referral({ code: body.code }))).body.errors[0].path).toBe('code');
  });

  it('pages of others are, and keys of no site', async () => {
    const foreign = await refer(referral(), { Origin: 'https://evil.com' });
    expect([foreign.status, foreign.headers.has('access-control-allow-origin')]).toEqual([403, false]);
    expect((await refer(referral({ site: 'nobody' }))).body.errors[0].path).toBe('site');
  });

  it('bodies are that are too large or none', async () => {
    expect((await refer(referral({ padding: 'x'.repeat(70_000) }))).status).toBe(413);
    expect((await collector.ask('POST', '/v1/referrals', '{', fromPage)).status).toBe(400);
  });

  it('the preflight answers pages of the site alone', async () => {
    const ask = (Origin: string) =>
      collector.ask('OPTIONS', '/v1/referrals', undefined, {
        Origin,
        'Access-Control-Request-Method': 'POST',
      });
    const { status, headers } = await ask(origin);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, origin]);
    expect(headers.get('access-control-allow-headers')).toBe('Content-Type');
    expect((await ask('https://evil.com')).status).toBe(403);
  });
});

describe('junk', () => {
  /** What the lead's card says. */
  const referredBy = async (leadId: string) => {
    const { body } = await collector.ask('POST', '/v1/deliveries/lease', { max: 100 }, asBot);
    const cards = body.data as { kind: string; payload: { lead?: { id: string }; referredBy?: string } }[];
    return cards.find(({ kind, payload }) => kind === 'lead_card' && payload.lead?.id === leadId)?.payload
      .referredBy;
  };

  it.each([
    ['a filled honeypot', { honeypot: 'http://spam.example' }, 'honeypot'],
    ['a throw-away address', { email: 'someone@mailinator.com' }, 'disposable'],
    ['a test', { name: 'Test Test' }, 'test'],
  ])('%s is set aside: received, no alert, no credit', async (_what, more, reason) => {
    const sent = referral(more);
    expect((await refer(sent)).status).toBe(201);
    const { referral: made, lead: person } = await only(sent);
    expect(made).toMatchObject({ state: 'rejected', reason: `Set aside as junk: ${reason}` });
    expect(person.flags).toEqual([`junk_${reason}`]);
    expect(person.assignment).toBeNull();
    expect(await owed(made.leadId)).toEqual([]);
  });

  it('does not stand in the way of whoever refers the person in earnest', async () => {
    const spam = referral({ honeypot: 'x' });
    await refer(spam);
    const sent = { ...spam, submission: v7(), honeypot: undefined };
    await refer(sent);
    const [latest, first] = await stored(sent);
    expect([latest!.state, first!.state]).toEqual(['submitted', 'rejected']);
    expect((await lead(latest!.leadId)).flags).toEqual([]);

    const other = referral({ honeypot: 'x' });
    await refer(other);
    const { name, email } = other;
    const who = { name, email, company: 'Firm', introduction: true };
    const employee = { submission: v7(), via: 'api', referrer: 'U0EMMA079', ...who };
    const { body } = await collector.ask('POST', '/v1/referrals', employee, asBot);
    expect(body).toMatchObject({ state: 'submitted', program: 'employee', referrer: 'U0EMMA079' });
    expect((await lead(body.leadId)).flags).toEqual([]);
    expect(await referredBy(body.leadId)).toBe('U0EMMA079');
    await collector.ask('POST', `/v1/leads/${body.leadId}/stage`, { stage: 'sql' }, asAdmin);
    expect((await stored(other)).map(({ state }) => state)).toEqual(['qualified', 'rejected']);
  });

  it('is not what a program seems to have sent: that is flagged', async () => {
    const sent = referral();
    await refer(sent, { ...fromPage, 'User-Agent': 'curl/8.0' });
    const { referral: made, lead: person } = await only(sent);
    expect([made.state, person.flags]).toEqual(['submitted', ['bot']]);
  });
});

describe('limits', () => {
  it('stop whoever tries codes until one fits, and nobody else', async () => {
    const limited = await startCollector({ rateLimit: { ip: 1_000, site: 0 } });
    await limited.ask('POST', '/v1/codes', { program: 'customer', referrer: 'A', code: 'right' }, asAdmin);
    const [stranger, neighbour] = ['2001:db8::1', '2001:db8:0:0:ffff::2'];
    const customer = '2001:db8:1::1';
    const look = (code: string, peer: string) =>
      limited.ask('GET', `/v1/codes/${code}?site=acme`, undefined, fromPage, peer);
    const many = Array.from({ length: 40 }, (_, n) => look(`wrong${n}`, stranger));
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(30);
    for (const peer of [stranger, neighbour]) {
      const { status, headers } = await look('right', peer);
      expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true]);
      expect((await limited.ask('GET', '/r/right', undefined, {}, peer)).status).toBe(429);
      const sent = await limited.ask('POST', '/v1/referrals', referral({ code: 'right' }), fromPage, peer);
      expect(sent.status).toBe(429);
    }
    for (let turn = 0; turn < 40; turn += 1) expect((await look('right', customer)).status).toBe(200);
    await limited.stop();
  });

  it('count referrals by address and by site', async () => {
    for (const rateLimit of [
      { ip: 2, site: 0 },
      { ip: 0, site: 2 },
    ]) {
      const limited = await startCollector({ rateLimit });
      await limited.ask('POST', '/v1/codes', { program: 'customer', referrer: 'A', code: 'anna42' }, asAdmin);
      const send = () => limited.ask('POST', '/v1/referrals', referral(), fromPage);
      expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([201, 201, 429]);
      await limited.stop();
    }
  });
});
