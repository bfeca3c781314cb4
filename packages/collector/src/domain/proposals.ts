import { channelOfKind } from './channel-kinds.ts';
import { matchKey } from './naming-fold.ts';
import { knownSource, knownSpellings } from './naming-known.ts';
import { canonicalSource } from './naming.ts';
import type { Aliases } from './naming.ts';
import { createSpeller } from './spelling.ts';
import type { Candidate, Nearest } from './spelling.ts';

/** A source as it was written in links or by hand, and how often; `firstAt` in epoch milliseconds. */
export type GivenSource = { spelling: string; touches: number; firstAt: number };

/** A name that is probably a misspelling of another. */
export type Misspelling = {
  name: string;
  /** As they arrived, the most frequent first. */
  spellings: string[];
  means: string;
  distance: number;
  touches: number;
  firstAt: number;
};

/** A name that nobody knows is right when it came this often, and this much more often than what resembles it. */
const OFTEN = 20;
const TIMES_MORE = 10;
/** What else came is too rare to matter. Strangers write these names: without an end, each would be compared with each. */
export const MOST_GIVEN = 5_000;
const MOST_BESIDE_FREQUENT = 1_000;
const MOST_FREQUENT = 300;
/** In a longer name, one or two letters tell nothing. */
const LONGEST_NAME = 40;
const MOST_SPELLINGS = 5;

/**
 * Names that resemble a source that is known: from the published lists, the aliases of the settings, or because it
 * came often. The most frequent first. Of more than {@link MOST_GIVEN} spellings the most frequent are looked at.
 */
export function misspellings(given: readonly GivenSource[], aliases: Aliases): Misspelling[] {
  const names = byName(given, aliases);
  const settled = new Set(Object.values(aliases).map((name) => canonicalSource(name, aliases).source));
  const comparable = names.filter(({ name }) => name.length <= LONGEST_NAME);
  const frequent = comparable.filter(({ touches }) => touches >= OFTEN).slice(0, MOST_FREQUENT);
  const touchesOf = new Map(names.map(({ name, touches }) => [name, touches]));
  const unsettled = comparable.filter(({ name }) => !isKnown(name) && !settled.has(name));
  const ofSettings = [...settled].filter((name) => name !== null);
  const always = candidates(
    [...ofSettings.map((name) => [name, name] as const), ...knownSpellings],
    touchesOf,
  );
  const spell = createSpeller(always);
  const spellByOften = createSpeller(
    candidates(
      frequent.map(({ name }) => [name, name] as const),
      touchesOf,
    ),
  );
  const oftenMeant = (key: string, touches: number): Nearest | null => {
    const often = spellByOften(key);
    return often && (touchesOf.get(often.name) ?? 0) >= TIMES_MORE * touches ? often : null;
  };
  return unsettled.flatMap((each, place) => {
    const key = matchKey(each.name);
    const means = spell(key) ?? (place < MOST_BESIDE_FREQUENT ? oftenMeant(key, each.touches) : null);
    return means === null ? [] : [{ ...each, means: means.name, distance: means.distance }];
  });
}

/** What a source probably means that nobody knows; null where it is known or resembles nothing. */
export function probablyMeans(name: string, aliases: Aliases): string | null {
  return misspellings([{ spelling: name, touches: 1, firstAt: 0 }], aliases)[0]?.means ?? null;
}

type Named = Omit<Misspelling, 'means' | 'distance'>;

function byName(given: readonly GivenSource[], aliases: Aliases): Named[] {
  const named = given
    .toSorted((one, other) => other.touches - one.touches || (one.spelling < other.spelling ? -1 : 1))
    .slice(0, MOST_GIVEN)
    .flatMap((each) => {
      const { source } = canonicalSource(each.spelling, aliases);
      return source === null ? [] : [{ ...each, source }];
    });
  return [...Map.groupBy(named, ({ source }) => source)]
    .map(([name, same]) => ({
      name,
      spellings: same.slice(0, MOST_SPELLINGS).map(({ spelling }) => spelling),
      touches: same.reduce((sum, { touches }) => sum + touches, 0),
      firstAt: same.reduce((first, { firstAt }) => Math.min(first, firstAt), Infinity),
    }))
    .toSorted((one, other) => other.touches - one.touches || (one.name < other.name ? -1 : 1));
}

const isKnown = (name: string): boolean => knownSource(name) !== undefined || channelOfKind(name) !== null;

/** What was seen decides between names that are equally near, then the order of the lists. */
function candidates(
  pairs: readonly (readonly [key: string, name: string])[],
  touchesOf: ReadonlyMap<string, number>,
): Candidate[] {
  return pairs.map(([key, name], index) => ({
    key: matchKey(key),
    name,
    weight: (touchesOf.get(name) ?? 0) - index / pairs.length,
  }));
}
