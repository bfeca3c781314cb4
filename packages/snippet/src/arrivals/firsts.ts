import type { Reason } from '../touch.ts';
import { activeBefore, type Arrival, nobody, onSite, THIS, touchOf } from './arrival.ts';

const LONG_AGO_MS = 86_400_000;

const news = touchOf('utm_source=news');
const search = touchOf('', 'https://www.google.com/');
const direct = touchOf('');
const blog = 'https://blog.example/';
const dozens = Array.from({ length: 20 }, (_, number) => touchOf(`utm_campaign=${number}`));

type Row = [is: string, known: Arrival['known'], to: string, from: string, because: Reason, first: string];

const rows: Row[] = [
  ['is the first there was', nobody, '/', '', 'direct', THIS],
  ['if direct gives way to a campaign', activeBefore(LONG_AGO_MS, direct), '/?ref=X', '', 'campaign', THIS],
  ['if direct gives way to one in mid-session', activeBefore(0, direct), '/?ref=X', '', 'campaign', THIS],
  ['if direct gives way to a referrer', activeBefore(LONG_AGO_MS, direct), '/', blog, 'referrer', THIS],
  [
    'if direct stays before another direct one',
    activeBefore(LONG_AGO_MS, direct),
    '/',
    '',
    'direct',
    direct.id,
  ],
  [
    'if direct stays before paying',
    activeBefore(LONG_AGO_MS, direct),
    '/',
    'https://paypal.com/',
    'direct',
    direct.id,
  ],
  ['by a campaign stays before another one', activeBefore(0, news), '/?ref=X', '', 'campaign', news.id],
  ['by a campaign stays before a direct one', activeBefore(LONG_AGO_MS, news), '/', '', 'direct', news.id],
  [
    'by a referrer stays before a campaign',
    activeBefore(LONG_AGO_MS, search),
    '/?ref=X',
    '',
    'campaign',
    search.id,
  ],
  [
    'that gave way once stays from then on',
    { ...activeBefore(LONG_AGO_MS, direct, search), first: search },
    '/?ref=X',
    '',
    'campaign',
    search.id,
  ],
  [
    'stays when it is no longer among the newest 20',
    { ...activeBefore(LONG_AGO_MS, ...dozens), first: news },
    '/?ref=X',
    '',
    'campaign',
    news.id,
  ],
];

/** Arrivals by which the first touch is changed, or is not. */
export const byFirst: Arrival[] = rows.map(([is, known, to, from, because, first]) => ({
  is: `a first touch ${is}`,
  known,
  to: onSite(to),
  from,
  tag: {},
  because,
  touch: {},
  first,
}));
