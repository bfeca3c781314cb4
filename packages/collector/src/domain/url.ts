import type { Utm } from '@headwater/contract';
import { decodeTolerantly, withoutTrailingDots } from './naming-fold.ts';

/** What an address says about where its visitor came from. */
export type AddressClues = { utm: Utm; click: Record<string, string>; ref: string | null };

/** The longest value kept, in characters, as in the contract. */
const MAX_VALUE = 1024;

/** The longest host there can be (RFC 1035). */
const MAX_HOST = 253;

const clickParameters = new Set(
  (
    'gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid fbclid igshid igsh msclkid ttclid twclid ' +
    'li_fat_id rdt_cid epik sccid qclid yclid ymclid ysclid irclickid irclid ko_click_id _kx mc_cid ob_click_id ' +
    'obclid tblci mtm_clid dub_id _hsenc'
  ).split(' '),
);

const utmFields: Readonly<Record<string, keyof Utm>> = {
  source: 'source',
  medium: 'medium',
  campaign: 'campaign',
  term: 'term',
  kwd: 'term',
  keyword: 'term',
  content: 'content',
  id: 'id',
  cid: 'id',
  source_platform: 'sourcePlatform',
  sourceplatform: 'sourcePlatform',
  creative_format: 'creativeFormat',
  creativeformat: 'creativeFormat',
  marketing_tactic: 'marketingTactic',
  marketingtactic: 'marketingTactic',
};
const fieldByName = new Map(Object.entries(utmFields));

/**
 * Reads campaign parameters (`utm_`, and `mtm_` or `pk_` of Matomo), click ids and the referral code from
 * query and hash. Names match in any case, the first of duplicates counts, malformed escapes survive.
 */
export const readAddress = (url: string): AddressClues => cluesIn(parametersOf(url));

/** Reads parameters that somebody took from an address already, by the same rules. */
export function readParams(params: Readonly<Record<string, string>>): AddressClues {
  return cluesIn(
    Object.entries(params).map(([name, value]) => [name.toLowerCase(), value.trim().slice(0, MAX_VALUE)]),
  );
}

function cluesIn(parameters: Iterable<[string, string]>): AddressClues {
  const clues: AddressClues = { utm: {}, click: {}, ref: null };
  for (const [name, value] of parameters) {
    if (value === '' || holdsEmail(value)) continue;
    if (clickParameters.has(name)) clues.click[name] ??= value;
    else if (name === 'ref') clues.ref ??= value;
    else if (campaignPrefix.test(name)) {
      const field = utmField(name);
      if (field) clues.utm[field] ??= value;
    }
  }
  return clues;
}

const campaignPrefix = /^(?:utm|mtm|pk)_/;

/** Whether a parameter of this name says where a visitor came from. */
export function isCampaignParameter(name: string): boolean {
  const folded = name.toLowerCase();
  return clickParameters.has(folded) || folded === 'ref' || campaignPrefix.test(folded);
}

/** The name of the first click id in query or hash of an address; null without one. */
export function clickParameterIn(url: string): string | null {
  return [...parametersOf(url)].find(([name]) => clickParameters.has(name))?.[0] ?? null;
}

/** The field that a parameter name means, `source` for `utm_source`, `UTM_Source` or `source`; null for others. */
export function utmField(name: string): keyof Utm | null {
  return fieldByName.get(name.toLowerCase().replace(campaignPrefix, '')) ?? null;
}

/** True for a value that must not be stored in an address: it holds an e-mail address. */
export function holdsEmail(value: string): boolean {
  return value.includes('@') && /[^\s@]@[^\s@]+\.[^\s@]/.test(value);
}

/**
 * The address without what must never be stored: `mc_eid`, which names a person, and parameters that hold an
 * e-mail address. Everything else stays as it was, byte for byte.
 */
export function storableAddress(url: string): string {
  // decoding is what costs: it is left out where nothing could come of it
  if (!/[?#]/.test(url) || !/[@%]|mc_eid/i.test(url)) return url;
  return url.replace(/([?&#])([^?&#]*)/g, (pair, mark: string, parameter: string) => {
    const [name = ''] = parameter.split('=', 1);
    const personal = decoded(name).toLowerCase() === 'mc_eid' || holdsEmail(decoded(parameter));
    return personal ? (mark === '&' ? '' : mark) : pair;
  });
}

/** The host of an address in lower case and ASCII, without port and trailing dot; null where there is none. */
export function hostOf(address: string): string | null {
  const authority = /^\s*(?:(?:https?|android-app):)?\/\/([^/?#\\\s]+)/i.exec(address)?.[1];
  if (authority === undefined) return null;
  const named = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d{0,5}$/, '');
  const host = withoutTrailingDots(named).toLowerCase();
  if (host.length > MAX_HOST) return null;
  if (/^[a-z0-9._-]+$/.test(host)) return host;
  return URL.parse(`http://${host}`)?.hostname || null;
}

/** Pairs of lower-case name and decoded value, query before hash. */
export function* parametersOf(url: string): Generator<[string, string]> {
  const start = url.search(/[?#]/);
  if (start === -1) return;
  for (const pair of url.slice(start + 1).split(/[?&#]/)) {
    const equals = pair.indexOf('=');
    if (equals < 1) continue;
    yield [
      decoded(pair.slice(0, equals)).toLowerCase(),
      decoded(pair.slice(equals + 1))
        .trim()
        .slice(0, MAX_VALUE),
    ];
  }
}

const decoded = (text: string) => decodeTolerantly(text.replaceAll('+', ' '));
