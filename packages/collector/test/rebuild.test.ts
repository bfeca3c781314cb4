import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stepRebuild } from '../src/actions/rebuildLeads.ts';
import { startRebuild } from '../src/actions/startRebuild.ts';
import type { Db } from '../src/storage/dialect.ts';
import { asAdmin, day, hour, startCollector, tuesday, type TestCollector } from './setup.ts';
import { batch, demoRequest, leadOf, touch } from './sending.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const put = async (name: string, change: object, version = 0) => {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const value = { ...body.value, ...change };
  return collector.ask('PUT', `/v1/settings/${name}`, value, { ...asAdmin, 'If-Match': `"${version}"` });
};
const get = async (path: string) => (await collector.ask('GET', path, undefined, asAdmin)).body;

/** Somebody who came by a link with these parameters. */
async function visitor(query: string) {
  const who = v7();
  await collector.ask(
    'POST',
    '/v1/collect',
    batch([touch(tuesday - hour, `https://acme.com/?${query}`)], { visitor: who }),
  );
  return leadOf(collector.ask, demoRequest({ visitor: who }));
}

const entered = async (source: string) => {
  const sent = { source, name: `Entered ${source}`, company: v7() };
  const { body } = await collector.ask('POST', '/v1/leads', sent, asAdmin);
  return get(`/v1/leads/${body.leadId}`);
};

/** Every row of what is projected, and of what is owed and planned. */
async function dump(db: Db): Promise<Record<string, unknown>> {
  const tables = ['leads', 'lead_identities', 'accounts', 'history', 'deliveries', 'timers', 'stage_changes'];
  const rows = await Promise.all(
    tables.map(async (table) => {
      const { rows: found } = await sql`select * from ${sql.table(table)}`.execute(db);
      return [table, found.map((row) => JSON.stringify(row)).sort()] as const;
    }),
  );
  return Object.fromEntries(rows);
}

describe('one name for one source', () => {
  it('puts seven spellings of LinkedIn into one row', async () => {
    const spellings = [
      'LinkedIn',
      'linkedin',
      'LinkedIn Ads',
      ' LINKEDIN ',
      'linked-in',
      'linkedin.com',
      'lnkd.in',
    ];
    for (const spelling of spellings) {
      await visitor(`utm_source=${encodeURIComponent(spelling)}&utm_medium=cpc`);
      await entered(spelling);
    }
    const rows = await collector.db
      .selectFrom('leads')
      .select(['source', (row) => row.fn.countAll<number>().as('leads')])
      .groupBy('source')
      .execute();
    expect(rows).toEqual([{ source: 'linkedin', leads: 14 }]);
  });
});

describe('a rule that changes', () => {
  it('moves the leads that came before it, and says how far it is', async () => {
    const lead = await visitor('utm_source=acme+news&utm_medium=syndication');
    expect(lead.originalSource).toMatchObject({ source: 'acme-news', channel: 'Unassigned', family: null });
    expect(await get('/v1/rebuild')).toMatchObject({ reason: null, startedAt: null });

    expect((await put('sources', { aliases: { 'acme news': 'acme-newsletter' } })).status).toBe(200);
    const rule = { name: 'Per lead', when: { medium: 'syndication' }, channel: 'Content Syndication' };
    expect((await put('channels', { rules: [rule], families: {} })).status).toBe(200);
    expect(await get('/v1/rebuild')).toMatchObject({ done: 0, total: 1, finishedAt: null });
    await collector.runTimers();
    expect((await get('/v1/status')).rebuild).toEqual({
      done: 1,
      total: 1,
      reason: 'settings of channels',
      startedAt: '2026-03-03T10:00:00.000Z',
      finishedAt: '2026-03-03T10:00:00.000Z',
    });
    const moved = await get(`/v1/leads/${lead.id}`);
    const now = { source: 'acme-newsletter', channel: 'Content Syndication' };
    expect(moved).toMatchObject({ originalSource: now, latestSource: now });
    expect((await get('/v1/leads?channel=Content%20Syndication')).data).toHaveLength(1);
    const asked = { utm: { source: 'Acme_News', medium: 'Syndication' } };
    const { body } = await collector.ask('POST', '/v1/sources/classify', asked, asAdmin);
    expect(body).toMatchObject({ ...now, rule: 'utm: rule "Per lead" of the settings' });
  });

  it('names the field that cannot be, and leaves everything as it was', async () => {
    const bad = { rules: [{ name: 'x', when: {}, channel: 'Y' }], families: {} };
    const { status, body } = await put('channels', bad);
    expect([status, body.errors[0].path]).toEqual([422, 'rules[0].when']);
    const unled = await put('channels', { families: { Radio: 'paid' } });
    expect([unled.status, unled.body.errors[0].path]).toEqual([422, 'families.Radio']);
    expect((await put('channels', {}, 3)).status).toBe(412);
    expect(await get('/v1/rebuild')).toMatchObject({ startedAt: null });
  });

  it('owes Slack nothing for leads of before, now and when they cool down', async () => {
    const warm = await visitor('utm_source=acme');
    await collector.runTimers();
    await collector.db.updateTable('leads').set({ announced: null }).execute();
    const owed = await collector.db.selectFrom('deliveries').select('id').execute();
    const shown = () => collector.db.selectFrom('leads').select('shown').executeTakeFirstOrThrow();
    const shownBefore = await shown();
    await put('sources', { aliases: { acme: 'our-page' } });
    await collector.passTo(tuesday + 1000);
    expect((await get(`/v1/leads/${warm.id}`)).originalSource.source).toBe('our-page');
    expect(await collector.db.selectFrom('deliveries').select('id').execute()).toEqual(owed);
    // what the card shows is as old as the card: the next thing that happens to the lead redraws it
    expect(await shown()).toEqual(shownBefore);
    const { kind } = await collector.db
      .selectFrom('timers')
      .select('kind')
      .where('id', '=', `recompute_lead:${warm.id}`)
      .executeTakeFirstOrThrow();
    expect(kind).toBe('recompute_lead');
  });
});

describe('recomputing all leads', () => {
  it('twice gives the same tables, whatever was in them', async () => {
    for (const query of ['utm_source=linkedin', 'utm_source=x&utm_medium=cpc', 'gclid=1'])
      await visitor(query);
    await collector.runTimers();
    const before = await dump(collector.db);
    await collector.db.updateTable('leads').set({ source: 'gone', channel: 'Gone', score: 7 }).execute();
    const again = async () => {
      await collector.ask('POST', '/v1/rebuild', undefined, asAdmin);
      await collector.runTimers();
      return dump(collector.db);
    };
    const once = await again();
    expect(once['leads']).toEqual(before['leads']);
    expect(once['deliveries']).toEqual(before['deliveries']);
    collector.clock.set(tuesday + 1);
    expect(await again()).toEqual(once);
  });

  it('goes on where it was when it was cut off, and takes up what came meanwhile', async () => {
    for (let each = 0; each < 43; each += 1) await entered(`source ${each}`);
    const { db } = collector;
    await db.transaction().execute((trx) => startRebuild(trx, 'a test', tuesday));
    await db.updateTable('leads').set({ channel: 'Old' }).execute();
    const step = () => db.transaction().execute((trx) => stepRebuild({ trx, nowMs: tuesday }));
    expect(await step()).toBe('further');
    expect(await get('/v1/rebuild')).toMatchObject({ done: 20, total: 43 });
    const died = db.transaction().execute(async (trx) => {
      await stepRebuild({ trx, nowMs: tuesday });
      throw new Error('killed');
    });
    await expect(died).rejects.toThrow('killed');
    const old = async () =>
      (await db.selectFrom('leads').select('id').where('channel', '=', 'Old').execute()).length;
    expect(await old()).toBe(23);
    await entered('a late one');
    for (let each = 0; each < 2; each += 1) expect(await step()).toBe('further');
    expect(await step()).toBe('over');
    expect([await old(), await step()]).toEqual([0, 'over']);
    expect(await get('/v1/rebuild')).toMatchObject({ done: 44, total: 44 });
    await collector.passTo(tuesday + day);
  });
});
