import { MOST_MINOR } from '@headwater/contract';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultSettings } from '../src/domain/defaults.ts';
import { readAmount } from '../src/domain/money.ts';
import { enterLead, report } from './reporting.ts';
import { asAdmin, startCollector, type TestCollector } from './setup.ts';

let collector: TestCollector;
let lead: string;
beforeAll(async () => {
  collector = await startCollector();
  lead = await enterLead(collector.ask, { source: 'podcast' });
});
afterAll(() => collector.stop());

const ask = (method: string, path: string, body: object, headers: object = {}) =>
  collector.ask(method, path, body, { ...asAdmin, ...headers });
const euros = (amount: number) => ({ amount, currency: 'EUR' });
const stage = (more: object) => ask('POST', `/v1/leads/${lead}/stage`, { stage: 'customer', ...more });
const revenue = (more: object) =>
  ask('POST', `/v1/leads/${lead}/revenue`, { eventId: v7(), kind: 'expansion', ...more });
const cost = (amount: number) =>
  ask('PUT', '/v1/spend', {
    month: '2026-02',
    by: 'source',
    key: 'google',
    kind: 'ads',
    amount: euros(amount),
  });
const programme = (won: number) =>
  ask(
    'PUT',
    '/v1/settings/referrals',
    { ...defaultSettings.referrals, won: euros(won) },
    { 'If-Match': '"0"' },
  );

it.each([
  ['revenue.amount', () => stage({ revenue: euros(MOST_MINOR + 1) })],
  ['value.amount', () => stage({ value: euros(MOST_MINOR + 1) })],
  ['margin.amount', () => stage({ revenue: euros(1), margin: euros(-MOST_MINOR - 1) })],
  ['amount.amount', () => revenue({ amount: euros(MOST_MINOR + 1) })],
  ['amount.amount', () => revenue({ kind: 'refund', amount: euros(-MOST_MINOR - 1) })],
  ['amount.amount', () => cost(MOST_MINOR + 1)],
  ['won.amount', () => programme(MOST_MINOR + 1)],
])('an amount beyond the largest is refused as %s', async (path, send) => {
  const { status, body } = await send();
  expect([status, body.errors[0].path]).toEqual([422, path]);
});

it('a reward below 0 is refused by its field', async () => {
  const { status, body } = await programme(-1);
  expect([status, body.errors]).toEqual([422, [{ path: 'won.amount', message: 'is not below 0' }]]);
});

it('the largest are taken, and hundreds of them sum to the cent', async () => {
  expect((await cost(MOST_MINOR)).status).toBe(200);
  for (let turn = 0; turn < 20; turn += 1)
    expect((await revenue({ amount: euros(MOST_MINOR - turn) })).status).toBe(200);
  await stage({});
  const { body } = await report(collector.ask, 'sources');
  expect(body.totals.revenue).toEqual(euros(20 * MOST_MINOR - 190));
  expect(body.rows[0].revenue).toEqual(body.totals.revenue);
});

it('a file takes the same amounts', () => {
  expect(readAmount('100000000000.00', 'EUR')).toEqual({ money: euros(MOST_MINOR) });
  expect(readAmount('100000000000.01', 'EUR')).toMatchObject({ wrong: 'amount' });
});
