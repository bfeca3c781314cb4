import type { Reason } from '../touch.ts';
import { type Arrival, activeBefore, type Known, onSite, touchOf } from './arrival.ts';

type Row = [is: string, known: Known, to: string, from: string, because: Reason];

const MINUTE = 60_000;
const HALF_HOUR = 30 * MINUTE;

const news = touchOf('utm_source=news&utm_campaign=q1');
const older = touchOf('utm_source=older');
const blog = 'https://blog.example/';
const newsAgain = '/?utm_source=news&utm_campaign=q1';

const byNews = (agoMs: number): Known => activeBefore(agoMs, older, news);
const byAd = activeBefore(MINUTE, touchOf('gclid=abc&utm_source=google'));
const byCode = activeBefore(MINUTE, touchOf('ref=ANNA42'));
const bySearch = activeBefore(MINUTE, touchOf('', 'https://www.google.com/'));
const directly = activeBefore(MINUTE, touchOf(''));
const newsThenDirectly = activeBefore(MINUTE, news, touchOf(''));

/** Inside a session: a campaign that differs from the last touch's, or nothing. */
const inside: Row[] = [
  ['without a source', directly, '/pricing', '', 'active'],
  ['from the site itself', directly, '/', 'https://www.site.test/a', 'active'],
  ['from a foreign page', directly, '/', blog, 'active'],
  ['from a search engine', directly, '/', 'https://www.google.com/', 'active'],
  ['from paying', byNews(MINUTE), '/thanks', 'https://www.paypal.com/checkout', 'active'],
  ['from signing in', byNews(MINUTE), '/', 'https://accounts.google.com/', 'active'],
  ['by a campaign', directly, '/?utm_source=news', '', 'campaign'],
  ['by a campaign from a foreign page', directly, '/?utm_source=news', blog, 'campaign'],
  ['by a campaign from the site itself', directly, '/?utm_source=a', 'https://www.site.test/', 'campaign'],
  ['by a click id', directly, '/?fbclid=x', '', 'campaign'],
  ['by a code', directly, '/?ref=ANNA42', '', 'campaign'],
  ['by a campaign in the hash', directly, '/#utm_source=news', '', 'campaign'],
  ['by a campaign after a search', bySearch, '/?utm_source=news', '', 'campaign'],
  ['by what names a person alone', directly, '/?utm_source=eva@firma.de', '', 'active'],
  ['by the same campaign', byNews(MINUTE), newsAgain, '', 'active'],
  ['by the same campaign from a foreign page', byNews(MINUTE), newsAgain, blog, 'active'],
  [
    'by the same campaign in another order',
    byNews(MINUTE),
    '/?utm_campaign=q1&utm_source=news',
    '',
    'active',
  ],
  ['by the same campaign in capitals', byNews(MINUTE), '/?UTM_SOURCE=news', '', 'active'],
  ['by the same campaign in the hash', byNews(MINUTE), '/#utm_source=news', '', 'active'],
  ["by the same campaign under Matomo's name", byNews(MINUTE), '/?mtm_source=news', '', 'active'],
  ['by a part of the same campaign', byNews(MINUTE), '/?utm_source=news', '', 'active'],
  ['by the same campaign and something empty', byNews(MINUTE), '/?utm_source=news&utm_term=', '', 'active'],
  ['by another campaign of the same source', byNews(MINUTE), '/?utm_campaign=q2', '', 'campaign'],
  ['by the same campaign and one more part', byNews(MINUTE), `${newsAgain}&utm_content=b`, '', 'campaign'],
  ['by the same source written otherwise', byNews(MINUTE), '/?utm_source=News', '', 'campaign'],
  ['by the campaign before the last one', byNews(MINUTE), '/?utm_source=older', '', 'campaign'],
  ['by the campaign before a direct visit', newsThenDirectly, newsAgain, '', 'campaign'],
  ['by the same click', byAd, '/?gclid=abc', '', 'active'],
  ['by another click on the same ad', byAd, '/?gclid=def&utm_source=google', '', 'campaign'],
  ['by the same click on another network', byAd, '/?msclkid=abc', '', 'campaign'],
  ['by the same code', byCode, '/?ref=ANNA42', '', 'active'],
  ['by another code', byCode, '/?ref=BEN7', '', 'campaign'],
  ['by the same code in small letters', byCode, '/?ref=anna42', '', 'campaign'],
];

/** Around the end of a session. */
const around: Row[] = [
  ['at once', byNews(0), '/', '', 'active'],
  ['after 29:59, directly', byNews(HALF_HOUR - 1000), '/', '', 'active'],
  ['after 29:59, from a foreign page', byNews(HALF_HOUR - 1000), '/', blog, 'active'],
  ['a millisecond before 30:00', byNews(HALF_HOUR - 1), '/', blog, 'active'],
  ['after 30:00, directly', byNews(HALF_HOUR), '/', '', 'direct'],
  ['after 30:00, from a foreign page', byNews(HALF_HOUR), '/', blog, 'referrer'],
  ['after 30:00, by the same campaign', byNews(HALF_HOUR), newsAgain, '', 'direct'],
  ['after 30:00, by the same campaign from a page', byNews(HALF_HOUR), newsAgain, blog, 'referrer'],
  ['after 30:00, by another campaign', byNews(HALF_HOUR), '/?utm_source=x', '', 'campaign'],
  ['after 30:00, by another campaign from a page', byNews(HALF_HOUR), '/?utm_source=x', blog, 'campaign'],
  ['after 30:00, from the site itself', byNews(HALF_HOUR), '/', 'https://www.site.test/', 'direct'],
  ['after 31:00, from paying', byNews(31 * MINUTE), '/', 'https://www.paypal.com/', 'direct'],
  ['after 31:00, from signing in', byNews(31 * MINUTE), '/', 'https://accounts.google.com/', 'direct'],
  ['after 31:00, once more directly', activeBefore(31 * MINUTE, news, touchOf('')), '/', '', 'direct'],
  [
    'after 31:00, once more from the same page',
    activeBefore(31 * MINUTE, touchOf('', blog)),
    '/',
    blog,
    'referrer',
  ],
  ['after a year, directly', byNews(365 * 24 * 60 * MINUTE), '/', '', 'direct'],
  ['after a clock was set back by a minute', byNews(-MINUTE), '/', '', 'active'],
  ['after a clock was set back by 29:59', byNews(-HALF_HOUR + 1000), '/', blog, 'active'],
  ['after a clock was set back by 30:00', byNews(-HALF_HOUR), '/', '', 'direct'],
  ['after a clock was set back by a year', byNews(-365 * 24 * 60 * MINUTE), '/', blog, 'referrer'],
  ['of whom no touch is known, active', activeBefore(MINUTE), '/', blog, 'active'],
  ['of whom no touch is known, active, by a campaign', activeBefore(MINUTE), '/?ref=X', '', 'campaign'],
  ['of whom no touch is known, after 30:00', activeBefore(HALF_HOUR), '/', '', 'direct'],
  [
    'whose cookies were deleted, after 29:59',
    { ...byNews(HALF_HOUR - 1), hasNoCookies: true },
    '/',
    blog,
    'active',
  ],
  [
    'whose cookies were deleted, after 30:00',
    { ...byNews(HALF_HOUR), hasNoCookies: true },
    '/',
    '',
    'direct',
  ],
  [
    'whose cookies were deleted, by the same campaign',
    { ...byNews(0), hasNoCookies: true },
    newsAgain,
    '',
    'active',
  ],
  ['whose last activity is no time', { touches: [news], seenAtMs: NaN }, '/', '', 'direct'],
];

/** Visitors who have been here before. */
export const bySession: Arrival[] = [
  ...inside.map(([is, ...row]): Row => [`a visitor in mid-session, ${is}`, ...row]),
  ...around.map(([is, ...row]): Row => [`a visitor ${is}`, ...row]),
].map(([is, known, to, from, because]) => ({ is, known, to: onSite(to), from, tag: {}, because, touch: {} }));
