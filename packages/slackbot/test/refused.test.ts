import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Status } from '@headwater/contract';
import { demoRequest } from '../../collector/test/sending.ts';
import { asAdmin } from '../../collector/test/setup.ts';
import { startTogether, type Together } from './real-collector.ts';

const soon = { timeout: 60_000, interval: 20 };
const admin = 'U0BEN';

let together: Together;
beforeEach(async () => {
  together = await startTogether('socket', ['#leads']);
  const { ask } = together.collector;
  await ask('PUT', '/v1/settings/people', { people: [], admin }, { ...asAdmin, 'If-Match': '"0"' });
});
afterEach(() => together.stop());

const status = async (): Promise<Status> =>
  (await together.collector.ask('GET', '/v1/status', undefined, asAdmin)).body;
const texts = (place: string): string[] => together.slack.messages(place).map(({ text }) => text);

/** How often each card was tried and refused. */
async function tries(): Promise<number[]> {
  const rows = await together.collector.db
    .selectFrom('deliveries')
    .select('attempt')
    .where('kind', '=', 'lead_card')
    .where('error', 'like', 'missing_scope%')
    .execute();
  return rows.map(({ attempt }) => attempt);
}

it('a scope that is missing is told to the admin once, and what it holds up is not tried again and again', async () => {
  const { slack, collector } = together;
  slack.fail({ kind: 'refuse', error: 'missing_scope', needed: 'chat:write.customize', channel: '#leads' });
  for (let lead = 0; lead < 3; lead += 1) await collector.ask('POST', '/v1/leads', demoRequest());
  await vi.waitFor(() => expect(texts(admin)).toHaveLength(1), soon);
  expect(texts(admin)[0]).toContain('the scope chat:write.customize is missing');
  await vi.waitFor(async () => {
    const { deliveries, slack: seen } = await status();
    expect([deliveries.waiting, seen.problems.length]).toEqual([3, 1]);
  }, soon);
  await vi.waitFor(async () => expect(await tries()).toEqual([1, 1, 1]), soon);
  collector.clock.set(collector.clock.now() + 4 * 60_000);
  expect((await status()).deliveries.waiting).toBe(3);
  expect(await tries()).toEqual([1, 1, 1]);
  slack.recover();
  collector.clock.set(collector.clock.now() + 2 * 60_000);
  await vi.waitFor(() => expect(slack.messages('#leads')).toHaveLength(3), soon);
  expect(texts(admin)).toHaveLength(1);
});

it('where people cannot be written to, the channel is told', async () => {
  const { slack, collector } = together;
  const refusal = { kind: 'refuse' as const, error: 'missing_scope', needed: 'im:write' };
  slack.fail({ ...refusal, method: 'conversations.open' });
  const referral = {
    submission: 'ref-1',
    via: 'command',
    referrer: 'U0ANNA',
    name: 'Max',
    company: 'Muster AG',
    phone: '+49 30 12345',
    introduction: false,
  };
  const { status: answer } = await collector.ask('POST', '/v1/referrals', referral, {
    ...asAdmin,
  });
  expect(answer).toBe(201);
  await vi.waitFor(() => expect(texts('#leads').join()).toContain('the scope im:write is missing'), soon);
});
