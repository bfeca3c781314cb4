import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { continueCount, ensureCount, finishRecount } from '../src/actions/countVisitors.ts';
import { startRebuild } from '../src/actions/startRebuild.ts';
import { report } from './reporting.ts';
import { batch, demoRequest, engagement, leadOf, page, touch } from './sending.ts';
import { asAdmin, day, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const paid = 'utm_source=google&utm_medium=cpc';
const mail = 'utm_source=newsletter&utm_medium=email';

const collect = async (visitor: string, events: unknown[]) => {
  const sent = await collector.ask('POST', '/v1/collect', batch(events, { visitor }));
  expect(sent.body.accepted).toBe(events.length);
};

/** Somebody who comes by each of these links, one day after the other. */
async function comes(...queries: string[]): Promise<string> {
  const visitor = v7();
  for (const [index, query] of queries.entries()) {
    collector.clock.set(tuesday + index * day);
    await collect(visitor, [touch(collector.clock.now(), `https://acme.com/?${query}`)]);
  }
  return visitor;
}

async function count(): Promise<void> {
  await ensureCount(collector.db, collector.clock.now());
  await collector.runTimers();
}

type Row = { site: string; path: string; touches: number; has_read: number };
async function counted(): Promise<Row[]> {
  const { rows } = await sql<Row>`select v.site, v.path, v.touches, v.has_read from visitors v
    join visitor_counts c on c.generation = v.generation and c.state = 'serving'
    order by v.first_at, v.visitor`.execute(collector.db);
  return rows;
}

async function settle(name: string, change: object): Promise<void> {
  const { body, headers } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const match = { ...asAdmin, 'If-Match': headers.get('etag') ?? '' };
  const put = await collector.ask('PUT', `/v1/settings/${name}`, { ...body.value, ...change }, match);
  expect(put.status).toBe(200);
}

describe('visitors who are no lead', () => {
  it('are counted once their visit is over, with the way they came and whether they read', async () => {
    await comes(paid, mail, mail);
    const reader = v7();
    await collect(reader, [touch(tuesday), page(tuesday), engagement(tuesday + 1)]);
    await count();
    // the last visit is not half an hour old
    expect((await counted()).map(({ touches }) => touches)).toEqual([2]);
    collector.clock.set(tuesday + 2 * day + hour);
    await count();
    expect(await counted()).toMatchObject([
      { site: 'acme', path: '1,2,2', touches: 3, has_read: 0 },
      { touches: 1, has_read: 1 },
    ]);
  });

  it('count once however often the count is begun, and whatever fails on the way', async () => {
    await comes(paid, mail);
    collector.clock.set(tuesday + 2 * day);
    await ensureCount(collector.db, collector.clock.now());
    const broken = collector.db.transaction().execute(async (trx) => {
      await continueCount({ trx, nowMs: collector.clock.now() });
      throw new Error('the process died');
    });
    await expect(broken).rejects.toThrow('died');
    expect(await counted()).toEqual([]);
    await Promise.all([finishRecount(collector.deps), finishRecount(collector.deps)]);
    await count();
    expect((await counted()).map(({ touches }) => touches)).toEqual([2]);
  });

  it('move with a source rule that changes, and counting anew twice leaves the same', async () => {
    await comes('utm_source=gogle&utm_medium=cpc');
    await comes('utm_source=google&utm_medium=cpc');
    collector.clock.set(tuesday + hour);
    await count();
    expect(new Set((await counted()).map(({ path }) => path)).size).toBe(2);
    await settle('sources', { aliases: { gogle: 'google' } });
    await count();
    const moved = await counted();
    expect(moved.map(({ path }) => path)).toEqual(['2', '2']);
    for (let again = 0; again < 2; again += 1) {
      await collector.db.transaction().execute((trx) => startRebuild(trx, 'again', collector.clock.now()));
      await finishRecount(collector.deps);
      expect(await counted()).toEqual(moved);
    }
    const { rows } = await sql`select 1 from visitors`.execute(collector.db);
    expect(rows).toHaveLength(2);
  });

  it('are journeys that led to nothing for Markov, as computed by hand', async () => {
    const won = async (visitor: string) => {
      const { id } = await leadOf(collector.ask, demoRequest({ visitor }));
      const stage = { stage: 'customer', at: new Date(collector.clock.now()).toISOString() };
      expect((await collector.ask('POST', `/v1/leads/${id}/stage`, stage, asAdmin)).status).toBeLessThan(300);
    };
    await won(await comes(paid, mail));
    await won(await comes(paid));
    await comes(mail);
    await comes(mail);
    await settle('attribution', { lookbackDays: 7 });
    const shares = async () => {
      const { rows } = (await report(collector.ask, 'attribution?model=markov&order=1')).body;
      return Object.fromEntries(
        rows.map(({ key, conversions }: { key: string; conversions: number }) => [key, conversions]),
      );
    };
    collector.clock.set(tuesday + day);
    await count();
    // P > E and P converted: without P nothing would have, without E half
    expect(await shares()).toEqual({
      'Paid Search': expect.closeTo(4 / 3, 9),
      Email: expect.closeTo(2 / 3, 9),
    });
    collector.clock.set(tuesday + 10 * day + minute);
    await count();
    // with two who came by E and went, E leads on in one case of three: 1/2 in all, 1/6 without P, 1/4 without E
    expect(await shares()).toEqual({
      'Paid Search': expect.closeTo(8 / 7, 9),
      Email: expect.closeTo(6 / 7, 9),
    });
  });
});
