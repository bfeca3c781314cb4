import { countryDomains, countrySubdomains, networks, paidSpellings, tenants } from './data/known-sources.ts';
import { matchKey, parentsOf } from './naming-fold.ts';

/** The source categories of GA4. */
export type SourceList = 'search' | 'social' | 'video' | 'shopping';

/** A source that we know by name, and the list it stands in. */
export type KnownSource = { name: string; list: SourceList | null };

const byKey = new Map<string, KnownSource>();
const byName = new Map<string, KnownSource>();
for (const line of networks.split('\n')) {
  const [list, name = '', ...keys] = line.split(' ');
  const known = { name, list: list === '-' ? null : (list as SourceList) };
  byName.set(name, known);
  for (const key of keys) byKey.set(key, known);
}

const paidByKey = new Map(
  paidSpellings.split('\n').flatMap((line) => {
    const [name = '', ...keys] = line.split(' ');
    return keys.map((key) => [key, name] as const);
  }),
);
const brandsOfAllCountries = new Set(countryDomains.split('\n'));
const hostsOfAllCountries = new Set(countrySubdomains.split('\n'));
const tenantHosts = new Set(tenants.split('\n'));

/** The source that a folded spelling or host stands for. */
export function knownSource(text: string): KnownSource | undefined {
  return byKey.get(matchKey(text)) ?? (isHostLike(text) ? knownHost(text) : undefined);
}

/** The source that a spelling such as `adwords` says was paid for, null where it says nothing. */
export function paidSpelling(key: string): string | null {
  return paidByKey.get(key) ?? null;
}

/** What is known about a resolved source name; undefined for names that are nobody's we know. */
export function sourceByName(name: string): KnownSource | undefined {
  return byName.get(name);
}

/** Every known name, for proposals and tests. */
export const knownNames: readonly string[] = [...byName.keys()];

/** Every spelling that is compared as a whole, with the name it stands for. */
export const knownSpellings: readonly (readonly [key: string, name: string])[] = [...byKey].map(
  ([key, { name }]) => [key, name],
);

const isHostLike = (text: string) => text.includes('.') && text.length <= 253;

function knownHost(host: string): KnownSource | undefined {
  const international = withoutCountry(host);
  return byKey.get(matchKey(international)) ?? hostBelow(international);
}

/** `images.google.co.id` as `images.google.com`, for brands that own their name everywhere. */
function withoutCountry(host: string): string {
  const parts = /^((?:[^.]+\.)*?)([^.]+)\.(?:(?:com?|org|net|gob)\.)?(?:[a-z]{2}|cat)$/.exec(host);
  const [, below = '', brand = ''] = parts ?? [];
  return brandsOfAllCountries.has(brand) ? `${below}${brand}.com` : host;
}

/** Networks own what lies below their host, unless others live there; search engines and shops only `de.` and `m.` */
function hostBelow(host: string): KnownSource | undefined {
  const local = /^(?:m|mobile|[a-z]{2}(?:-[a-z]{2})?)\.(.+)$/.exec(host)?.[1];
  for (const parent of parentsOf(host)) {
    const known = byKey.get(matchKey(parent));
    if (!known || tenantHosts.has(parent)) continue;
    if (known.list === 'social' || known.list === 'video') return known;
    if (parent === local && (host.startsWith('m') || hostsOfAllCountries.has(parent))) return known;
  }
  return undefined;
}
