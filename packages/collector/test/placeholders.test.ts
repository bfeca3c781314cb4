import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asAdmin, startCollector, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

const ask = (method: string, path: string, body: object, headers: object = {}) =>
  collector.ask(method, path, body, { ...asAdmin, ...headers });
const set = async (name: string, change: object) => {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const match = { 'If-Match': `"${body.version}"` };
  return ask('PUT', `/v1/settings/${name}`, { ...body.value, ...change }, match);
};
const enter = (source: string) => ask('POST', '/v1/leads', { email: `${v7()}@firm.de`, source });

describe.each(['(not set)', ' NULL ', 'unknown', '{{campaign.source}}', 'n/a', '--'])(
  '%j as a source',
  (source) => {
    const rule = { name: 'Nobody', when: { source: ['podcast', source] }, channel: 'Nobody' };
    const cost = { month: '2026-02', by: 'source', kind: 'ads', amount: { amount: 1, currency: 'EUR' } };
    const link = { url: 'https://acme.com/', medium: 'cpc', campaign: 'q1' };

    it.each([
      ['source', 'a lead entered by hand', () => enter(source)],
      ['key', 'a cost', () => ask('PUT', '/v1/spend', { ...cost, key: source })],
      ['source', 'a link', () => ask('POST', '/v1/links', { ...link, source })],
      [
        'aliases.acme news',
        'what an alias means',
        () => set('sources', { aliases: { 'acme news': source } }),
      ],
      [
        `tiers.${source.trim()}`,
        'a tier',
        () => set('diversification', { tiers: { [source.trim()]: 'core' } }),
      ],
      ['rules[0].when.source', 'a rule', () => set('channels', { rules: [rule] })],
    ])('is refused as %s of %s', async (path, _where, send) => {
      const { status, body } = await send();
      expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
    });

    it('is refused as the source of an offline touch, which needs none', async () => {
      const { leadId } = (await enter('podcast')).body;
      const touch = { kind: 'cold-call', at: '2026-03-01T09:00:00Z' };
      const send = (more: object) =>
        ask('POST', `/v1/leads/${leadId}/touches`, { ...touch, eventId: v7(), ...more });
      const { status, body } = await send({ source });
      expect([status, body.errors?.[0]?.path]).toEqual([422, 'source']);
      expect((await send({})).status).toBe(200);
      expect((await send({ source: '' })).status).toBe(200);
    });

    it('is unknown in a file, whose words nobody typed', async () => {
      const file = `email,source\n${v7()}@firm.de,"${source}"`;
      const headers = { ...asAdmin, 'Content-Type': 'text/csv' };
      const { status, body } = await collector.ask('POST', '/v1/import/leads', file, headers);
      expect([status, body.imported]).toEqual([200, 1]);
    });
  },
);

it('is a source where an alias says which', async () => {
  expect((await enter('other')).status).toBe(422);
  expect((await set('sources', { aliases: { other: 'partner-list' } })).status).toBe(200);
  const { status, body } = await enter('other');
  expect(status).toBe(201);
  const lead = await collector.ask('GET', `/v1/leads/${body.leadId}`, undefined, asAdmin);
  expect(lead.body.originalSource.source).toBe('partner-list');
});
