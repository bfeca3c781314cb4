import type { Lead, Status } from '@headwater/contract';
import { describe, expect, it } from 'vitest';
import { newHits, newLeads, slackState, statusPaceMs } from './status-words.ts';

const site = (key: string, firstHitAt: string | null): Status['sites'][number] => ({
  key,
  name: `Site ${key}`,
  origins: [],
  scriptTag: '',
  firstHitAt,
});
const hit = '2026-11-21T12:00:00.000Z';

describe('slackState', () => {
  const now = Date.parse('2026-11-21T12:01:00Z');
  it.each([
    [null, 'never'],
    ['2026-11-21T12:00:00Z', 'connected'],
    ['2026-11-21T11:59:59Z', 'silent'],
  ])('of a bot last seen at %s is %s', (lastSeenAt, state) => {
    expect(slackState(lastSeenAt, now)).toBe(state);
  });
});

describe('statusPaceMs', () => {
  it('asks often while a site waits for its first hit, and before anything is known', () => {
    expect(statusPaceMs({ sites: [site('a', hit), site('b', null)] })).toBe(2_000);
    expect(statusPaceMs(null)).toBe(2_000);
  });

  it('is calm once every site was heard from', () => {
    expect(statusPaceMs({ sites: [site('a', hit)] })).toBe(10_000);
  });
});

describe('newHits', () => {
  it('names the sites that were heard from since', () => {
    const before = { sites: [site('a', null), site('b', null), site('c', hit)] };
    const after = { sites: [site('a', hit), site('b', null), site('c', hit), site('d', hit)] };
    expect(newHits(before, after)).toEqual(['First hit received for Site a.']);
  });

  it('is silent about what was there when the page was opened', () => {
    expect(newHits(null, { sites: [site('a', hit)] })).toEqual([]);
  });
});

describe('newLeads', () => {
  const lead = (name: string, createdAt: string): Lead =>
    ({
      name,
      createdAt,
      temperature: 'hot',
      email: null,
      phone: null,
      linkedin: null,
      company: null,
    }) as Lead;
  const [old, first, second] = [
    lead('Old', '2026-01-01'),
    lead('Eva', '2026-01-02'),
    lead('Raj', '2026-01-03'),
  ];

  it('names leads that are newer than the list before, not older ones shown on request', () => {
    expect(newLeads([first], [second, first, old])).toEqual(['New hot lead: Raj.']);
  });

  it('names the first lead of all', () => {
    expect(newLeads([], [first])).toEqual(['New hot lead: Eva.']);
  });

  it('is silent about the leads that were there when the page was opened', () => {
    expect(newLeads(null, [first])).toEqual([]);
  });
});
