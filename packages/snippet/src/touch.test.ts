import type { TouchEvent } from '@headwater/contract';
import { describe, expect, it } from 'vitest';
import { readAddress } from './parameters.ts';
import { decideTouch, type History, remember } from './touch.ts';

const NOW = 1_767_225_600_000;
const MINUTE = 60_000;
const OWN = 'site.test';

/** The touch that an arrival at this address, now and by this referrer, has made. */
function touched(address: string, referrer?: string): TouchEvent {
  return {
    id: '01234567-89ab-7cde-8f01-23456789abcd',
    at: NOW - MINUTE,
    kind: 'touch',
    ...readAddress(`https://www.site.test/${address}`),
    referrer,
  };
}

function decide(address: string, referrer: string, known: History & { seenAtMs: number }, excluded = OWN) {
  return decideTouch(readAddress(`https://www.site.test/${address}`), referrer, NOW, known, excluded);
}

const never = { touches: [], seenAtMs: 0 };
const browsing = { touches: [touched('')], seenAtMs: NOW - MINUTE };
const after = (last: TouchEvent, minutes: number) => ({
  touches: [touched('?utm_source=older'), last],
  seenAtMs: NOW - minutes * MINUTE,
});
const newsletter = touched('?utm_source=news&utm_campaign=q1');
const byAd = touched('?gclid=abc&utm_source=google');
const byCode = touched('?ref=ANNA42');
const bySearch = touched('', 'https://www.google.com/');

describe('whether an arrival is a touch', () => {
  const first = 'a first visit';
  const inside = 'a visitor who was here a minute ago';
  const rows: [string, string, string, History & { seenAtMs: number }, string][] = [
    [`${first}, direct`, '', '', never, 'new session'],
    [`${first} by a campaign`, '?utm_source=news', '', never, 'new campaign'],
    [`${first} by a click id alone`, '?gclid=abc', '', never, 'new campaign'],
    [`${first} by a referral code`, '?ref=ANNA42', '', never, 'new campaign'],
    [`${first} by a search engine`, '', 'https://www.google.com/', never, 'new session'],
    [`${first} from an application`, '', 'android-app://com.google.android.gm/', never, 'new session'],
    [`${first} with a parameter that says nothing`, '?page=2', '', never, 'new session'],
    [`${first} by a campaign in the hash`, '#utm_source=news', '', never, 'new campaign'],
    [`${first} by a campaign in the hash's query`, '#/home?utm_source=news', '', never, 'new campaign'],
    [`${inside}, without a source`, '', '', browsing, 'same session'],
    [`${inside}, by a campaign`, '?utm_source=news', '', browsing, 'new campaign'],
    [`${inside}, by a click id`, '?fbclid=x', '', browsing, 'new campaign'],
    [`${inside}, by a referral code`, '?ref=ANNA42', '', browsing, 'new campaign'],
    [`${inside}, by a foreign page`, '', 'https://blog.example/', browsing, 'same session'],
    [`${inside}, from the site itself`, '', 'https://www.site.test/a', browsing, 'same session'],
    [`${inside}, from paying`, '', 'https://www.paypal.com/checkout', browsing, 'same session'],
    [`${inside}, from signing in`, '', 'https://accounts.google.com/', browsing, 'same session'],
    [
      'the same campaign once more',
      '?utm_source=news&utm_campaign=q1',
      '',
      after(newsletter, 1),
      'same session',
    ],
    ['a part of the same campaign', '?utm_source=news', '', after(newsletter, 1), 'same session'],
    [
      'the same campaign, parts in another order',
      '?utm_campaign=q1&utm_source=news',
      '',
      after(newsletter, 1),
      'same session',
    ],
    [
      'another campaign of the same source',
      '?utm_source=news&utm_campaign=q2',
      '',
      after(newsletter, 1),
      'new campaign',
    ],
    [
      'the same campaign and one more part',
      '?utm_source=news&utm_campaign=q1&utm_content=b',
      '',
      after(newsletter, 1),
      'new campaign',
    ],
    ['the same source written otherwise', '?utm_source=News', '', after(newsletter, 1), 'new campaign'],
    ['the campaign before the last one', '?utm_source=older', '', after(newsletter, 1), 'new campaign'],
    ['the same click once more', '?gclid=abc', '', after(byAd, 1), 'same session'],
    ['another click on the same ad', '?gclid=def&utm_source=google', '', after(byAd, 1), 'new campaign'],
    ['the same code once more', '?ref=ANNA42', '', after(byCode, 1), 'same session'],
    ['another code', '?ref=BEN7', '', after(byCode, 1), 'new campaign'],
    ['a campaign after a search', '?utm_source=news', '', after(bySearch, 1), 'new campaign'],
    ['29 minutes later, direct', '', '', after(newsletter, 29), 'same session'],
    ['30 minutes later, direct', '', '', after(newsletter, 30), 'new session'],
    [
      '30 minutes later, by the same campaign',
      '?utm_source=news&utm_campaign=q1',
      '',
      after(newsletter, 30),
      'new session',
    ],
    ['30 minutes later, by another campaign', '?utm_source=x', '', after(newsletter, 30), 'new campaign'],
    [
      '30 minutes later, by a foreign page',
      '',
      'https://blog.example/',
      after(newsletter, 30),
      'new session',
    ],
    [
      '30 minutes later, from the site itself',
      '',
      'https://www.site.test/',
      after(newsletter, 30),
      'new session',
    ],
    ['31 minutes later, from paying', '', 'https://www.paypal.com/', after(newsletter, 31), 'new session'],
    ['a clock that was set back by an hour', '', '', after(newsletter, -60), 'new session'],
    ['a clock that was set back by a minute', '', '', after(newsletter, -1), 'same session'],
    ['a referrer that is no address', '', 'not an address', browsing, 'same session'],
    [
      'active, though no touch is remembered here',
      '',
      '',
      { touches: [], seenAtMs: NOW - MINUTE },
      'same session',
    ],
  ];
  it.each(rows)('%s', (_, address, referrer, known, because) => {
    const [reason, touch] = decide(address, referrer, known);
    expect(reason).toBe(because);
    expect(touch === undefined).toBe(because === 'same session');
  });
});

describe('which referrer is a source', () => {
  it.each([
    ['a foreign page', 'https://blog.example/post?a=1', 'https://blog.example/post?a=1'],
    ['an origin only', 'https://www.bing.com/', 'https://www.bing.com/'],
    ['an application', 'android-app://com.slack/', 'android-app://com.slack/'],
    ['one that names a person', 'https://mail.example/?to=eva@firma.de&x=1', 'https://mail.example/?x=1'],
    ['a host that only ends like ours', 'https://notsite.test/', 'https://notsite.test/'],
    [
      'a host that only begins like ours',
      'https://site.test.evil.example/',
      'https://site.test.evil.example/',
    ],
    ['a site under the same public suffix', 'https://a.co.uk/', 'https://a.co.uk/'],
    ['the search engine of a sign-on provider', 'https://www.google.com/', 'https://www.google.com/'],
    ['none', '', undefined],
    ['nonsense', '//', undefined],
    ['the site itself', 'https://site.test/', undefined],
    ['its subdomain', 'https://shop.site.test/cart', undefined],
    ['its subdomain on another port', 'http://shop.site.test:8080/', undefined],
    ['stripe', 'https://checkout.stripe.com/pay', undefined],
    ['klarna', 'https://klarna.com/', undefined],
    ['adyen', 'https://checkoutshopper-live.adyen.com/', undefined],
    ['mollie', 'https://www.mollie.com/', undefined],
    ['signing in with Microsoft', 'https://login.microsoftonline.com/', undefined],
    ['one that the owner excludes', 'https://partner.example/', undefined],
    ['a subdomain of one that the owner excludes', 'https://a.b.other.example/', undefined],
  ])('%s', (_, referrer, expected) => {
    const [, touch] = decide('', referrer, never, `${OWN},partner.example,  other.example`);
    expect(touch?.referrer).toBe(expected);
  });
});

describe('what is remembered', () => {
  const direct = touched('');
  it.each([
    ['the first touch is the first', undefined, direct, direct],
    ['a direct first gives way to a campaign', direct, newsletter, newsletter],
    ['a direct first gives way to a referrer', direct, bySearch, bySearch],
    ['a direct first stays before another direct one', direct, { ...direct, id: 'other' }, direct],
    ['a first with a source stays', newsletter, byAd, newsletter],
    ['a first with a referrer stays', bySearch, byAd, bySearch],
    ['a first with a source stays before a direct one', newsletter, direct, newsletter],
  ])('%s', (_, first, touch, expected) => {
    expect(remember({ first, touches: [] }, touch).first).toBe(expected);
  });

  it('keeps the newest 20 touches, oldest first', () => {
    let history: History = { touches: [] };
    for (let number = 1; number <= 25; number++) {
      history = remember(history, { ...newsletter, id: `${number}` });
    }
    expect(history.touches.map(({ id }) => Number(id))).toEqual(
      Array.from({ length: 20 }, (_, at) => at + 6),
    );
    expect(history.first?.id).toBe('1');
  });
});
