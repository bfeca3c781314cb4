import type { ChannelCondition, ChannelSettings, Family } from '@headwater/contract';
import { channels, familyOf } from './channel-families.ts';
import type { Channel } from './channel-families.ts';
import { oncePer } from './naming-compiled.ts';
import { foldText } from './naming-fold.ts';
import { canonicalSource } from './naming.ts';
import type { Aliases } from './naming.ts';

/** A touch as the rules of the settings see it: the source by its one name, the rest as it was named. */
export type RuleTraits = {
  source: string | null;
  medium: string | null;
  campaign: string | null;
  content: string | null;
  term: string | null;
  kind: string;
};

type Matcher = { name: string; channel: string; matches: (touch: RuleTraits) => boolean };

/** What a rule of the settings says about a touch; null where none applies. */
export function channelByRule(
  touch: RuleTraits,
  settings: ChannelSettings,
  aliases: Aliases,
): { channel: string; rule: string } | null {
  const rule = matchersOf(settings, aliases).find(({ matches }) => matches(touch));
  return rule ? { channel: rule.channel, rule: rule.name } : null;
}

/**
 * The family of a channel: that of the settings, or its own. A new channel that was given none has that of the
 * channel from which its rule took the touch.
 */
export function familyWith(channel: string, instead: Channel, settings: ChannelSettings): Family {
  const given = Object.hasOwn(settings.families, channel) ? settings.families[channel] : undefined;
  if (given !== undefined) return given;
  if (isBuiltIn(channel)) return familyOf(channel);
  const inherited = Object.hasOwn(settings.families, instead) ? settings.families[instead] : undefined;
  return inherited ?? familyOf(instead);
}

export const isBuiltIn = (channel: string): channel is Channel =>
  (channels as readonly string[]).includes(channel);

/** Aliases and rules change apart from each other: a rule is compiled for the aliases it is used with. */
function matchersOf(settings: ChannelSettings, aliases: Aliases): readonly Matcher[] {
  return compiledFor(settings)(aliases);
}

const compiledFor = oncePer((settings: ChannelSettings) =>
  oncePer((aliases: Aliases) =>
    settings.rules.map(({ name, when, channel }) => ({ name, channel, matches: matcherOf(when, aliases) })),
  ),
);

function matcherOf(when: ChannelCondition, aliases: Aliases): Matcher['matches'] {
  const kinds = when.kind === undefined ? null : listOf(when.kind);
  const source = anyPattern(when.source, (text) => canonicalSource(text, aliases).source ?? foldText(text));
  const others = (['medium', 'campaign', 'content', 'term'] as const).map(
    (part) => [part, anyPattern(when[part], foldText)] as const,
  );
  return (touch) =>
    (kinds === null ? isVisit(touch.kind) : kinds.some((kind) => kind === touch.kind)) &&
    source(touch.source) &&
    others.every(([part, matches]) => matches(touch[part] === null ? null : foldText(touch[part])));
}

const isVisit = (kind: string): boolean => kind === 'touch' || kind === 'visit';

function anyPattern(
  given: string | readonly string[] | undefined,
  exactly: (text: string) => string,
): (value: string | null) => boolean {
  if (given === undefined) return () => true;
  const tests = listOf(given).map((text) =>
    text.includes('*') ? wildcard(foldText(text)) : (value: string) => value === exactly(text),
  );
  return (value) => value !== null && tests.some((matches) => matches(value));
}

/** Takes the parts between the stars in their order, so that no text can make it slow. */
export function wildcard(pattern: string): (value: string) => boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  return (value) => {
    if (!value.startsWith(first) || !value.endsWith(last)) return false;
    const end = value.length - last.length;
    let at = first.length;
    for (const part of rest) {
      const found = value.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}

const listOf = <Value>(given: Value | readonly Value[]): readonly Value[] =>
  Array.isArray(given) ? given : [given as Value];
