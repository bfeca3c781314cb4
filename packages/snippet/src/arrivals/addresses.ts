import { type Arrival, nobody, onSite } from './arrival.ts';

type Row = [is: string, to: string, kept: string, tag?: Arrival['tag']];

const long = 'x'.repeat(5000);
const routed = { hash: 'on' };

const rows: Row[] = [
  ['as it is', '/a/b?utm_source=A%20b&x=%C3%BC', '/a/b?utm_source=A%20b&x=%C3%BC'],
  ['with its malformed escapes', '/?x=%E0%A4%A', '/?x=%E0%A4%A'],
  ["without Mailchimp's person", '/?mc_eid=1&x=2', '/?x=2'],
  ["without Mailchimp's person in capitals", '/?x=2&MC_EID=1', '/?x=2'],
  ['without e-mail addresses', '/?email=eva%40firma.de&x=2', '/?x=2'],
  ['without e-mail addresses in any parameter', '/?next=/a?u=eva@firma.de&x=2', '/?x=2'],
  ['without e-mail addresses that have no name', '/?eva@firma.de', '/'],
  ['without e-mail addresses escaped twice', '/?to=eva%2540firma.de&x=2', '/?x=2'],
  ['with an at sign that is no e-mail address', '/?x=a@b&y=@2', '/?x=a@b&y=@2'],
  ['without a hash', '/?x=2#top', '/?x=2'],
  ['without the hash that held the campaign', '/a#utm_source=b', '/a'],
  ['with the hash of an application that routes by it', '/#/pricing?plan=b', '/#/pricing?plan=b', routed],
  ['without such a hash where it names a person', '/#/login?email=eva@firma.de', '/', routed],
  ['up to 2,000 characters', `/${long}?utm_source=a`, `/${'x'.repeat(1978)}`],
];

/** First visits: the address that is kept of them. */
export const byAddress: Arrival[] = rows.map(([is, to, kept, tag = {}]) => ({
  is: `an address is kept ${is}`,
  known: nobody,
  to: onSite(to),
  from: '',
  tag,
  because: /utm_source/.test(to) ? 'campaign' : 'direct',
  touch: { url: onSite(kept) },
}));
