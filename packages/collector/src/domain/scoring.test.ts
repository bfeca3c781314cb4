import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScoreRule, ScoringSettings } from '@headwater/contract';
import { defaultScoring } from './defaults-scoring.ts';
import { eventAct, formAct, introductionAct, pageAct, readingAct, touchAct } from './scoring-act.ts';
import type { Act } from './scoring-act.ts';
import { scoreLead } from './scoring.ts';

const now = Date.parse('2026-03-02T10:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (ms: number) => now - ms;
const score = (acts: Act[], at = now, settings = defaultScoring) => scoreLead(acts, at, settings);
const form = (name: string, at = now) => formAct({ at, form: { id: 'f1', name } });
const page = (path: string, at = now) => pageAct({ at, url: `https://acme.com${path}` });

const read = (path: string, seconds: number, at = now) =>
  readingAct({ at, path, visibleMs: seconds * 1000, depth: 80 });

describe('score', () => {
  it('halves the points of an act after one half-life', () => {
    const points = (ageDays: number) =>
      score([form('Demo', ago(ageDays * DAY))]).lines.find((line) => line.because.startsWith('Demo'))?.points;
    expect([points(0), points(30), points(60)]).toEqual([50, 25, 13]);
  });

  it('says what every point is for, strongest first', () => {
    const { lines } = score([form('Demo'), page('/a'), page('/a'), page('/b', now - 1), page('/features')]);
    expect(lines).toEqual([
      { points: 50, because: 'Demo request: Sent the form Demo' },
      { points: 10, because: 'Fit is neutral: no ideal customer profile is set' },
      { points: 3, because: 'Other page: Viewed /a and 2 more' },
      { points: 2, because: 'Product page: Viewed /features' },
    ]);
  });

  it('shows the cap of a group as a line of its own', () => {
    const { score: total, lines } = score([1, 2, 3, 4].map((n) => form('Whitepaper', ago(n))));
    expect(lines).toContainEqual({
      points: 80,
      because: 'Download: Sent the form Whitepaper, 4 times',
    });
    expect(lines).toContainEqual({ points: -50, because: 'All downloads together count 30 at most' });
    expect(total).toBe(40);
  });

  it('counts an act dated in the future as fresh', () => {
    expect(score([form('Demo', now + 90 * DAY)]).score).toBe(60);
  });

  it('lets a rule take points away, without a floor', () => {
    const minus: ScoreRule = { ...defaultScoring.rules[0]!, on: 'page', words: ['jobs'], points: -100 };
    expect(score([page('/jobs')], now, { ...defaultScoring, rules: [minus] }).score).toBe(-90);
  });

  const act = fc.oneof(
    fc
      .record({
        at: fc.integer({ min: now - 400 * DAY, max: now }),
        path: fc.constantFrom('/', '/pricing', '/blog'),
      })
      .map(({ at, path }) => page(path, at)),
    fc
      .record({
        at: fc.integer({ min: now - 400 * DAY, max: now }),
        name: fc.constantFrom('Demo', 'Whitepaper', 'Newsletter', 'x'),
      })
      .map(({ at, name }) => form(name, at)),
    fc
      .integer({ min: now - 400 * DAY, max: now })
      .map((at) => touchAct({ at, kind: 'webinar', channel: 'Webinar' })),
    fc
      .integer({ min: now - 400 * DAY, max: now })
      .map((at) => touchAct({ at, kind: 'referral', channel: 'Employee Referral' })),
  );
  const acts = fc.array(act, { maxLength: 30 });

  it('is the same whatever the order of the acts', () => {
    const shuffled = acts.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        expect(score(other)).toEqual(score(given));
      }),
    );
  });

  it('is whole and the sum of its lines', () => {
    fc.assert(
      fc.property(acts, (given) => {
        const { score: total, lines } = score(given);
        expect(Number.isInteger(total)).toBe(true);
        expect(total).toBe(lines.reduce((sum, line) => sum + line.points, 0));
      }),
    );
  });

  it('never rises by time alone', () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 0, max: 100 * DAY }), (given, later) => {
        expect(score(given, now + later).score).toBeLessThanOrEqual(score(given).score);
      }),
    );
  });

  it('cools at the millisecond it names, and not before', () => {
    fc.assert(
      fc.property(acts, (given) => {
        const { temperature, coolsAt } = score(given);
        expect(coolsAt === null).toBe(temperature === 'cold');
        if (coolsAt === null) return;
        expect(score(given, coolsAt - 1).temperature).toBe(temperature);
        expect(score(given, coolsAt).temperature).not.toBe(temperature);
      }),
    );
  });
});

describe('temperature by the default rules', () => {
  const visits = (count: number, path = '/pricing') =>
    Array.from({ length: count }, (_, n) => page(path, ago(n * HOUR)));
  const times = (count: number, make: (at: number) => Act) =>
    Array.from({ length: count }, (_, n) => make(ago(n)));
  const referral = touchAct({ at: now, kind: 'referral', channel: 'Employee Referral' });

  it.each<[string, 'cold' | 'warm' | 'hot', Act[]]>([
    ['nothing known', 'cold', []],
    ['a demo request', 'hot', [form('Request a demo')]],
    [
      'a demo request in lower case and camel case',
      'hot',
      [formAct({ at: now, form: { id: 'requestDemo' } })],
    ],
    ['a demo request 24 hours ago', 'hot', [form('Demo', ago(24 * HOUR))]],
    ['a demo request a little earlier', 'warm', [form('Demo', ago(24 * HOUR + 1))]],
    ['a trial', 'hot', [form('Start your free trial')]],
    ['a quote', 'hot', [form('Angebot anfordern')]],
    [
      'a contact form by its page',
      'hot',
      [formAct({ at: now, form: { url: 'https://acme.com/contact-us?x=1' } })],
    ],
    ['an unknown form with a message', 'hot', [formAct({ at: now, message: 'Please call me' })]],
    ['an unknown form with a phone number', 'hot', [formAct({ at: now, phone: '+49 30 1234567' })]],
    ['an unknown form without either', 'warm', [formAct({ at: now, message: ' ' })]],
    ['many unknown forms', 'warm', times(20, (at) => formAct({ at }))],
    ['a whitepaper', 'warm', [form('Whitepaper')]],
    [
      'a whitepaper for which a phone was asked',
      'warm',
      [formAct({ at: now, form: { id: 'whitepaper' }, phone: '0301234567' })],
    ],
    [
      'a whitepaper on the pricing page',
      'warm',
      [formAct({ at: now, form: { id: 'ebook', url: 'https://acme.com/pricing' } })],
    ],
    [
      'a form whose field names the whitepaper',
      'warm',
      [formAct({ at: now, fields: { asset: 'WhitePaper-2026' }, message: 'hi' })],
    ],
    ['a field named after a contact', 'warm', [formAct({ at: now, fields: { contact_name: 'Eva' } })]],
    ['a guide to pricing', 'warm', [form('Download our pricing guide')]],
    ['fifty whitepapers', 'warm', times(50, (at) => form('Whitepaper', at))],
    ['a whitepaper and pricing twice', 'warm', [form('Whitepaper'), ...visits(2)]],
    ['a whitepaper and pricing three times', 'hot', [form('Whitepaper'), ...visits(3)]],
    ['pricing three times and nothing else', 'warm', visits(3)],
    ['pricing as a campaign parameter', 'cold', visits(9, '/?utm_campaign=pricing')],
    ['an article on pricing', 'cold', visits(9, '/blog/pricing-strategies')],
    ['pricing read for two minutes', 'warm', [page('/pricing'), read('/pricing', 120)]],
    ['pricing read for less', 'cold', [page('/pricing'), read('/pricing', 119)]],
    ['an article on pricing read for long', 'cold', [read('/blog/pricing', 900)]],
    [
      'pricing read for hours, after a whitepaper and many pages',
      'warm',
      [
        ...visits(2),
        form('Whitepaper'),
        ...visits(80, '/blog'),
        ...times(20, (at) => read('/pricing', 3600, at)),
      ],
    ],
    ['pricing read, after an old request', 'warm', [form('Demo', ago(25 * HOUR)), read('/pricing', 600)]],
    ['a newsletter', 'cold', [form('Newsletter')]],
    [
      'a newsletter and much reading',
      'cold',
      [form('Newsletter'), ...visits(80, '/blog'), ...visits(20, '/')],
    ],
    [
      'somebody who asks for support',
      'cold',
      [formAct({ at: now, form: { id: 'support' }, message: 'It broke' })],
    ],
    ['a webinar attended', 'warm', [touchAct({ at: now, kind: 'webinar', channel: 'Webinar' })]],
    ['a visit from another website', 'cold', [touchAct({ at: now, kind: 'touch', channel: 'Referral' })]],
    ['a referral', 'warm', [referral]],
    ['a referral with an introduction', 'hot', [referral, introductionAct({ at: now })]],
    [
      'a meeting, after a download',
      'hot',
      [form('Whitepaper'), eventAct({ at: now, name: 'meeting_booked' })],
    ],
    ['a reply', 'hot', [eventAct({ at: now, name: 'emailReplied' })]],
    [
      'facebook, which holds no ebook',
      'cold',
      times(3, (at) => eventAct({ at, name: 'facebook_industrial' })),
    ],
  ])('%s: %s', (_, expected, acts) => {
    expect(score(acts).temperature).toBe(expected);
  });

  it('never calls a lead hot for reading, whatever the rules say of it', () => {
    const rules: ScoreRule[] = [
      { name: 'Reading', on: 'page', group: 'requests', points: 80, halfLifeDays: 14, minVisibleSeconds: 10 },
    ];
    const settings = { ...defaultScoring, rules, pricingViews: 1 };
    expect(score([read('/', 60), page('/')], now, settings)).toMatchObject({
      score: 90,
      temperature: 'warm',
    });
  });

  it('never calls a lead hot for downloads, reading and events, however many', () => {
    const words = ['whitepaper', 'e-book', 'Guide', 'Report 2026', 'Checklist', 'Case study', 'White Paper'];
    const download = fc
      .record({
        at: fc.integer({ min: now - 30 * DAY, max: now }),
        word: fc.constantFrom(...words),
        phone: fc.boolean(),
      })
      .map(({ at, word, phone }) =>
        formAct({ at, form: { name: word }, phone: phone ? '+4930123456' : null }),
      );
    const settings: ScoringSettings = { ...defaultScoring, hotFrom: 20 };
    fc.assert(
      fc.property(fc.array(download, { maxLength: 60 }), (acts) => {
        expect(score([...acts, ...visits(9, '/features')], now, settings).temperature).not.toBe('hot');
      }),
    );
  });

  it('needs points too: a request that earns few does not make a lead hot', () => {
    const settings = { ...defaultScoring, hotFrom: 61 };
    expect(score([form('Demo')], now, settings)).toMatchObject({
      temperature: 'warm',
      reasons: ['Score 60, warm begins at 25', 'Not hot: score 60, hot begins at 61'],
    });
  });

  it('keeps a referral warm for one half-life, whatever its points', () => {
    const settings = { ...defaultScoring, warmFrom: 1000 };
    expect(score([referral], now, settings).temperature).toBe('warm');
    expect(score([referral], now, settings).coolsAt).toBe(now + 60 * DAY + 1);
  });

  it.each<[string, Act[], string[]]>([
    ['hot', [form('Demo')], ['Sent the form Demo, within the last 24 hours', 'Score 60, hot begins at 50']],
    [
      'downloads',
      [form('Whitepaper')],
      ['Score 30, warm begins at 25', 'Not hot: downloads alone are never more than warm'],
    ],
    ['no request', [form('x')], ['Score 30, warm begins at 25', 'Not hot: no request so far']],
    [
      'old request',
      [form('Demo', ago(2 * DAY))],
      ['Score 58, warm begins at 25', 'Not hot: the last request is more than 24 hours old'],
    ],
    ['cold', [], ['Score 10, warm begins at 25']],
  ])('gives its reasons: %s', (_, acts, reasons) => {
    expect(score(acts).reasons).toEqual(reasons);
  });

  it('cools a fresh demo request right after its 24 hours', () => {
    expect(score([form('Demo')]).coolsAt).toBe(now + 24 * HOUR + 1);
  });
});

describe('rules and words', () => {
  const rule = (name: string, words?: string[]): ScoreRule => ({
    name,
    group: 'events',
    on: 'form',
    points: 10,
    halfLifeDays: 1,
    ...(words && { words }),
  });
  const winner = (rules: ScoreRule[], act: Act) =>
    score([act], now, { ...defaultScoring, neutralFit: 0, rules }).lines[0]?.because.split(':')[0];

  it('takes the first rule in order', () => {
    expect(winner([rule('one', ['a', 'b']), rule('two', ['b'])], form('b'))).toBe('one');
  });

  it('leaves to a rule without words what no other takes, wherever it stands', () => {
    const rules = [rule('rest'), rule('two', ['b'])];
    expect(winner(rules, form('b'))).toBe('two');
    expect(winner(rules, form('c'))).toBe('rest');
  });

  it('believes the name of a form before the page it stands on', () => {
    const act = formAct({ at: now, form: { name: 'b', url: '/a' } });
    expect(winner([rule('one', ['a']), rule('two', ['b'])], act)).toBe('two');
  });

  it('about time are for pages read that long, the others for each view', () => {
    const views: ScoreRule = { name: 'seen', on: 'page', group: 'events', points: 1, halfLifeDays: 1 };
    const minute: ScoreRule = { ...views, name: 'minute', minVisibleSeconds: 60 };
    const rules = [{ ...minute, name: 'hour', minVisibleSeconds: 3600 }, minute, views];
    const names = [page('/a'), read('/a', 59), read('/a', 60), read('/a', 3600)].map((act) =>
      winner(rules, act),
    );
    expect(names).toEqual(['seen', undefined, 'minute', 'hour']);
  });

  it.each([
    ['case study', 'Case-Studys', true],
    ['ebook', 'facebook', false],
    ['ebook', 'eBook', true],
    ['e book', 'eBook', true],
    ['trial', 'industrial', false],
    ['rückruf', 'RÜCKRUF', true],
    ['!', '?', false],
  ])('looks for %s in %s as whole words', (word, name, found) => {
    expect(winner([rule('one', [word])], form(name))).toBe(found ? 'one' : undefined);
  });
});
