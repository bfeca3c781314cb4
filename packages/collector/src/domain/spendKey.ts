import type { SpendDimension } from '@headwater/contract';
import { channels } from './channel.ts';
import { canonicalSource, isPlaceholder, type Aliases } from './naming.ts';

export type SpendKey = { key: string } | { reason: string };

/** `ownChannels`: those that rules of the settings lead to, besides the built-in ones. */
export type SpendNames = { aliases: Aliases; ownChannels: readonly string[] };

/**
 * The name under which reports know what a cost belongs to: the one name of a source (`LinkedIn Ads` is
 * `linkedin`), a channel as it is spelled, a campaign as its links name it. Refuses what no report would show.
 */
export function spendKey(by: SpendDimension, name: string, { aliases, ownChannels }: SpendNames): SpendKey {
  switch (by) {
    case 'source': {
      const { source } = canonicalSource(name, aliases);
      return source === null ? { reason: 'names no source' } : { key: source };
    }
    case 'channel': {
      const all = [...channels, ...ownChannels];
      const channel = all.find((each) => each.toLowerCase() === name.trim().toLowerCase());
      return channel === undefined ? { reason: `is none of: ${all.join(', ')}` } : { key: channel };
    }
    case 'campaign':
      return isPlaceholder(name) ? { reason: 'names no campaign' } : { key: name.trim() };
  }
}
