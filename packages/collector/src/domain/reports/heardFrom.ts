import { offlineChannel } from '../channel-kinds.ts';
import { foldText, matchKey } from '../naming-fold.ts';
import { knownSource } from '../naming-known.ts';
import { canonicalSource, isPlaceholder, type Aliases } from '../naming.ts';

/** Words of everyday language that are names of websites too: in a sentence they mean nothing. */
const everydayWords = new Set(
  (
    'direct brave threads medium meta slack conduit scour listal line live ask spoke social reunion tagged workplace ' +
    'classmates friendster multiply toolbox stripe shareit superuser interia stract alice goldstar crackle pinboard ' +
    'redux catster dogster outlook skype gemini copilot bard library librarything terra nifty rambler forestle everyclick'
  ).split(' '),
);

const MOST_WORDS = 3;

/**
 * The source that somebody means who answers "how did you hear about us?", by the naming rules: `LinkedIn ads` and
 * `saw it on linked-in` are `linkedin`. `tracked` are the names that our own touches have. Null where the answer
 * names nothing that is known.
 */
export function heardFromSource(
  answer: string,
  aliases: Aliases,
  tracked: ReadonlySet<string>,
): string | null {
  if (isPlaceholder(answer)) return null;
  const known = (text: string): string | null => knownName(text, aliases, tracked);
  return known(answer) ?? firstKnown(wordsOf(answer), known);
}

function knownName(text: string, aliases: Aliases, tracked: ReadonlySet<string>): string | null {
  const { source } = canonicalSource(text, aliases);
  if (source === null) return null;
  const isKnown = tracked.has(source) || knownSource(source) !== undefined || offlineChannel(source) !== null;
  return isKnown ? source : null;
}

/** The longest run of words that is a name, the earlier of two. */
function firstKnown(words: readonly string[], known: (text: string) => string | null): string | null {
  for (let length = MOST_WORDS; length > 0; length -= 1)
    for (let from = 0; from + length <= words.length; from += 1) {
      const run = words.slice(from, from + length).join(' ');
      if (length === 1 && (run.length < 4 || everydayWords.has(run))) continue;
      const found = known(run) ?? known(singular(run));
      if (found !== null) return found;
    }
  return null;
}

const singular = (word: string): string => word.replace(/(?<=[a-z]{3})s$/, '');

function wordsOf(answer: string): string[] {
  return (foldText(answer).match(/[\p{L}\p{N}]+(?:[.-][\p{L}\p{N}]+)*/gu) ?? []).slice(0, 60);
}

/** Whether an answer names what was tracked: the source itself, or what its channel is called. */
export function namesTracked(reported: string, tracked: { source: string | null; channel: string }): boolean {
  return reported === tracked.source || reported === matchKey(foldText(tracked.channel));
}
