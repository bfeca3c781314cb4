import { expect, it } from 'vitest';
import { z } from 'zod';
import { attributionSettings, enteredLead, offlineTouch } from '@headwater/contract';

const said = (schema: z.ZodType, value: unknown): string[] =>
  schema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

const settings = {
  model: 'last',
  halfLifeDays: 7,
  lookbackDays: 365,
  journeys: 'person',
  transform: 'none',
};

it.each([
  [{ order: 4 }, 'order: one of 1, 2, 3'],
  [{ journeys: 'company' }, 'journeys: one of person, account'],
  [{ journeys: undefined }, 'journeys: is needed: one of person, account'],
  [{ lookbackDays: 1.5 }, 'lookbackDays: a whole number'],
  [{ lookbackDays: 0 }, 'lookbackDays: at least 1'],
  [{ lookbackDays: 9999 }, 'lookbackDays: at most 3650'],
  [{ halfLifeDays: '7' }, 'halfLifeDays: a number'],
  [{ colour: 'red' }, ': there is no colour here'],
])('says of %j what would be right', (change, words) => {
  expect(said(attributionSettings, { ...settings, ...change })).toEqual([words]);
});

it('says what is missing, and how times and ids are written', () => {
  expect(said(enteredLead, { email: 'eva@firma.de' })).toEqual(['source: is needed']);
  expect(said(enteredLead, { email: 'eva@firma.de', source: ' ' })).toEqual(['source: is empty']);
  expect(said(offlineTouch, { kind: 'demo', at: 'yesterday', eventId: '7' })).toEqual([
    expect.stringMatching(/^eventId: a UUID such as /),
    'at: a time such as 2026-03-09T08:00:00Z',
  ]);
});

it('leaves what a schema says itself', () => {
  expect(said(z.string('a name'), 5)).toEqual([': a name']);
});
