import { parse } from 'tldts';
import { oncePer } from './naming-compiled.ts';
import { foldText, matchKey, stripAddress } from './naming-fold.ts';
import { knownSource, paidSpelling } from './naming-known.ts';

/** A source by its one name; null is unknown. `implies` is what the spelling said about payment. */
export type NamedSource = { source: string | null; implies: 'paid' | null };

/** Further spellings from the settings: `{ 'acme news': 'acme-newsletter' }`. Replaced as a whole, never edited. */
export type Aliases = Readonly<Record<string, string>>;

const unknown: NamedSource = { source: null, implies: null };
const noAliases: Aliases = {};

const placeholders = new Set(
  (
    'not set|notset|not provided|null|undefined|nil|nan|none|n/a|n a|other|others|unknown|unspecified|' +
    'empty|blank|false|tbd|object object|utm source|utm medium|utm campaign'
  ).split('|'),
);

/**
 * The one name of a source, however it is spelled. Aliases of the settings win over ours. Names that
 * nobody knows come back folded: hosts with their dots, words joined by hyphens. Naming a name again
 * changes nothing. Never throws.
 */
export function canonicalSource(name: string | null | undefined, aliases: Aliases = noAliases): NamedSource {
  return nameOf(name ?? '', compiled(aliases), 0);
}

/** True for what forms and ad platforms write when there is nothing to say: `(not set)`, `null`, `{{campaign}}`. */
export function isPlaceholder(text: string): boolean {
  const folded = foldText(text);
  if (/^(?:\$?\{.*\}|%%.*%%|<.*>)$/.test(folded)) return true;
  const bare = folded.replace(/^[\p{P}\p{Z}]+/u, '').replace(/[\p{P}\p{Z}]+$/u, '');
  return bare === '' || placeholders.has(bare.replace(/[\s_.-]+/g, ' '));
}

/** More than any honest spelling needs; stops aliases that point at each other. */
const MAX_STEPS = 8;

function nameOf(name: string, aliases: CompiledAliases, step: number): NamedSource {
  const text = stripAddress(foldText(name).replace(/^["'`\s]+|["'`\s]+$/g, ''));
  const key = matchKey(text);
  const alias = aliases.get(key);
  if (alias && alias.key !== key && step < MAX_STEPS) return nameOf(alias.name, aliases, step + 1);
  if (!alias && isPlaceholder(text)) return unknown;
  const known = alias ? undefined : knownSource(text);
  if (known) return { source: known.name, implies: null };
  const paid = paidPart(text, key);
  if (paid !== null) return { ...nameOf(paid, aliases, step + 1), implies: 'paid' };
  const plain = hostName(text) ?? key;
  return plain === name || step >= MAX_STEPS
    ? { source: plain, implies: null }
    : nameOf(plain, aliases, step + 1);
}

/** Whose ads they are: `linkedin` for `linkedin ads`, `fbads`, `paid linkedin`; null when no payment is named. */
function paidPart(text: string, key: string): string | null {
  const spelled = paidSpelling(key);
  if (spelled !== null) return spelled;
  if (hostName(text) !== null) return null;
  const advertiser = /^(.*[^\s_.-])[\s_.-]+(?:ads?|advertising)$/.exec(text)?.[1];
  if (advertiser !== undefined) return advertiser;
  const glued =
    /^(.+?)(?:ads?|-(?:paid|sponsored|cpc|ppc|paid-social))$/.exec(key)?.[1] ?? key.replace(/^paid-/, '');
  return glued !== key && knownSource(glued) ? glued : null;
}

/** The text as a host name in ASCII, null when it is none. */
function hostName(text: string): string | null {
  if (!/^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(text)) return null;
  const ascii = /^[a-z0-9.-]+$/.test(text) ? text : (URL.parse(`http://${text}`)?.hostname ?? '');
  const { isIcann, isIp } = parse(ascii, { extractHostname: false });
  return isIcann || isIp || appIdOrReserved.test(ascii) ? ascii : null;
}

/** `com.acme.app`, and the endings that RFC 2606 and RFC 6762 keep out of the public list. */
const appIdOrReserved =
  /^(?:com|org|net|io)\.[a-z0-9-]+\.[a-z0-9.-]+$|\.(?:test|example|invalid|localhost|local|internal|onion)$/;

type CompiledAliases = ReadonlyMap<string, { name: string; key: string }>;

const compiled = oncePer<Aliases, CompiledAliases>(
  (aliases) =>
    new Map(Object.entries(aliases).map(([spelling, name]) => [keyOf(spelling), { name, key: keyOf(name) }])),
);

const keyOf = (spelling: string) => matchKey(stripAddress(foldText(spelling)));
