import { foldText, matchKey, parentsOf, stripAddress } from '../packages/collector/src/domain/naming-fold.ts';

export type List = 'search' | 'social' | 'video' | 'shopping';

/** A file of names with hosts: `{ LinkedIn: ['linkedin.com', 'lnkd.in'] }`. */
export type Hosts = Readonly<Record<string, readonly string[]>>;

export type OwnSources = {
  spellings: Hosts;
  lists: Partial<Record<List, readonly string[]>>;
  mail: Hosts;
  everydayEngines: readonly string[];
  leftOut: readonly string[];
};

export type Published = { categories: readonly (readonly [string, List])[]; socials: Hosts; engines: Hosts };

export type Network = { name: string; list: List | null; keys: Set<string> };

/**
 * Makes one list of the published ones and ours: each network with every spelling that means it.
 * The category list decides over the others; `assistants` (hosts by name) are in none.
 */
export function mergeSources(published: Published, own: OwnSources, assistants: Hosts): Network[] {
  const networks = new Map<string, Network>();
  const ownerOf = new Map<string, Network>();
  const listOf = new Map(published.categories.map(([spelling, list]) => [keyOf(spelling), list]));
  const leftOut = new Set(own.leftOut.map(keyOf));
  const unlisted = new Set([...Object.keys(assistants), ...Object.keys(own.mail)]);

  const add = (name: string, list: List | null, spellings: readonly string[]) => {
    const keys = [name, ...spellings].map(keyOf).filter((key) => key !== '' && !leftOut.has(key));
    const known = firstOf(keys, ownerOf);
    if (known && unlisted.has(known.name) && list !== null) return;
    const network = known ?? { name, list: null, keys: new Set<string>() };
    if (!unlisted.has(network.name)) network.list ??= firstOf(keys, listOf) ?? list;
    for (const key of keys) claim(network, key);
    if (network.keys.size > 0) networks.set(network.name, network);
  };
  const claim = (network: Network, key: string) => {
    const elsewhere = listOf.get(key);
    if (ownerOf.has(key) || (elsewhere !== undefined && elsewhere !== network.list)) return;
    ownerOf.set(key, network);
    network.keys.add(key);
  };
  const addCategory = (spelling: string, list: List) => {
    if (ownerOf.has(keyOf(spelling))) return;
    const network = relatives(spelling)
      .map((key) => ownerOf.get(key))
      .find((owner) => owner?.list === list);
    if (network) claim(network, keyOf(spelling));
    else add(plainName(spelling), list, []);
  };

  for (const [name, spellings] of Object.entries(own.spellings)) add(name, listNamed(own, name), spellings);
  for (const [name, hosts] of Object.entries({ ...assistants, ...own.mail })) add(name, null, hosts);
  for (const [name, hosts] of Object.entries(published.socials))
    add(networkName(name, listOf), 'social', hosts);
  for (const [name, hosts] of engineEntries(published.engines, own, listOf)) add(name, 'search', hosts);
  for (const [spelling, list] of shortestFirst(published.categories)) addCategory(spelling, list);
  return [...networks.values()];
}

/** Hosts written with a place for the country, `google.{}` and `{}.bing.com`, in their two kinds. */
export function countryPatterns(engines: Hosts): { before: string[]; after: string[] } {
  const patterns = Object.values(engines).flat();
  const before = patterns.flatMap((host) => /^\{\}\.([^{}/]+)$/.exec(host)?.[1] ?? []);
  const after = patterns.flatMap((host) => /^(?:www\.)?([^.{}/]+)\.\{\}$/.exec(host)?.[1] ?? []);
  return { before: [...new Set(before)], after: [...new Set(after)] };
}

/** The form in which the product compares spellings. */
export const keyOf = (spelling: string) => matchKey(stripAddress(foldText(spelling)));

/** A name as reports show it: a host keeps its dots, words are joined by hyphens. */
export function plainName(spelling: string): string {
  const text = stripAddress(foldText(spelling));
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(text) ? text : matchKey(text);
}

/** Names before hosts, and a host before what lies below it, so that the latter can join the former. */
function shortestFirst(categories: Published['categories']): Published['categories'] {
  return categories.toSorted(([a], [b]) => a.split('.').length - b.split('.').length);
}

function listNamed(own: OwnSources, name: string): List | null {
  const found = Object.entries(own.lists).find(([, names]) => names.includes(name));
  return found ? (found[0] as List) : null;
}

/** `Taringa!`, `Geni.com` and `Onet.pl` as people, or the category list, say them. */
function networkName(title: string, categories: ReadonlyMap<string, List>): string {
  const text = foldText(title).replace(/!$/, '');
  const short = text.replace(/\.[a-z]{2,3}$/, '');
  return plainName(text.endsWith('.com') || categories.has(keyOf(short)) ? short : text);
}

/** Google Images, Bing Images and the like are the engine; an everyday word gives way to its host. */
function* engineEntries(
  engines: Hosts,
  own: OwnSources,
  categories: ReadonlyMap<string, List>,
): Generator<[string, string[]]> {
  const everyday = new Set(own.everydayEngines.map(keyOf));
  const leftOut = new Set(own.leftOut.map(keyOf));
  for (const [title, patterns] of Object.entries(engines)) {
    const hosts = patterns.filter((host) => !/[{}/]/.test(host) && !leftOut.has(keyOf(host)));
    const name = networkName(engineName(title), categories);
    if (!everyday.has(keyOf(name))) yield [name, hosts];
    else if (hosts[0]) yield [plainName(hosts[0]), hosts];
  }
}

function engineName(title: string): string {
  const main = title.replace(/ *\(.*\)$/, '').replace(/[ !]+(?:Images|Videos?|Videa|Japan|Directory).*$/, '');
  return /^(?:Google|Yahoo|Yandex|Bing|Metager)/.exec(main)?.[0] ?? main;
}

/** Under which other keys the network of a host may stand: its brand and the hosts above it. */
function relatives(spelling: string): string[] {
  const host = stripAddress(foldText(spelling));
  const brand = /^([^.]+)\.(?:com?\.)?[a-z]{2,4}$/.exec(host)?.[1] ?? '';
  return [brand, ...parentsOf(host)].map(keyOf).filter((key) => key !== '');
}

function firstOf<Value>(keys: readonly string[], values: ReadonlyMap<string, Value>): Value | undefined {
  return keys.map((key) => values.get(key)).find((value) => value !== undefined);
}
