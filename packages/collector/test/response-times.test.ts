import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoRequest, leadOf, whitepaper } from './sending.ts';
import { asAdmin, asBot, day, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const say = (id: string, what: string, body: object) =>
  collector.ask('POST', `/v1/leads/${id}/${what}`, body, asBot);
const report = async (query = '') =>
  (await collector.ask('GET', `/v1/reports/response-times?${query}`, undefined, asAdmin)).body;
const nothing = { minutes: { median: null, p90: null }, workingMinutes: { median: null, p90: null } };

/** A hot lead that comes at `ms` and that `owner` claims so many minutes later. */
async function claimedAfter(
  ms: number,
  minutes: number,
  owner = 'U0ANNA',
  form = demoRequest(),
): Promise<string> {
  collector.clock.set(ms);
  const { id } = await leadOf(collector.ask, form);
  await collector.passTo(ms + minutes * minute);
  await say(id, 'claim', { owner });
  return id;
}

it('says nothing where nothing happened', async () => {
  const { rows, totals, from, to } = await report();
  expect([rows, totals]).toEqual([
    [],
    {
      leads: 0,
      claimed: 0,
      followedUp: 0,
      inTime: 0,
      late: 0,
      withinDeadline: null,
      claim: nothing,
      followUp: nothing,
    },
  ]);
  expect(Date.parse(to) - Date.parse(from)).toBe(30 * day);
});

it('gives median, 90th percentile and the share in time, for each owner and in all', async () => {
  const start = tuesday - hour;
  for (const [index, minutes] of [1, 2, 3, 4, 10].entries())
    await claimedAfter(start + index * 20 * minute, minutes);
  await claimedAfter(start + 2 * hour, 6, 'U0BEN');
  const waiting = await leadOf(collector.ask, demoRequest());
  const { rows, totals } = await report();
  expect(rows.map(({ key, leads }: { key: string; leads: number }) => [key, leads])).toEqual([
    ['U0ANNA', 5],
    ['(unclaimed)', 1],
    ['U0BEN', 1],
  ]);
  expect(rows[0]).toMatchObject({
    claimed: 5,
    followedUp: 0,
    claim: { minutes: { median: 3, p90: 7.6 }, workingMinutes: { median: 3, p90: 7.6 } },
    followUp: nothing,
    withinDeadline: 0.8,
  });
  expect(rows[2]).toMatchObject({ claim: { minutes: { median: 6, p90: 6 } }, withinDeadline: 0 });
  // whoever may still claim in time counts neither way
  expect(totals).toMatchObject({ leads: 7, claimed: 6, withinDeadline: 0.6667 });
  await collector.passTo(collector.clock.now() + hour);
  expect((await report()).totals).toMatchObject({ leads: 7, withinDeadline: 0.5714 });
  expect((await say(waiting.id, 'claim', { owner: 'U0BEN' })).status).toBe(200);
});

it('counts working time by the clock of whoever responded, over a weekend and the change of clocks', async () => {
  const hours = { timeZone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
  const value = { people: [{ slackUser: 'U0ANNA', hours }] };
  await collector.ask('PUT', '/v1/settings/people', value, { ...asAdmin, 'If-Match': '"0"' });
  // Friday 16:50 in Berlin, until Monday 9:10 there
  const friday = Date.parse('2026-03-27T15:50:00Z');
  const real = (Date.parse('2026-03-30T07:10:00Z') - friday) / minute;
  const id = await claimedAfter(friday, real);
  collector.clock.set(Date.parse('2026-03-30T07:40:00Z'));
  await say(id, 'follow-ups', { kind: 'call', outcome: 'reached', by: 'U0ANNA' });
  collector.clock.set(Date.parse('2026-03-31T07:40:00Z'));
  await say(id, 'follow-ups', { kind: 'call', outcome: 'reached', by: 'U0ANNA' });
  await say(id, 'assign', { owner: 'U0BEN' });
  await say(id, 'claim', { owner: 'U0BEN' });
  const { rows } = await report();
  expect(rows).toMatchObject([
    {
      key: 'U0ANNA',
      claim: { minutes: { median: real }, workingMinutes: { median: 20 } },
      followUp: { minutes: { median: real + 30 }, workingMinutes: { median: 50 } },
    },
  ]);
});

it('runs from the digest for a warm lead, from its card when it became hot before', async () => {
  const form = whitepaper();
  await leadOf(collector.ask, form);
  await leadOf(collector.ask, whitepaper());
  collector.clock.set(tuesday + hour);
  await leadOf(collector.ask, demoRequest({ email: form.email }));
  const times = await collector.db
    .selectFrom('responses')
    .select('announced_at')
    .orderBy('announced_at')
    .execute();
  expect(times.map(({ announced_at }) => announced_at)).toEqual([tuesday + hour, tuesday + 4 * hour]);
});

it('takes a claim before the announcement as one at once', async () => {
  const { id } = await leadOf(collector.ask, whitepaper());
  await say(id, 'claim', { owner: 'U0ANNA' });
  const { totals } = await report(`to=${new Date(tuesday + day).toISOString()}`);
  expect(totals).toMatchObject({ claimed: 1, claim: { minutes: { median: 0 } }, withinDeadline: 1 });
});

it('is for the leads announced in a time, by owner, channel or source', async () => {
  await claimedAfter(tuesday - 7 * day, 1);
  await claimedAfter(tuesday, 1);
  expect((await report('from=2026-03-03&to=2026-03-04')).totals.leads).toBe(1);
  expect((await report('from=2026-02-24&to=2026-03-03T00:00:00Z')).totals.leads).toBe(1);
  expect((await report('from=2026-02-01&groupBy=channel')).rows).toMatchObject([{ key: 'Direct', leads: 2 }]);
  expect((await report('groupBy=source')).rows).toMatchObject([{ key: '(direct)', leads: 2 }]);
});

it('filters by what is known of the lead and where it came from, and groups by it', async () => {
  await claimedAfter(tuesday, 1, 'U0ANNA', demoRequest({ country: 'DE', fields: { industry: 'Software' } }));
  await claimedAfter(tuesday + hour, 2, 'U0BEN', demoRequest({ country: 'AT' }));
  const by = async (query: string) =>
    (await report(query)).rows.map(({ key, leads }: { key: string; leads: number }) => [key, leads]);
  expect(await by('groupBy=country')).toEqual([
    ['AT', 1],
    ['DE', 1],
  ]);
  expect(await by('country=DE')).toEqual([['U0ANNA', 1]]);
  expect(await by('site=acme&family=inbound&channel=Direct&groupBy=companySize')).toEqual([['(unknown)', 2]]);
  expect(await by('industry=(unknown)')).toEqual([['U0BEN', 1]]);
  expect(await by('industry=Software')).toEqual([['U0ANNA', 1]]);
  expect(await report('source=google')).toMatchObject({ rows: [], totals: { leads: 0 } });
});

it('comes as CSV, a column for each figure', async () => {
  await claimedAfter(tuesday, 4);
  const [header, line] = (await report('format=csv')).split('\r\n');
  expect(header).toMatch(/^key,leads,claimed,followedUp,inTime,late,withinDeadline,claim\.minutes\.median,/);
  expect(line).toMatch(/^U0ANNA,1,1,0,1,0,1,4,4,4,4,/);
});

it('counts two records of one person once', async () => {
  const form = demoRequest();
  await leadOf(collector.ask, demoRequest({ email: undefined, phone: '+49 30 7654321' }));
  await leadOf(collector.ask, form);
  expect((await report()).totals.leads).toBe(2);
  await leadOf(collector.ask, demoRequest({ email: form.email, phone: '+49 30 7654321' }));
  expect((await report()).totals.leads).toBe(1);
});

it.each([
  ['from', 'from=yesterday'],
  ['to', 'to=2026-02-30'],
  ['groupBy', 'groupBy=mood'],
  ['to', 'from=2026-03-02&to=2026-03-01'],
  ['format', 'format=pdf'],
])('says what is wrong with %s', async (path, query) => {
  const answer = await collector.ask('GET', `/v1/reports/response-times?${query}`, undefined, asAdmin);
  expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
});
