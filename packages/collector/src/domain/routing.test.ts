import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoutingCondition, RoutingFacts } from '@headwater/contract';
import { routeLead } from './routing.ts';
import { draft, settingsOf, slackUsers, team, toPool } from './routing.samples.ts';

const known = draft({
  campaign: 'Spring',
  language: 'de',
  companySize: 51,
  industry: 'Software',
  specialisation: 'Migration',
  segment: 'agency',
  eventSession: 'Pipelines',
  account: 'firma.de',
  existingCustomer: true,
});

describe('conditions', () => {
  const territories = [
    { name: 'DACH', countries: ['DE', 'at', 'CH'] },
    { name: 'Nordics', countries: ['SE', 'NO', 'DK', 'FI'] },
  ];

  it.each<[RoutingCondition, boolean, string]>([
    [{}, true, 'it takes every lead'],
    [{ family: 'paid' }, true, 'family is paid'],
    [{ family: ['event', 'inbound'] }, false, 'family is paid, not event or inbound'],
    [{ channel: 'paid search' }, true, 'channel is Paid Search'],
    [{ source: ['Bing', 'Google'] }, true, 'source is google'],
    [{ campaign: 'spring' }, true, 'campaign is Spring'],
    [{ temperature: ['warm', 'cold'] }, false, 'temperature is hot, not warm or cold'],
    [{ minScore: 60 }, true, 'score is 60, at least 60'],
    [{ minScore: 61 }, false, 'score is 60, under 61'],
    [{ country: 'de' }, true, 'country is DE'],
    [{ territory: ['Nordics', 'DACH'] }, true, 'country is DE, in DACH'],
    [{ territory: 'Nordics' }, false, 'country is DE, not in Nordics'],
    [{ language: 'German' }, true, 'language is de'],
    [{ language: ['Français', 'Deutsch'] }, true, 'language is de'],
    [{ language: 'fr-CA' }, false, 'language is de, not fr-CA'],
    [{ companySize: { from: 51, to: 200 } }, true, 'company size is 51, within 51 to 200'],
    [{ companySize: { from: 52 } }, false, 'company size is 51, not 52 or more'],
    [{ companySize: { to: 50 } }, false, 'company size is 51, not 0 to 50'],
    [{ industry: 'software' }, true, 'industry is Software'],
    [{ specialisation: ['hosting', 'migration'] }, true, 'specialisation is Migration'],
    [{ segment: 'agency' }, true, 'segment is agency'],
    [{ eventSession: 'any' }, true, 'session is Pipelines'],
    [{ eventSession: 'Tax' }, false, 'session is Pipelines, not Tax'],
    [{ existingCustomer: true }, true, 'the account is a customer'],
    [{ existingCustomer: false }, false, 'the account is a customer'],
    [{ owner: 'any' }, false, 'the account has no owner'],
    [{ owner: 'UANNA' }, false, 'account owner is unknown, not UANNA'],
    [{ family: 'paid', country: 'DE' }, true, 'family is paid and country is DE'],
    [
      { family: 'paid', country: 'FR', minScore: 70 },
      false,
      'country is DE, not FR and score is 60, under 70',
    ],
  ])('%j: %s, because %s', (when, matched, because) => {
    const settings = { ...settingsOf([{ name: 'rule', when, then: { channel: '#a' } }]), territories };
    expect(routeLead(known, settings, team()).tried[0]).toEqual({ rule: 'rule', matched, because });
  });

  it.each<[RoutingCondition, string]>([
    [{ source: 'google' }, 'source is unknown, not google'],
    [{ territory: 'DACH' }, 'country is unknown, not in DACH'],
    [{ companySize: { from: 0 } }, 'company size is unknown, not 0 or more'],
    [{ eventSession: 'any' }, 'session is unknown'],
    [{ language: 'de' }, 'language is unknown, not de'],
  ])('do not match what is unknown: %j', (when, because) => {
    const settings = { ...settingsOf([{ name: 'rule', when, then: { channel: '#a' } }]), territories };
    const route = routeLead(draft({ source: null, country: null }), settings, team());
    expect(route.tried[0]?.because).toBe(because);
    expect(route.rule).toBe('fallback');
  });
});

describe('routeLead', () => {
  it('records every rule tried up to the winner, and none after it', () => {
    const rules = [
      { name: 'referrals', when: { family: 'partnership' as const }, then: { channel: '#r' } },
      { name: 'hot', when: { temperature: 'hot' as const }, then: { channel: '#hot', deadlineMinutes: 5 } },
      { name: 'rest', when: {}, then: { channel: '#rest' } },
    ];
    expect(routeLead(draft(), settingsOf(rules), team())).toEqual({
      rule: 'hot',
      because: 'temperature is hot',
      channel: '#hot',
      pool: null,
      owner: null,
      turnOf: null,
      deadlineMinutes: 5,
      watchers: [],
      qualifyFirst: false,
      tried: [
        { rule: 'referrals', matched: false, because: 'family is paid, not partnership' },
        { rule: 'hot', matched: true, because: 'temperature is hot' },
      ],
    });
  });

  it('falls back to a channel and nobody', () => {
    expect(routeLead(draft(), settingsOf([]), team())).toMatchObject({
      rule: 'fallback',
      because: 'no rule matched',
      channel: '#fallback',
      owner: null,
      deadlineMinutes: null,
      tried: [{ rule: 'fallback', matched: true, because: 'no rule matched' }],
    });
  });

  it('asks for protection before all rules', () => {
    const then = { owner: 'UPARTNER', channel: '#partners' };
    const route = routeLead(draft(), toPool(), team(), () => ({
      name: 'Registration of Reseller',
      because: 'they registered the account',
      then,
    }));
    expect(route).toMatchObject({
      rule: 'Registration of Reseller',
      owner: 'UPARTNER',
      tried: [{ rule: 'Registration of Reseller', matched: true }],
    });
  });

  it('says who is told besides, and that the lead is to be qualified first', () => {
    const then = { channel: '#a', watchers: ['UWATCH'], qualifyFirst: true };
    const route = routeLead(draft(), settingsOf([{ name: 'r', when: {}, then }]), team());
    expect(route).toMatchObject({ watchers: ['UWATCH'], qualifyFirst: true });
    expect(route.because).toBe('it takes every lead; to be qualified first');
  });

  const toOwner = settingsOf([{ name: 'account', when: {}, then: { owner: 'account', channel: '#a' } }]);
  const owned = draft({ accountOwner: 'UDANA' });

  it('gives a lead of an owned account to its owner', () => {
    const route = routeLead(owned, toOwner, team());
    expect(route).toMatchObject({ rule: 'account', owner: 'UDANA', because: 'the account belongs to UDANA' });
  });

  it('passes over a rule for the account owner when there is none', () => {
    const route = routeLead(draft(), toOwner, team());
    expect(route.tried[0]).toEqual({ rule: 'account', matched: false, because: 'the account has no owner' });
    expect(route.rule).toBe('fallback');
  });

  it('names a person before the pool, and keeps the pool for later without taking its turn', () => {
    const then = { owner: 'UDANA', pool: 'sales', channel: '#a' };
    const route = routeLead(draft(), settingsOf([{ name: 'r', when: {}, then }]), team());
    expect(route).toMatchObject({ owner: 'UDANA', pool: 'sales', turnOf: null });
  });

  it('gives the lead to the pool while the account owner is out of office', () => {
    const then = { owner: 'account' as const, pool: 'sales', channel: '#a' };
    const away = {
      slackUser: 'UDANA',
      name: 'Dana',
      absences: [{ from: '2026-03-01', until: '2026-03-08' }],
    };
    const route = routeLead(owned, settingsOf([{ name: 'r', when: {}, then }]), team([away]));
    expect(route).toMatchObject({ owner: 'UANNA', pool: 'sales', turnOf: 'sales', channel: '#a' });
    expect(route.because).toBe(
      'the account belongs to UDANA; Dana is out of office until 2026-03-08; next in turn of sales',
    );
  });

  it('leaves the lead to its channel while the pool is everybody and nobody is named yet', () => {
    const route = routeLead(draft(), toPool({ members: [] }), team());
    expect(route).toMatchObject({ rule: 'r', owner: null, channel: '#a', turnOf: null });
    expect(route.because).toBe('it takes every lead; nobody is in sales yet');
  });
});

describe('when nobody is free', () => {
  const away = [{ from: '2026-03-02', until: '2026-03-06' }];
  const people = [
    { slackUser: 'UANNA', name: 'Anna', absences: away },
    { slackUser: 'UBEN', capacity: 2 },
  ];
  const state = { openLeads: { UBEN: 2 } };
  const pools = [
    { name: 'sales', strategy: 'round_robin' as const, members: slackUsers('UANNA', 'UBEN') },
    { name: 'back office', strategy: 'round_robin' as const, members: slackUsers('UCEM') },
  ];
  const route = (then: object, fallback: object) => {
    const rules = [
      { name: 'r', when: {}, then: { pool: 'sales', channel: '#a', deadlineMinutes: 5, ...then } },
    ];
    const settings = { rules, pools, fallback: { channel: '#fallback', ...fallback } };
    return routeLead(draft(), settings, team(people, state));
  };
  const nobody =
    'it takes every lead; nobody of sales is free; passed over: Anna is out of office until 2026-03-06, ' +
    'UBEN has 2 of 2 open leads; so it goes to ';

  it.each([
    ['the channel of the settings', {}, {}, '#fallback', null, 'whoever takes it in #fallback'],
    ['the person of the settings', {}, { owner: 'UBOSS' }, '#fallback', 'UBOSS', '#fallback'],
    [
      'the pool of the settings',
      {},
      { pool: 'back office' },
      '#fallback',
      'UCEM',
      '#fallback; next in turn of back office',
    ],
    [
      'the rule’s own channel first',
      { fallback: { channel: '#own' } },
      {},
      '#own',
      null,
      'whoever takes it in #own',
    ],
    [
      'a channel when the person of the fallback is away too',
      { fallback: { channel: '#own', owner: 'UANNA' } },
      {},
      '#own',
      null,
      'whoever takes it in #own; Anna is out of office until 2026-03-06',
    ],
  ])('the lead goes to %s, with the reason', (_, then, fallback, channel, owner, because) => {
    const decided = route(then, fallback);
    expect(decided).toMatchObject({ rule: 'r', channel, owner, deadlineMinutes: 5 });
    expect(decided.because).toBe(nobody + because);
  });

  it('takes the turn of the pool that chose, not of the one that could not', () => {
    expect(route({}, { pool: 'back office' })).toMatchObject({ pool: 'back office', turnOf: 'back office' });
    expect(route({}, {})).toMatchObject({ pool: 'sales', turnOf: null });
  });

  it('asks the fallback once where it is what no rule left over', () => {
    const settings = { rules: [], pools, fallback: { channel: '#fallback', pool: 'sales' } };
    const { because } = routeLead(draft(), settings, team(people, state));
    expect(because.match(/nobody of sales/g)).toHaveLength(1);
  });
});

describe('the same inputs', () => {
  const words = fc.constantFrom('google', 'Spring', 'de', 'Software', 'Pipelines');
  const facts: fc.Arbitrary<RoutingFacts> = fc.record({
    family: fc.constantFrom('paid', 'event', 'partnership', null),
    channel: words,
    source: fc.option(words),
    campaign: fc.option(words),
    temperature: fc.constantFrom('hot', 'warm', 'cold'),
    score: fc.nat(100),
    country: fc.constantFrom('DE', 'SE', null),
    language: fc.option(words),
    companySize: fc.option(fc.nat(5000)),
    industry: fc.option(words),
    specialisation: fc.option(words),
    segment: fc.option(words),
    eventSession: fc.option(words),
    account: fc.constant(null),
    accountOwner: fc.constantFrom('UANNA', null),
    existingCustomer: fc.boolean(),
  });

  it('give the same decision with a reason, and the lead a place where it is seen', () => {
    const strategy = fc.constantFrom('round_robin', 'weighted', 'least_loaded', 'most_experienced');
    fc.assert(
      fc.property(
        facts,
        strategy,
        fc.nat(500),
        fc.dictionary(fc.constantFrom('UANNA', 'UBEN', 'UCEM'), fc.nat(5)),
        fc.nat(14 * 24 * 60),
        (lead, chosenBy, turn, openLeads, minute) => {
          const settings = settingsOf(
            [
              {
                name: 'owner',
                when: { owner: 'any' },
                then: { owner: 'account', pool: 'sales', channel: '#o' },
              },
              { name: 'big', when: { companySize: { from: 1000 } }, then: { channel: '#big' } },
              { name: 'all', when: { temperature: ['hot', 'warm'] }, then: { pool: 'sales', channel: '#a' } },
            ],
            { strategy: chosenBy },
          );
          const decide = () =>
            routeLead(
              lead,
              settings,
              team(
                [
                  {
                    slackUser: 'UANNA',
                    capacity: 3,
                    absences: [{ from: '2026-03-04', until: '2026-03-09' }],
                  },
                  { slackUser: 'UBEN', capacity: 2, experience: 4 },
                ],
                {
                  atMs: Date.parse('2026-03-01T00:00Z') + minute * 60_000,
                  openLeads,
                  turns: { sales: turn },
                },
              ),
            );
          const route = decide();
          expect(decide()).toEqual(route);
          expect(route.because).not.toBe('');
          expect(route.channel).toMatch(/^#/);
          expect(route.tried.at(-1)).toMatchObject({ rule: route.rule, matched: true });
        },
      ),
    );
  });
});
