import type { ChannelSettings } from '@headwater/contract';
import { channels } from './channel-families.ts';
import type { SettingsError } from './settingsErrors.ts';

/**
 * What the schema of the channel settings cannot see: a built-in channel in another spelling would become a second
 * one, and so would one of another rule; a family given to a channel that no rule leads to says nothing.
 */
export function channelErrors({ rules, families }: ChannelSettings): SettingsError[] {
  const known = new Map(channels.map((channel) => [channel.toLowerCase(), channel as string]));
  for (const { channel } of rules) {
    const folded = channel.toLowerCase();
    if (!known.has(folded)) known.set(folded, channel);
  }
  const misspelt = rules.flatMap(({ channel }, index) => {
    const right = known.get(channel.toLowerCase());
    return right === channel ? [] : [{ path: `rules[${index}].channel`, message: `write ${right}` }];
  });
  const names = new Set(known.values());
  const unled = Object.keys(families).flatMap((channel) => {
    const path = `families.${channel}`;
    if (channel === 'Unassigned') return [{ path, message: 'what no rule matched has no family' }];
    if (names.has(channel)) return [];
    const right = known.get(channel.toLowerCase());
    const message = right === undefined ? 'no rule leads to this channel' : `write ${right}`;
    return [{ path, message }];
  });
  return [...misspelt, ...unled];
}
