import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asAdmin, startCollector, type Answer, type TestCollector } from './setup.ts';

let collector: TestCollector;
let path: string;
beforeAll(async () => {
  collector = await startCollector();
  const { body } = await ask('POST', '/v1/leads', { email: 'eva@firma.de', source: 'podcast' });
  path = `/v1/leads/${body.leadId}/touches`;
});
afterAll(() => collector.stop());

const ask = (method: string, to: string, body?: object): Promise<Answer> =>
  collector.ask(method, to, body, asAdmin);
const enter = (kind: string, more: object = {}) =>
  ask('POST', path, { eventId: v7(), kind, at: '2026-02-01T10:00:00Z', ...more });
const entered = async (id: string) =>
  (await ask('GET', path)).body.data.find((each: { id: string }) => each.id === id);

describe('a touch that happened off the website', () => {
  it.each([
    ['webinar', 'Webinar', 'event'],
    ['trade-show', 'Trade Show', 'event'],
    ['workshop', 'Workshop', 'event'],
    ['demo', 'Demo', 'event'],
    ['networking', 'Networking', 'event'],
    ['virtual-summit', 'Virtual Summit', 'event'],
    ['launch-event', 'Launch Event', 'event'],
    ['cold-call', 'Cold Call', 'outbound'],
    ['cold-email', 'Cold Email', 'outbound'],
    ['linkedin-outreach', 'LinkedIn Outreach', 'outbound'],
    ['direct-mail', 'Direct Mail', 'outbound'],
    ['abm', 'ABM', 'outbound'],
    ['sdr', 'SDR', 'outbound'],
    ['content', 'Content Download', 'inbound'],
    ['newsletter', 'Newsletter', 'inbound'],
    ['podcast', 'Podcast', 'inbound'],
  ])('of the kind %s is of the channel %s, family %s', async (kind, channel, family) => {
    const eventId = v7();
    const more = { eventId, campaign: 'Spring', session: 'Pipelines in May' };
    expect((await enter(kind, more)).body.outcome).toBe('added');
    expect((await enter(kind, more)).body.outcome).toBe('duplicate');
    expect(await entered(eventId)).toMatchObject({
      kind,
      at: '2026-02-01T10:00:00.000Z',
      session: 'Pipelines in May',
      resolved: { source: kind, medium: 'offline', campaign: 'Spring', channel, family },
    });
  });

  it.each([
    ['0000-01-01T00:00:00Z', 'a time since 1970'],
    ['1969-12-31T23:59:59Z', 'a time since 1970'],
    ['9999-12-31T23:59:59Z', 'is in the future'],
  ])('cannot have happened at %s, nor can a lead have come then', async (at, message) => {
    const lead = { email: 'never@firma.de', source: 'podcast', at };
    for (const { status, body } of [await enter('demo', { at }), await ask('POST', '/v1/leads', lead)])
      expect([status, body.errors]).toEqual([422, [{ path: 'at', message }]]);
  });

  it('is a visit that resolves as one on the website does', async () => {
    const eventId = v7();
    await enter('visit', { eventId, url: 'https://acme.com/?utm_source=LinkedIn&utm_medium=cpc' });
    expect(await entered(eventId)).toMatchObject({
      session: null,
      resolved: { source: 'linkedin', channel: 'Paid Social' },
    });
  });

  it.each([
    ['kind', { kind: 'telepathy' }],
    ['kind', { kind: 'Trade Show' }],
    ['at', { at: '2026-02-30T10:00:00Z' }],
    ['at', { at: 'yesterday' }],
    ['eventId', { eventId: '7' }],
    ['session', { session: 'x'.repeat(201) }],
    ['campaign', { campaign: 7 }],
  ])('is refused with 422 that names %s', async (field, wrong) => {
    const { status, body } = await enter('webinar', wrong);
    expect([status, body.errors.map((each: { path: string }) => each.path)]).toEqual([422, [field]]);
  });
});
