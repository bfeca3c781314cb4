import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery, Status } from '@headwater/contract';
import { asAdmin, asBot, day, hour, startCollector, tuesday, type TestCollector } from './setup.ts';

const admin = 'U0ADMIN01';

let collector: TestCollector;
beforeEach(async () => {
  collector = await startCollector();
  await collector.ask('PUT', '/v1/settings/people', { people: [], admin }, { ...asAdmin, 'If-Match': '"0"' });
});
afterEach(() => collector.stop());

const report = (body: object) => collector.ask('POST', '/v1/slack/problems', body, asBot);
const status = async (): Promise<Status> =>
  (await collector.ask('GET', '/v1/status', undefined, asAdmin)).body;

/** What is told now. */
async function told(): Promise<Delivery[]> {
  const { data } = (await collector.ask('POST', '/v1/deliveries/lease', { max: 100 }, asBot)).body;
  for (const { id } of data) await collector.ask('POST', `/v1/deliveries/${id}/done`, {}, asBot);
  return data;
}

const missing = { error: 'missing_scope', about: 'reactions:write', method: 'reactions.add' };

describe('what Slack refuses the app', () => {
  it('is told to the admin with what to do, once a day however often it is refused', async () => {
    await Promise.all([report(missing), report(missing), report(missing)]);
    expect(await told()).toMatchObject([
      {
        kind: 'slack_notice',
        channel: admin,
        payload: { words: expect.stringContaining('reactions:write') },
      },
    ]);
    collector.clock.set(tuesday + hour);
    await report(missing);
    expect(await told()).toEqual([]);
    collector.clock.set(tuesday + day);
    await report(missing);
    expect(await told()).toHaveLength(1);
  });

  it('stands in the status with since when, until it was not refused for a day or a bot was let in', async () => {
    await report(missing);
    collector.clock.set(tuesday + hour);
    await report(missing);
    const { slack, warnings } = await status();
    expect(slack.problems).toMatchObject([
      { about: 'reactions:write', firstAt: '2026-03-03T10:00:00.000Z', lastAt: '2026-03-03T11:00:00.000Z' },
    ]);
    expect(warnings).toContain(slack.problems[0]!.words);
    collector.clock.set(tuesday + hour + day);
    expect((await status()).slack.problems).toEqual([]);
    await report(missing);
    await collector.ask('DELETE', '/v1/slack/problems', undefined, asBot);
    expect((await status()).slack.problems).toEqual([]);
  });

  it('goes to the fallback channel where nobody can be written to, and where there is no admin', async () => {
    await report({ error: 'missing_scope', about: 'im:write' });
    expect(await told()).toMatchObject([{ channel: '#leads' }]);
    await collector.ask('PUT', '/v1/settings/people', { people: [] }, { ...asAdmin, 'If-Match': '"1"' });
    await report(missing);
    expect(await told()).toMatchObject([{ channel: '#leads' }]);
  });

  it('is for the status page alone when it is the token, and stays there', async () => {
    await report({ error: 'token_expired', about: 'SLACK_BOT_TOKEN' });
    expect(await told()).toEqual([]);
    collector.clock.set(tuesday + 9 * day);
    expect((await status()).warnings).toEqual([
      'SLACK_BOT_TOKEN has expired (token_expired). Install the app again, copy the new token, and start the bot.',
    ]);
  });

  it('is taken from a bot alone, and whole', async () => {
    expect((await collector.ask('POST', '/v1/slack/problems', missing, {})).status).toBe(401);
    const { status: answer, body } = await report({ error: 'missing_scope' });
    expect([answer, body.errors[0].path]).toEqual([422, 'about']);
  });
});
