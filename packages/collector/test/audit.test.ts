import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditReport } from '@headwater/contract';
import { enterLead, report } from './reporting.ts';
import { batch, demoRequest, leadOf, touch } from './sending.ts';
import { asAdmin, asBot, day, hour, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
const visit = (query: string) =>
  collector.ask(
    'POST',
    '/v1/collect',
    batch([touch(tuesday, `https://acme.com/${query}`)], { visitor: v7(), sentAt: tuesday }),
  );

beforeAll(async () => {
  collector = await startCollector();
  const { ask } = collector;
  const heard: [source: string, heardFrom?: string][] = [
    ['linkedin', 'LinkedIn Ads'],
    ['linkedin', 'I saw it on linked-in, I think'],
    ['linkedin', 'A podcast'],
    ['podcast', 'podcasts'],
    ['podcast', '=HYPERLINK("x") nobody knows'],
    ['flyer'],
  ];
  for (const [source, heardFrom] of heard)
    await enterLead(ask, { source, at: tuesday - day, ...(heardFrom && { heardFrom }) });
  const file = 'email,source,heard_from,created_at\nnobody@knows.de,(not set),Google,2026-03-03';
  await ask('POST', '/v1/import/leads', file, { ...asAdmin, 'Content-Type': 'text/csv' });
  await leadOf(ask, demoRequest());
  await visit('?utm_source=flyer&utm_medium=poster&utm_campaign=q1');
  await visit('?utm_source=linkedn&utm_medium=email&utm_campaign=q1');
});
afterAll(() => collector.stop());

const audit = async (query = '') => auditReport.parse((await report(collector.ask, `audit${query}`)).body);

describe('the audit', () => {
  it('counts leads whose source nobody knows, placeholders among them, and direct ones not', async () => {
    const { rows, totals } = await audit();
    expect(totals).toMatchObject({ leads: 8, unknown: 2, unknownShare: 0.25 });
    expect(rows.map(({ key, leads, unknown }) => [key, leads, unknown])).toEqual([
      ['linkedin', 3, 0],
      ['podcast', 2, 0],
      ['(direct)', 1, 0],
      ['(unknown)', 1, 1],
      ['flyer', 1, 1],
    ]);
  });

  it('compares what was tracked with what people say, by the one name of each source', async () => {
    const { totals, matrix } = await audit();
    expect(totals).toMatchObject({ asked: 6, agreeing: 3, differing: 2, unclear: 1 });
    expect(matrix.map(({ tracked, reported, says, leads }) => [tracked, reported, says, leads])).toEqual([
      ['linkedin', 'linkedin', 'agreeing', 2],
      ['(unknown)', 'google', 'differing', 1],
      ['linkedin', 'podcast', 'differing', 1],
      ['podcast', '(unclear)', 'unclear', 1],
      ['podcast', 'podcast', 'agreeing', 1],
    ]);
  });

  it('takes an answer for right that names any touch of the journey', async () => {
    const own = await startCollector();
    const lead = {
      source: 'google',
      at: tuesday - day,
      heardFrom: 'Your podcast',
      touches: [{ at: tuesday - hour, source: 'podcast' }],
    };
    await enterLead(own.ask, lead);
    const { totals, matrix } = auditReport.parse((await report(own.ask, 'audit')).body);
    expect(totals).toMatchObject({ asked: 1, agreeing: 1, differing: 0 });
    expect(matrix).toMatchObject([{ tracked: 'google', reported: 'podcast', says: 'agreeing' }]);
    await own.stop();
  });

  it('has rows that sum to its totals, in every breakdown', async () => {
    for (const groupBy of ['source', 'channel', 'family', 'country', 'companySize']) {
      const { rows, totals } = await audit(`?groupBy=${groupBy}`);
      for (const name of [
        'leads',
        'unknown',
        'withoutTouch',
        'asked',
        'agreeing',
        'differing',
        'unclear',
      ] as const)
        expect(rows.reduce((sum, row) => sum + row[name], 0)).toBe(totals[name]);
    }
  });

  it('lists links that no channel takes, spellings that nobody decided on, and sites', async () => {
    const { links, linkTotals, proposals, sites } = await audit();
    expect(links).toMatchObject([{ site: 'acme', path: '/', source: 'flyer', medium: 'poster', touches: 1 }]);
    expect(linkTotals).toEqual({ links: 1, touches: 1 });
    expect(proposals).toMatchObject([{ arrived: 'linkedn', means: 'linkedin' }]);
    expect(sites).toMatchObject([{ site: 'acme', silent: false }]);
    collector.clock.set(tuesday + 2 * day);
    expect((await audit()).sites).toMatchObject([{ site: 'acme', silent: true }]);
    collector.clock.set(tuesday);
  });

  it('knows the leads of its period alone', async () => {
    expect((await audit('?from=2026-03-03&to=2026-03-04')).totals.leads).toBe(8);
    expect((await audit('?from=2026-03-04')).totals).toMatchObject({ leads: 0, unknownShare: null });
    expect((await audit('?source=linkedin')).totals).toMatchObject({ leads: 3, unknownShare: 0 });
    expect((await audit('?source=nobody')).totals).toMatchObject({ leads: 0, unknownShare: null });
  });

  it('comes as CSV, one table at a time', async () => {
    const file = async (part: string) =>
      (await report(collector.ask, `audit?format=csv&part=${part}`)).body.trim().split('\r\n');
    expect(await file('rows')).toHaveLength(6);
    expect((await file('rows'))[0]).toBe(
      'key,leads,unknown,withoutTouch,asked,agreeing,differing,unclear,unknownShare',
    );
    expect(await file('matrix')).toContain('linkedin,linkedin,agreeing,2');
    expect(await file('links')).toHaveLength(2);
    expect(await file('sites')).toHaveLength(2);
    expect((await file('proposals'))[1]).toMatch(/^prop_/);
  });

  it('refuses what it does not know, and those who may not read it', async () => {
    expect((await report(collector.ask, 'audit?part=all')).body.errors[0].path).toBe('part');
    expect((await report(collector.ask, 'audit?from=2026-03-02&to=2026-03-01')).body.errors[0].path).toBe(
      'to',
    );
    expect((await report(collector.ask, 'audit', asBot)).status).toBe(403);
  });
});
