import { type Arrival, nobody, onSite } from './arrival.ts';

type Row = [is: string, from: string, tag?: Arrival['tag'], to?: string];

const excluding = { ignoreReferrers: 'partner.example,  other.example' };
const domains = { domains: 'shop.example, site.example' };
const british = 'https://www.site.co.uk/';
const hosted = 'https://site.github.io/';

const sources: Row[] = [
  ['a search engine', 'https://www.google.com/'],
  ['another search engine', 'https://duckduckgo.com/'],
  ['a page with its query', 'https://blog.example/post?a=1'],
  ['a page of http', 'http://blog.example/'],
  ['a page on another port', 'https://blog.example:8443/a'],
  ['a host of letters of another script', 'https://xn--mnchen-3ya.example/'],
  ['an application', 'android-app://com.slack/'],
  ['a host that only ends like ours', 'https://notsite.test/'],
  ['a host that only begins like ours', 'https://site.test.evil.example/'],
  ['a host that has our name in its path', 'https://evil.example/site.test'],
  ['our name under another suffix', 'https://www.site.example/'],
  ['a site under the same suffix of two parts', 'https://other.co.uk/', {}, british],
  ['the suffix itself', 'https://co.uk/', {}, british],
  ['another customer of the same host', 'https://other.github.io/', {}, hosted],
  ['the host of our host', 'https://github.io/', {}, hosted],
  ['the search engine of a sign-on provider', 'https://google.com/'],
  ['a neighbour of the sign-on page', 'https://docs.google.com/'],
  ['a host that only ends like a payment page', 'https://notpaypal.com/'],
  ['one that the owner excludes elsewhere', 'https://partner.example/'],
  ['a host that only ends like one that is excluded', 'https://mypartner.example/', excluding],
  ['the suffix of one that is excluded', 'https://example/', excluding],
  ['a domain that is ours elsewhere', 'https://shop.example/'],
];

const none: Row[] = [
  ['nowhere', ''],
  ['what is no address', 'not an address'],
  ['half an address', '//'],
  ['the site itself', 'https://www.site.test/a'],
  ['the site without www', 'https://site.test/'],
  ['its subdomain', 'https://shop.site.test/cart'],
  ['its subdomain on another port by http', 'http://shop.site.test:8080/'],
  ['a subdomain of its subdomain', 'https://a.b.site.test/'],
  ['its subdomain under a suffix of two parts', 'https://shop.site.co.uk/', {}, british],
  ['itself at its host', 'https://site.github.io/a', {}, hosted],
  ['another port of localhost', 'http://localhost:8080/', {}, 'http://localhost/'],
  ['PayPal', 'https://www.paypal.com/checkout'],
  ['Stripe', 'https://checkout.stripe.com/pay'],
  ['Klarna', 'https://klarna.com/'],
  ['Adyen', 'https://checkoutshopper-live.adyen.com/'],
  ['Mollie', 'https://www.mollie.com/'],
  ['signing in with Google', 'https://accounts.google.com/'],
  ['signing in with Microsoft', 'https://login.microsoftonline.com/common'],
  ['one that the owner excludes', 'https://partner.example/', excluding],
  ['a subdomain of another that the owner excludes', 'https://a.b.other.example/', excluding],
  ['a domain that is ours too', 'https://shop.example/', domains],
  ['a subdomain of another that is ours too', 'https://www.site.example/', domains],
  ['one of ours, others being excluded', 'https://shop.example/', { ...domains, ...excluding }],
];

const cleaned: [is: string, from: string, kept: string][] = [
  ['without its hash', 'https://blog.example/a#b', 'https://blog.example/a'],
  ['without an e-mail address', 'https://mail.example/?to=eva@firma.de&x=1', 'https://mail.example/?x=1'],
  ["without Mailchimp's person", 'https://mail.example/?mc_eid=1', 'https://mail.example/'],
  [
    'up to 2,000 characters',
    `https://blog.example/${'x'.repeat(3000)}`,
    `https://blog.example/${'x'.repeat(1979)}`,
  ],
];

function firstVisit([is, from, tag = {}, to = '/']: Row, referrer: string | null): Arrival {
  const because = referrer ? 'referrer' : 'direct';
  const touch = { referrer, params: {} };
  return { is: `a first visit from ${is}`, known: nobody, to: onSite(to), from, tag, because, touch };
}

/** First visits without a campaign: which referrer is a source. */
export const byReferrer: Arrival[] = [
  ...sources.map((row) => firstVisit(row, row[1])),
  ...none.map((row) => firstVisit(row, null)),
  ...cleaned.map(([is, from, kept]) => firstVisit([`a page that is kept ${is}`, from], kept)),
];
