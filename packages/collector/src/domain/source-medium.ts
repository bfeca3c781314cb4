import { channelOfKind } from './channel-kinds.ts';
import { oncePer } from './naming-compiled.ts';
import { foldText } from './naming-fold.ts';
import { sourceByName } from './naming-known.ts';
import type { SourceList } from './naming-known.ts';
import { canonicalSource, isPlaceholder } from './naming.ts';
import { sendsEmail } from './source-hosts.ts';

/** A medium as reports show it: folded, null where it says nothing. */
export function mediumOf(text: string | undefined | null): string | null {
  return text == null || isPlaceholder(text) ? null : foldText(text);
}

/** The medium of a paid click at a source. */
export function paidMedium(source: string | null): string {
  const list = source === null ? null : sourceByName(source)?.list;
  if (list === 'search' || list === 'shopping') return 'cpc';
  if (list === 'social' || list === 'video') return `paid_${list}`;
  return 'paid';
}

/** The medium that a source has where the link does not name one; null where it could be anything. */
export function usualMedium(source: string, aiAssistants: readonly string[]): string | null {
  if (source === '(direct)') return '(none)';
  if (assistantNames(aiAssistants).has(source)) return 'ai-assistant';
  if (sendsEmail(source)) return 'email';
  if (source === 'sms') return 'sms';
  if (channelOfKind(source)) return source;
  const known = sourceByName(source);
  if (known?.list) return mediumByList[known.list];
  return known || source.includes('.') ? 'referral' : null;
}

const mediumByList: Readonly<Record<SourceList, string>> = {
  search: 'organic',
  social: 'social',
  video: 'video',
  shopping: 'referral',
};

const assistantNames = oncePer(
  (hosts: readonly string[]) => new Set(hosts.map((host) => canonicalSource(host).source ?? host)),
);
