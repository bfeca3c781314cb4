import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asAdmin, day, startCollector, tuesday, type TestCollector } from './setup.ts';
import { batch, touch } from './sending.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const get = async (path: string) => (await collector.ask('GET', path, undefined, asAdmin)).body;
const build = (body: object) => collector.ask('POST', '/v1/links', body, asAdmin);

async function visits(query: string, times = 1, path = '/') {
  const events = Array.from({ length: times }, () => touch(tuesday, `https://acme.com${path}?${query}`));
  const sent = await collector.ask('POST', '/v1/collect', batch(events, { visitor: v7() }));
  expect(sent.body.accepted).toBe(times);
}

describe('POST /v1/links', () => {
  it('answers a link, what it counts as, and what was mended', async () => {
    const { status, body } = await build({
      url: 'https://acme.com/demo?plan=pro#form',
      source: 'LinkedIn Ads',
      medium: 'Paid Social',
      campaign: 'Q1 Launch',
    });
    expect([status, body]).toEqual([
      200,
      {
        url: 'https://acme.com/demo?plan=pro&utm_source=linkedin&utm_medium=paid_social&utm_campaign=q1-launch#form',
        source: 'linkedin',
        medium: 'paid_social',
        campaign: 'q1-launch',
        content: null,
        term: null,
        channel: 'Paid Social',
        family: 'paid',
        rule: 'utm: source in social list and medium is paid',
        changed: [
          { path: 'source', from: 'LinkedIn Ads', to: 'linkedin' },
          { path: 'medium', from: 'Paid Social', to: 'paid_social' },
          { path: 'campaign', from: 'Q1 Launch', to: 'q1-launch' },
        ],
        warnings: [],
      },
    ]);
  });

  it('names each field that breaks the convention, by the settings in force', async () => {
    const { status, body } = await build({ url: 'x', source: 'a', medium: 'poster' });
    expect([status, body.errors.map(({ path }: { path: string }) => path)]).toEqual([
      422,
      ['url', 'campaign', 'medium'],
    ]);
    const links = { mediums: ['poster'], requireCampaign: false, campaignPattern: '{year}-{words}' };
    const put = (value: object) =>
      collector.ask('PUT', '/v1/settings/links', value, { ...asAdmin, 'If-Match': '"0"' });
    const bad = await put({ ...links, campaignPattern: '{yaer}' });
    expect([bad.status, bad.body.errors[0].path]).toEqual([422, 'campaignPattern']);
    expect((await put(links)).status).toBe(200);
    const asked = { url: 'https://acme.com/', source: 'linkedn', medium: 'poster' };
    expect((await build(asked)).body.warnings).toEqual([
      expect.stringContaining('Unassigned'),
      'Nobody knows linkedn. Did you mean linkedin?',
    ]);
    expect((await build({ ...asked, campaign: 'spring' })).body.errors).toEqual([
      { path: 'campaign', message: 'does not look like {year}-{words}' },
    ]);
    expect((await build({ ...asked, colour: 'red' })).status).toBe(422);
  });
});

describe('GET /v1/reports/links', () => {
  it('counts what breaks the convention, with totals of its rows', async () => {
    await visits('utm_source=linkedin&utm_medium=cpc&utm_campaign=q1', 5);
    await visits('utm_source=LinkedIn&utm_medium=cpc&utm_campaign=q1', 3, '/pricing');
    await visits('utm_source=LinkedIn&utm_medium=cpc&utm_campaign=q1', 2, '/pricing');
    await visits('utm_source=acme&utm_medium=qr', 2);
    await visits('gclid=abc', 4);
    const report = await get('/v1/reports/links');
    expect(report.rows).toMatchObject([
      { site: 'acme', path: '/pricing', source: 'LinkedIn', channel: 'Paid Social', touches: 5 },
      { site: 'acme', path: '/', source: 'acme', medium: 'qr', campaign: null, touches: 2 },
    ]);
    expect(report.rows[0].problems).toEqual([
      { path: 'source', fault: 'upper_case', message: 'is not in lower case' },
    ]);
    expect(report).toMatchObject({
      totals: {
        links: 2,
        touches: 7,
        byFault: {
          upper_case: { links: 1, touches: 5 },
          missing_campaign: { links: 1, touches: 2 },
          unknown_medium: { links: 1, touches: 2 },
          unassigned: { links: 1, touches: 2 },
        },
      },
      tagged: { links: 3, touches: 12 },
      countedUpTo: null,
    });
  });

  it('is of the days and the site that were asked for', async () => {
    const broken = 'utm_source=LinkedIn&utm_medium=cpc&utm_campaign=q1';
    await visits(broken, 2);
    collector.clock.set(tuesday + 3 * day);
    await visits(broken, 1);
    const touches = async (query: string) => (await get(`/v1/reports/links?${query}`)).totals.touches;
    expect(await touches('')).toBe(3);
    expect(await touches('from=2026-03-04')).toBe(1);
    expect(await touches('from=2026-03-03&to=2026-03-04')).toBe(2);
    expect(await touches('to=2026-03-03T11:00:00Z')).toBe(2);
    expect(await touches('site=other')).toBe(0);
    collector.clock.set(tuesday + 5 * day);
    expect([await touches(''), await touches('from=2026-03-06')]).toEqual([3, 1]);
    for (const wrong of ['from=x', 'from=2026-03-09&to=2026-03-01']) {
      const { status } = await collector.ask('GET', `/v1/reports/links?${wrong}`, undefined, asAdmin);
      expect(status).toBe(422);
    }
  });

  it('is a file that no spreadsheet takes for formulas', async () => {
    await visits(`utm_source=${encodeURIComponent('=HYPERLINK("x")')}&utm_medium=cpc&utm_campaign=q1`);
    const { headers, body } = await collector.ask('GET', '/v1/reports/links?format=csv', undefined, asAdmin);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, first, rest] = body.split('\r\n');
    expect(head).toBe('site,path,source,medium,campaign,content,term,channel,touches,faults,what_to_do');
    expect(first).toContain(`acme,/,"'=HYPERLINK(""x"")",cpc,q1,,,Paid Other,1,`);
    expect(rest).toBe('');
  });
});
