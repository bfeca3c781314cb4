import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureCount } from '../src/actions/countVisitors.ts';
import { euros, report } from './reporting.ts';
import { batch, touch } from './sending.ts';
import { asAdmin, day, hour, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
const iso = (ms: number): string => new Date(ms).toISOString();
const numbers = (length: number): number[] => Array.from({ length }, (_, n) => n);
const came = tuesday - 120 * day;

async function importFile(kind: string, lines: string[]) {
  const headers = { ...asAdmin, 'Content-Type': 'text/csv' };
  return collector.ask('POST', `/v1/import/${kind}`, lines.join('\n'), headers);
}

/** A file of which every row has to be good. */
async function importAll(kind: string, lines: string[]): Promise<void> {
  const { status, body } = await importFile(kind, lines);
  if (status !== 200) throw new Error(JSON.stringify(body));
}

const aida = async (query = '') => (await report(collector.ask, `funnel?view=aida${query}`)).body;
const counts = ({ rows }: { rows: { count: number }[] }): number[] => rows.map(({ count }) => count);

/** 350 leads, of whom 50 became customers, 30 of them long ago; 650 who came twice and never said who they are. */
beforeAll(async () => {
  collector = await startCollector({ now: came });
  const leads = numbers(350).map((n) => `person${n}@company${n}.de,linkedin,${iso(came + hour)}`);
  await importAll('leads', ['email,source,created_at', ...leads]);
  const wonAt = (n: number): number => (n < 30 ? came + 10 * day : tuesday - day);
  const stages = numbers(50).map((n) => `person${n}@company${n}.de,customer,${iso(wonAt(n))}`);
  collector.clock.set(tuesday);
  await importAll('stages', ['email,stage,at', ...stages]);
  collector.clock.set(came);
  const link = 'https://acme.com/?utm_source=linkedin&utm_medium=paid_social';
  for (const some of [0, 1, 2, 3, 4].map(() => numbers(130)))
    await Promise.all(
      some.map(() => {
        const events = [touch(came, link), touch(came, link)];
        return collector.ask('POST', '/v1/collect', batch(events, { visitor: v7(), sentAt: came }));
      }),
    );
  collector.clock.set(tuesday);
  await ensureCount(collector.db, tuesday);
  await collector.runTimers();
}, 120_000);
afterAll(() => collector.stop());

describe('the way from attention to retention', () => {
  it('without impressions begins with those who came', async () => {
    const answer = await aida();
    expect(counts(answer)).toEqual([1000, 1000, 350, 50, 30]);
    expect(answer.totals).toMatchObject({ visitors: 650, visits: 1300, leads: 350, impressions: 0 });
  });

  it('is 10,000 > 1,000 > 350 > 50 > 30 with impressions, losses between the steps and the biggest named', async () => {
    const file = ['month,source,impressions', '2025-11,LinkedIn Ads,"10,000"'];
    expect((await importFile('impressions', file)).body).toMatchObject({ imported: 1, unchanged: 0 });
    expect((await importFile('impressions', file)).body).toMatchObject({ imported: 0, unchanged: 1 });
    const { view, rows, totals } = await aida();
    expect(view).toBe('aida');
    expect(rows).toMatchObject([
      { step: 'attention', count: 10_000, ofPrevious: null, lost: 0, lostShare: null },
      { step: 'interest', count: 1_000, ofPrevious: 0.1, lost: 9_000, lostShare: 0.9 },
      { step: 'desire', count: 350, ofPrevious: 0.35, lost: 650, lostShare: 0.65 },
      { step: 'action', count: 50, ofFirst: 0.005, lost: 300, lostShare: expect.closeTo(6 / 7, 12) },
      { step: 'retention', count: 30, ofPrevious: 0.6, lost: 20, lostShare: 0.4 },
    ]);
    expect(totals.biggestLoss).toEqual({ from: 'attention', to: 'interest', lost: 9_000, lostShare: 0.9 });
  });

  it('of a month that is over tells what became of those who came in it, retention too', async () => {
    const answer = await aida('&from=2025-11-01&to=2025-12-01');
    expect(counts(answer)).toEqual([10_000, 1000, 350, 50, 30]);
  });

  it('counts who bought again as retained, and nobody who cancelled', async () => {
    const idOf = async (n: number): Promise<string> => {
      const email = { email: `person${n}@company${n}.de` };
      return (await collector.ask('POST', '/v1/leads/search', email, asAdmin)).body.data[0].id;
    };
    const entry = (kind: string, amount: number) => ({
      kind,
      amount: euros(amount),
      at: iso(tuesday - hour),
      eventId: v7(),
    });
    const tell = async (n: number, said: object) =>
      collector.ask('POST', `/v1/leads/${await idOf(n)}/revenue`, said, asAdmin);
    expect((await tell(40, entry('repeat', 10))).status).toBeLessThan(300);
    expect(counts(await aida()).at(-1)).toBe(31);
    expect((await tell(0, entry('cancellation', -10))).status).toBeLessThan(300);
    expect(counts(await aida()).at(-1)).toBe(30);
    expect(counts(await aida('&stayedDays=365')).at(-1)).toBe(1);
  });

  it('takes impressions only where they are asked about, and the period they fall on', async () => {
    expect(counts(await aida('&source=linkedin')).slice(0, 2)).toEqual([10_000, 1000]);
    expect(counts(await aida('&channel=Paid%20Social'))[0]).toBe(650);
    // the days of a month sum to it: its first ten have one more
    const half = await aida('&from=2025-11-01&to=2025-11-16');
    expect(half.totals.impressions).toBe(5_005);
    const csv = await report(collector.ask, 'funnel?view=aida&format=csv');
    expect(csv.body.split('\r\n')[0]).toBe('step,count,ofPrevious,ofFirst,lost,lostShare');
    expect(counts(await aida('&desire=mql'))[2]).toBe(50);
  });
});

describe('impressions', () => {
  const put = (body: object) => collector.ask('PUT', '/v1/impressions', body, asAdmin);

  it('are replaced by the next word on the same cell, and 0 removes them', async () => {
    const cell = { period: '2025-12-24', by: 'channel', key: 'organic social', count: 7 };
    const stored = { ...cell, key: 'Organic Social', outcome: 'stored' };
    expect((await put(cell)).body).toEqual(stored);
    expect((await put(cell)).body.outcome).toBe('unchanged');
    expect((await put({ ...cell, count: 9 })).body).toEqual({ ...stored, count: 9 });
    const read = () => collector.ask('GET', '/v1/impressions?from=2025-12&to=2025-12', undefined, asAdmin);
    expect((await read()).body).toEqual({
      data: [{ ...cell, key: 'Organic Social', count: 9 }],
      totals: { count: 9 },
    });
    expect((await put({ ...cell, count: 0 })).body.outcome).toBe('removed');
    expect((await read()).body.data).toEqual([]);
  });

  it('are refused with the field named', async () => {
    const cell = { period: '2025-12', by: 'source', key: 'x', count: 7 };
    const pathOf = async (change: object) => (await put({ ...cell, ...change })).body.errors[0].path;
    expect(await pathOf({ period: '2025-13' })).toBe('period');
    expect(await pathOf({ count: -1 })).toBe('count');
    expect(await pathOf({ by: 'channel' })).toBe('key');
    const bad = await importFile('impressions', ['day,source,count', '2025-12-01,x,many']);
    expect([bad.status, bad.body.errors[0].path]).toEqual([422, 'rows[2].count']);
  });
});
