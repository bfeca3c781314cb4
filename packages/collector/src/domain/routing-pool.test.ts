import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoutingPool, RoutingSettings } from '@headwater/contract';
import { nextInPool, routeLead } from './routing.ts';
import {
  draft,
  settingsOf,
  slackUsers,
  team,
  tuesdayAtTen,
  toPool,
  type TeamState,
} from './routing.samples.ts';

/** The owners of leads that come one after the other, each counting as open. */
function owners(leads: number, settings: RoutingSettings, people: Parameters<typeof team>[0], start = 0) {
  const openLeads: Record<string, number> = {};
  return Array.from({ length: leads }, (_, turn) => {
    const { owner } = routeLead(
      draft(),
      settings,
      team(people, { openLeads, turns: { sales: start + turn } }),
    );
    if (owner !== null) openLeads[owner] = (openLeads[owner] ?? 0) + 1;
    return owner;
  });
}
const count = (list: readonly (string | null)[], one: string | null) =>
  list.filter((each) => each === one).length;

describe('a pool in turn', () => {
  it('is fair: after any number of leads nobody is more than one ahead', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(60), fc.nat(1000), (size, leads, start) => {
        const names = Array.from({ length: size }, (_, n) => `U${n}00`);
        const had = owners(leads, toPool({ members: slackUsers(...names) }), [], start);
        const counts = names.map((name) => count(had, name));
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('goes on among the others while somebody is out of office', () => {
    const away = { slackUser: 'UBEN', absences: [{ from: '2026-03-03', until: '2026-03-03' }] };
    const had = owners(10, toPool(), [away]);
    expect(['UANNA', 'UBEN', 'UCEM'].map((name) => count(had, name))).toEqual([5, 0, 5]);
  });

  it('gives nobody more than they can have, and the rest to the fallback', () => {
    const people = ['UANNA', 'UBEN', 'UCEM'].map((slackUser, index) => ({ slackUser, capacity: index + 1 }));
    const had = owners(10, toPool(), people);
    expect([count(had, 'UANNA'), count(had, 'UBEN'), count(had, 'UCEM'), count(had, null)]).toEqual([
      1, 2, 3, 4,
    ]);
  });
});

describe('a weighted pool', () => {
  const members = [
    { slackUser: 'UANNA', weight: 2 },
    { slackUser: 'UBEN', weight: 1 },
    { slackUser: 'UCEM' },
  ];

  it('gives 2:1:1 over 10,000 leads, spread over each round', () => {
    const had = owners(10_000, toPool({ strategy: 'weighted', members }), []);
    expect(['UANNA', 'UBEN', 'UCEM'].map((name) => count(had, name))).toEqual([5000, 2500, 2500]);
    expect(had.slice(0, 8)).toEqual(['UANNA', 'UBEN', 'UCEM', 'UANNA', 'UANNA', 'UBEN', 'UCEM', 'UANNA']);
  });

  it('is exact after every round, whatever the weights', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 3 }), (each, rounds) => {
        const weighted = each.map((weight, n) => ({ slackUser: `U${n}00`, weight }));
        const total = each.reduce((sum, weight) => sum + weight, 0);
        const had = owners(total * rounds, toPool({ strategy: 'weighted', members: weighted }), []);
        expect(weighted.map(({ slackUser }) => count(had, slackUser))).toEqual(each.map((w) => w * rounds));
      }),
    );
  });
});

describe('the least loaded', () => {
  const settings = toPool({ strategy: 'least_loaded' });
  const route = (state: TeamState) => routeLead(draft(), settings, team([], state));

  it('has the lead, and the reason says how many open leads that are', () => {
    const { owner, because } = route({ openLeads: { UANNA: 4, UBEN: 1, UCEM: 2 } });
    expect([owner, because]).toEqual(['UBEN', 'it takes every lead; fewest open leads of sales, 1']);
  });

  it('takes turns where several have as few', () => {
    const had = [0, 1, 2, 3].map((turn) => route({ openLeads: { UBEN: 5 }, turns: { sales: turn } }).owner);
    expect(had).toEqual(['UANNA', 'UCEM', 'UANNA', 'UCEM']);
  });

  it('levels the load, wherever it began', () => {
    const had = owners(30, settings, []);
    expect(['UANNA', 'UBEN', 'UCEM'].map((name) => count(had, name))).toEqual([10, 10, 10]);
  });
});

describe('the most experienced', () => {
  const people = [
    { slackUser: 'UANNA', experience: 8 },
    { slackUser: 'UBEN', experience: 8 },
    { slackUser: 'UCEM', experience: 2 },
  ];
  const settings = toPool({ strategy: 'most_experienced' });

  it('has the lead; those of the same experience take turns', () => {
    expect(owners(4, settings, people)).toEqual(['UANNA', 'UBEN', 'UANNA', 'UBEN']);
  });

  it('is the next best while they are away', () => {
    const absences = [{ from: '2026-01-01', until: '2026-12-31' }];
    const away = people.map((one) => (one.experience === 8 ? { ...one, absences } : one));
    expect(owners(1, settings, away)).toEqual(['UCEM']);
  });
});

describe('what people know', () => {
  const people = [
    { slackUser: 'UANNA', languages: ['English'] },
    { slackUser: 'UBEN', languages: ['de', 'French'], industries: ['Retail'], territories: ['DACH'] },
    { slackUser: 'UCEM', languages: ['Deutsch'], specialisations: ['Migration'] },
  ];
  const route = (
    match: RoutingSettings['rules'][number]['then']['match'],
    facts: object,
    state: object = {},
  ) => {
    const then = { pool: 'sales', channel: '#a', match: match ?? [] };
    const territories = [{ name: 'DACH', countries: ['DE'] }];
    const settings = { ...settingsOf([{ name: 'r', when: {}, then }]), territories };
    return routeLead(draft(facts), settings, team(people, state));
  };

  it.each([
    [['language' as const], { language: 'de' }, 'UBEN', 'knows de'],
    [['specialisation' as const], { specialisation: 'migration' }, 'UCEM', 'knows migration'],
    [
      ['industry' as const, 'language' as const],
      { industry: 'retail', language: 'fr' },
      'UBEN',
      'knows retail and fr',
    ],
    [['territory' as const], {}, 'UBEN', 'knows DACH'],
    [['language' as const], { language: 'it' }, 'UANNA', 'nobody of them knows it'],
  ])('decides who comes first: %j', (match, facts, owner, remark) => {
    const decided = route(match, facts);
    expect(decided.owner).toBe(owner);
    expect(decided.because).toContain(remark);
  });

  it('does not matter where the lead’s is not known', () => {
    expect(route(['language'], { language: null }).because).toBe(
      'it takes every lead; next in turn of sales',
    );
  });

  it('does not outweigh being there: others who are free come before them', () => {
    const full = people.map((one) => (one.slackUser === 'UANNA' ? one : { ...one, capacity: 0 }));
    const then = { pool: 'sales', channel: '#a', match: ['language' as const] };
    const settings = settingsOf([{ name: 'r', when: {}, then }]);
    expect(routeLead(draft({ language: 'de' }), settings, team(full)).owner).toBe('UANNA');
  });
});

describe('working hours', () => {
  const inNewYork = {
    timeZone: 'America/New_York',
    days: [1, 2, 3, 4, 5],
    from: '09:00',
    to: '17:00',
  };
  const people = [{ slackUser: 'UANNA', name: 'Anna', hours: inNewYork }];

  it('pass over who is not at work, with the reason', () => {
    const { owner, because } = routeLead(draft(), toPool(), team(people));
    expect(owner).toBe('UBEN');
    expect(because).toBe(
      'it takes every lead; next in turn of sales; passed over: Anna is outside working hours',
    );
  });

  it('do not keep a lead from a pool that sleeps: the next in turn has it, and the reason says so', () => {
    const atMs = tuesdayAtTen + 13 * 3_600_000;
    const { owner, because, channel } = routeLead(
      draft(),
      toPool(),
      team(people, { atMs, turns: { sales: 1 } }),
    );
    expect([owner, channel]).toEqual(['UBEN', '#a']);
    expect(because).toContain('outside working hours');
  });

  it('give a lead at night to somebody who sleeps rather than to somebody who is away', () => {
    const atMs = tuesdayAtTen + 13 * 3_600_000;
    const absences = [{ from: '2026-03-01', until: '2026-03-31' }];
    const settings = toPool({ members: slackUsers('UANNA', 'UBEN') });
    expect(routeLead(draft(), settings, team([{ slackUser: 'UANNA', absences }], { atMs })).owner).toBe(
      'UBEN',
    );
  });
});

describe('nextInPool', () => {
  const pool = (...names: string[]): RoutingPool => ({
    name: 'sales',
    strategy: 'round_robin',
    members: slackUsers(...names),
  });
  const nobodyYet = new Set<string | null>();

  it('never names the present owner while there are others, and is fair among these', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(1000), (size, turn) => {
        const names = Array.from({ length: size }, (_, n) => `U${n}00`);
        const round = names.slice(1).map((_, n) => {
          const staff = team([], { turns: { sales: turn + n } });
          return nextInPool(pool(...names), staff, { present: 'U000', had: nobodyYet }).owner;
        });
        expect(new Set(round)).toEqual(new Set(names.slice(1)));
      }),
    );
  });

  it.each([
    ['the only member again', ['UANNA'], nobodyYet, 'UANNA'],
    ['nobody when everybody had their chance', ['UANNA', 'UBEN'], new Set(['UANNA', 'UBEN']), null],
    ['nobody who is out of office', ['UANNA', 'UAWAY'], nobodyYet, null],
  ])('names %s', (_, names, had, expected) => {
    const away = { slackUser: 'UAWAY', absences: [{ from: '2026-03-03', until: '2026-03-04' }] };
    expect(nextInPool(pool(...names), team([away]), { present: 'UANNA', had }).owner).toBe(expected);
  });
});
