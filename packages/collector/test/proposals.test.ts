import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey } from '../src/actions/keys.ts';
import { asAdmin, hour, minute, startCollector, tuesday, type TestCollector } from './setup.ts';
import { batch, demoRequest, leadOf, touch } from './sending.ts';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.stop());

const get = async (path: string) => (await collector.ask('GET', path, undefined, asAdmin)).body;
const proposals = async () => (await get('/v1/sources/proposals')).data;
const decide = (id: string, decision: string) =>
  collector.ask('POST', `/v1/sources/proposals/${id}`, { decision }, asAdmin);

async function visit(source: string, visitor = v7()) {
  const url = `https://acme.com/?utm_source=${encodeURIComponent(source)}&utm_medium=cpc`;
  const sent = await collector.ask('POST', '/v1/collect', batch([touch(tuesday, url)], { visitor }));
  expect(sent.status).toBe(202);
  return visitor;
}

describe('misspelt sources', () => {
  it('are proposed with how many came, and not merged', async () => {
    await visit('Linkedn');
    await visit('LINKEDN Ads');
    await visit('linkedin');
    const lead = await leadOf(collector.ask, demoRequest({ visitor: await visit('linkedn') }));
    const byHand = { source: 'Linkedn', name: 'Eva', company: 'Firma' };
    await collector.ask('POST', '/v1/leads', byHand, asAdmin);
    expect(lead.originalSource).toMatchObject({ source: 'linkedn', channel: 'Paid Other' });
    expect(await proposals()).toEqual([
      {
        id: expect.stringMatching(/^prop_[0-9a-f]{20}$/),
        arrived: 'linkedn',
        spellings: ['Linkedn', 'LINKEDN Ads', 'linkedn'],
        means: 'linkedin',
        distance: 1,
        touches: 4,
        leads: 2,
        since: '2026-03-03T10:00:00.000Z',
      },
    ]);
  });

  it('become the other source when a person accepts, with all that came before', async () => {
    const lead = await leadOf(collector.ask, demoRequest({ visitor: await visit('Linkedn Ads') }));
    const [proposal] = await proposals();
    const answer = await decide(proposal.id, 'accept');
    expect(answer.body).toMatchObject({ decision: 'accept', arrived: 'linkedn', means: 'linkedin' });
    await collector.runTimers();
    const moved = await get(`/v1/leads/${lead.id}`);
    expect(moved.originalSource).toMatchObject({ source: 'linkedin', channel: 'Paid Social' });
    expect(await get('/v1/settings/sources')).toMatchObject({
      version: 1,
      value: { aliases: { linkedn: 'linkedin' } },
    });
    expect(await get('/v1/settings/sources/changes')).toMatchObject({
      data: [{ version: 1, changedBy: 'ADMIN_KEY', value: { aliases: { linkedn: 'linkedin' } } }],
    });
    expect(await proposals()).toEqual([]);
    expect((await decide(proposal.id, 'accept')).status).toBe(200);
    const { status, body } = await decide(proposal.id, 'refuse');
    expect([status, body.detail]).toEqual([409, 'ADMIN_KEY has accepted it already']);
    expect(await get('/v1/settings/sources')).toMatchObject({ version: 1 });
  });

  it('that a person refuses never come back', async () => {
    await visit('facebok');
    await visit('googel');
    const [first, second] = await proposals();
    expect((await decide(first.id, 'refuse')).status).toBe(200);
    await visit(first.arrived);
    collector.clock.set(tuesday + hour);
    expect((await proposals()).map(({ id }: { id: string }) => id)).toEqual([second.id]);
    expect(await get('/v1/settings/sources')).toMatchObject({ version: 0 });
    expect((await decide('prop_nothing', 'accept')).status).toBe(404);
    expect((await decide(second.id, 'perhaps')).status).toBe(422);
  });

  it('are not decided on where the settings cannot hold the alias, and nothing tells what a stranger wrote', async () => {
    await visit('Linkedn');
    const [proposal] = await proposals();
    const value = { aliases: { [`acme ${'x'.repeat(300)}`]: 'acme' }, ownDomains: [], aiAssistants: [] };
    const written = { name: 'sources', version: 1, value: JSON.stringify(value) };
    await collector.db
      .insertInto('settings')
      .values({ ...written, changed_at: tuesday, changed_by: 'an older version' })
      .execute();
    const { status, body } = await decide(proposal.id, 'accept');
    expect([status, body.errors[0].path]).toEqual([422, 'decision']);
    expect(JSON.stringify(body)).not.toContain('linkedn');
    expect((await proposals()).map(({ id }: { id: string }) => id)).toEqual([proposal.id]);
    expect((await decide(proposal.id, 'refuse')).status).toBe(200);
  });

  it('are not looked for more than eight times at once for one key', async () => {
    const path = '/v1/sources/proposals';
    const asked = Array.from({ length: 9 }, () => collector.ask('GET', path, undefined, asAdmin));
    const limited = (await Promise.all(asked)).filter(({ status }) => status === 429);
    expect(limited).toHaveLength(1);
  });

  it('are the most frequent, where strangers send more spellings than are looked at', async () => {
    const given = Array.from({ length: 5_000 }, (_, index) => ({ source: `stranger${index}`, touches: 2 }));
    const rows = [...given, { source: 'youtub', touches: 3 }, { source: 'gogle', touches: 1 }];
    const site = { site: 'acme', path: '/', tags: '{}', day: 0, first_at: tuesday };
    for (let from = 0; from < rows.length; from += 500) {
      const some = rows.slice(from, from + 500);
      await collector.db
        .insertInto('tag_tallies')
        .values(some.map((row) => ({ ...site, ...row, id: row.source })))
        .execute();
    }
    expect((await proposals()).map(({ arrived }: { arrived: string }) => arrived)).toEqual(['youtub']);
  });

  it('are counted once each, before and after they are settled, and by the timer', async () => {
    for (let each = 0; each < 3; each += 1) await visit('youtub');
    await collector.start();
    await collector.halt();
    const touches = async () => (await proposals())[0].touches;
    expect(await touches()).toBe(3);
    collector.clock.set(tuesday + minute);
    expect([await touches(), await touches()]).toEqual([3, 3]);
    await visit('youtub');
    await collector.passTo(tuesday + 3 * hour);
    expect(await touches()).toBe(4);
    const rows = await collector.db.selectFrom('tag_tallies').select('touches').execute();
    expect(rows).toEqual([{ touches: 4 }]);
  });

  it('are decided on by marketing, seen by viewers, and of no concern to others', async () => {
    await visit('youtub');
    const [{ id }] = await proposals();
    const as = async (role: 'marketing' | 'viewer' | 'sales') => {
      const headers = { Authorization: `Bearer ${await addKey(collector.deps, role, role)}` };
      const seen = await collector.ask('GET', '/v1/sources/proposals', undefined, headers);
      const path = `/v1/sources/proposals/${id}`;
      const said = await collector.ask('POST', path, { decision: 'refuse' }, headers);
      return [seen.status, said.status];
    };
    expect(await as('sales')).toEqual([403, 403]);
    expect(await as('viewer')).toEqual([200, 403]);
    expect(await as('marketing')).toEqual([200, 200]);
  });
});
