import { expect, it } from 'vitest';
import { ownReferral } from './ownReferral.ts';

const none = { referrerEmail: undefined, ownDomains: [] };

it.each([
  ['Emma.B+friends@Firm.example', 'emma.b@firm.example', 'your own address'],
  ['e.m.m.a@googlemail.com', 'emma@gmail.com', 'your own address'],
])('refuses %s from %s', (email, referrerEmail, words) => {
  expect(ownReferral({ ...none, email, referrerEmail })).toContain(words);
});

it('knows the own company by its domains where Slack tells no address', () => {
  const ownDomains = ['Firm.com'];
  expect(ownReferral({ ...none, ownDomains, email: 'a@sub.firm.com' })).toContain('our own company');
  expect(ownReferral({ ...none, ownDomains, email: 'a@notfirm.com' })).toBeNull();
});

it('lets people of the same free mail provider refer each other, and those known by phone', () => {
  expect(ownReferral({ ...none, email: 'max@gmail.com', referrerEmail: 'emma@gmail.com' })).toBeNull();
  expect(ownReferral({ ...none, email: undefined, referrerEmail: 'emma@firm.com' })).toBeNull();
});
