import type { ChannelSettings, RawSource, Source, Utm } from '@headwater/contract';
import { channelByProgramme, offlineChannel } from './channel-kinds.ts';
import type { Programme } from './channel-kinds.ts';
import { decideChannel } from './channel.ts';
import type { Channel } from './channel.ts';
import { channelByRule, familyWith } from './channel-rules.ts';
import { assistantHosts } from './data/ai-assistants.ts';
import { knownSource } from './naming-known.ts';
import { canonicalSource, isPlaceholder } from './naming.ts';
import { clickClue } from './source-clicks.ts';
import { mediumOf, paidMedium, usualMedium } from './source-medium.ts';
import { readReferrer } from './source-referrer.ts';
import { holdsEmail, readAddress, readParams, utmField } from './url.ts';

/** A touch as it arrived. `kind` is an offline kind, or anything else for what happened on the website. */
export type RawTouch = {
  kind: string;
  url?: string | null | undefined;
  referrer?: string | null | undefined;
  utm?: Readonly<Record<string, string | undefined>> | undefined;
  click?: Readonly<Record<string, string>> | undefined;
  ref?: string | null | undefined;
  /** Parameters of the address under their own names; what the three above do not say is read from them. */
  params?: Readonly<Record<string, string>> | undefined;
};

/** The settings that decide. Lists are compiled once for each object, so replace them, never edit them. */
export type SourceRules = {
  aliases: Readonly<Record<string, string>>;
  ownDomains: readonly string[];
  aiAssistants: readonly string[];
  /** Rules that come before the table of channels, and families of their own. */
  channels?: ChannelSettings | undefined;
  /** Whose code it is, by the code in lower case. */
  codes: ReadonlyMap<string, Programme>;
};

/** The AI assistants known from the start, as hosts: what the setting begins with. */
export const defaultAiAssistants: readonly string[] = assistantHosts.split('\n');

export type ResolvedTouch = { raw: RawSource; resolved: Source; rule: string };

/** Where a touch came from; `channel` only where no rule about source and medium has a say. */
type Origin = { source: string | null; medium: string | null; because: string; channel?: Channel };

/**
 * Says what a touch means: kept as it arrived, resolved by the naming and channel rules, with the rule
 * that decided in words. Asks in this order: offline kind, referral code, campaign parameters, click id,
 * referrer; what none of them explains is direct. Never throws.
 */
export function resolveTouch(touch: RawTouch, rules: SourceRules): ResolvedTouch {
  const raw = rawOf(touch);
  const origin =
    fromKind(touch.kind, raw, rules) ??
    fromCode(raw, rules) ??
    fromUtm(touch, raw, rules) ??
    fromClick(touch, raw, rules) ??
    fromReferrer(touch, rules) ??
    fromNothing(touch, raw, rules);
  return { raw, ...resolved(origin, raw, touch.kind, rules) };
}

function resolved(
  origin: Origin,
  raw: RawSource,
  kind: string,
  { channels = noRules, aliases }: SourceRules,
): { resolved: Source; rule: string } {
  const { source, medium, because } = origin;
  const campaign = named(raw.campaign);
  const content = named(raw.content);
  const usual = origin.channel
    ? { channel: origin.channel, when: null }
    : decideChannel({ source, medium, campaign });
  const mayRule = origin.channel === undefined || offlineChannel(kind) !== null;
  const traits = { source, medium, campaign, content, term: named(raw.term), kind };
  const ruled = mayRule ? channelByRule(traits, channels, aliases) : null;
  const channel = ruled?.channel ?? usual.channel;
  const family = familyWith(channel, usual.channel, channels);
  const when = ruled ? `rule "${ruled.rule}" of the settings` : usual.when;
  const meaning = { source, medium, campaign, content, channel, family };
  return { resolved: meaning, rule: when === null ? because : `${because}: ${when}` };
}

const noRules: ChannelSettings = { rules: [], families: {} };

function fromKind(kind: string, raw: RawSource, rules: SourceRules): Origin | null {
  const channel = offlineChannel(kind);
  if (!channel) return null;
  const source = canonicalSource(raw.source, rules.aliases).source ?? kind;
  return { source, medium: mediumOf(raw.medium) ?? 'offline', channel, because: `kind: ${kind}` };
}

function fromCode(raw: RawSource, rules: SourceRules): Origin | null {
  if (raw.ref === null) return null;
  const programme = rules.codes.get(raw.ref.toLowerCase());
  if (!programme && isSourceName(raw.ref)) return null;
  const whose = programme ?? 'customer';
  return {
    source: `${whose}-referral`,
    medium: 'referral',
    channel: channelByProgramme[whose],
    because: programme ? `ref: code of a ${whose}` : 'ref: code not known, taken for one of a customer',
  };
}

/** Sites and newsletters sign the links they send with `ref=producthunt` or `ref=acme.com`: those are no codes. */
function isSourceName(ref: string): boolean {
  return ref.includes('.') || knownSource(ref.toLowerCase()) !== undefined;
}

/** An explicit medium wins over what an alias or a click id implies. */
function fromUtm(touch: RawTouch, raw: RawSource, rules: SourceRules): Origin | null {
  const { source: tagged, implies } = canonicalSource(raw.source ?? signedBy(raw, rules), rules.aliases);
  const explicit = mediumOf(raw.medium);
  if (tagged === null && explicit === null && implies === null) return null;
  const click = clickClue(raw.click);
  const source = tagged ?? click?.source ?? fromReferrer(touch, rules)?.source ?? null;
  if (explicit !== null) return { source, medium: explicit, because: 'utm' };
  if (implies) return { source, medium: paidMedium(source), because: 'utm without medium, source says paid' };
  if (click?.medium) {
    return { source, medium: click.medium, because: `utm without medium, ${click.parameter} proves payment` };
  }
  const medium = source === null ? null : usualMedium(source, rules.aiAssistants);
  return { source, medium, because: 'utm without medium, the usual one of the source' };
}

function signedBy({ ref }: RawSource, { codes }: SourceRules): string | null {
  return ref !== null && !codes.has(ref.toLowerCase()) && isSourceName(ref) ? ref : null;
}

/** Facebook marks links on Instagram, Threads and WhatsApp too: there the referrer knows better. */
function fromClick(touch: RawTouch, raw: RawSource, rules: SourceRules): Origin | null {
  const click = clickClue(raw.click);
  if (!click) return null;
  const network = click.parameter === 'fbclid' ? fromReferrer(touch, rules) : null;
  if (network && metaNetworks.has(network.source)) return network;
  if (click.medium) return { ...click, because: `click id ${click.parameter}` };
  const source = canonicalSource(click.source, rules.aliases).source;
  const medium = usualMedium(click.source, rules.aiAssistants);
  return { source, medium, because: `click id ${click.parameter}, which does not prove payment` };
}

const metaNetworks = new Set<string | null>(['instagram', 'threads', 'messenger', 'whatsapp']);

function fromReferrer(touch: RawTouch, rules: SourceRules): Origin | null {
  const clue = readReferrer(touch.referrer ?? '', touch.url ?? '', rules);
  if (clue?.kind !== 'source') return null;
  const medium = clue.mailbox ? 'email' : (usualMedium(clue.source, rules.aiAssistants) ?? 'referral');
  return { source: clue.source, medium, because: 'referrer' };
}

function fromNothing(touch: RawTouch, raw: RawSource, rules: SourceRules): Origin {
  if (named(raw.campaign) !== null) {
    return { source: null, medium: null, because: 'utm names a campaign but no source' };
  }
  // somebody tagged it and said nothing: whoever came by it did not type the address
  if (raw.source) return { source: null, medium: null, because: 'utm holds a placeholder for a source' };
  const passed = readReferrer(touch.referrer ?? '', touch.url ?? '', rules);
  const because =
    passed?.kind === 'transit'
      ? `referrer is ${passed.station}, which counts as direct`
      : 'direct: nothing says where from';
  return { source: '(direct)', medium: '(none)', channel: 'Direct', because };
}

/** What was given by its meaning counts before parameters by their names, and those before the address. */
function rawOf(touch: RawTouch): RawSource {
  const address = readAddress(touch.url ?? '');
  const params = readParams(touch.params ?? {});
  const utm = firstTold(givenUtm(touch.utm ?? {}), params.utm, address.utm);
  return {
    source: utm.source ?? null,
    medium: utm.medium ?? null,
    campaign: utm.campaign ?? null,
    term: utm.term ?? null,
    content: utm.content ?? null,
    click: firstTold(givenClick(touch.click ?? {}), params.click, address.click),
    ref: touch.ref?.trim() && !holdsEmail(touch.ref) ? touch.ref.trim() : (params.ref ?? address.ref),
  };
}

function firstTold<Told extends object>(given: Told, inParams: Told, inAddress: Told): Told {
  return [given, inParams].find((told) => Object.keys(told).length > 0) ?? inAddress;
}

function givenUtm(utm: Readonly<Record<string, string | undefined>>): Utm {
  const given: Utm = {};
  for (const [name, value] of Object.entries(utm)) {
    const field = utmField(name) ?? (name in platformFields ? (name as keyof Utm) : null);
    if (field && value && !holdsEmail(value)) given[field] ??= value;
  }
  return given;
}

const platformFields = { sourcePlatform: true, creativeFormat: true, marketingTactic: true };

/** Mailchimp's `mc_eid` names a person, who is not to be recognised by it. */
function givenClick(click: Readonly<Record<string, string>>): Record<string, string> {
  const given = Object.entries(click).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(given.filter(([name, value]) => name !== 'mc_eid' && !holdsEmail(value)));
}

/** Campaign and content keep their case; a placeholder is nothing. */
function named(value: string | null): string | null {
  return value === null || isPlaceholder(value) ? null : value.trim();
}
