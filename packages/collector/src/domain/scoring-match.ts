import type { ScoreRule } from '@headwater/contract';
import { oncePer } from './naming-compiled.ts';
import type { Act } from './scoring-act.ts';

/** An act together with the rule that gives it its points. */
export type ScoredAct = { rule: ScoreRule; at: number; label: string };

/** A rule with its words made ready, since every act is held against all of them. */
type Candidate = { rule: ScoreRule; words: string[] };

/**
 * The acts that some rule gives points, oldest first. An act earns under one rule: its most telling hint is
 * tried on the rules in their order, then the next hint; a rule without words takes what is left over.
 */
export function scoredActs(acts: readonly Act[], rules: readonly ScoreRule[]): ScoredAct[] {
  const byKind = candidatesByKind(rules);
  return acts
    .flatMap((act) => {
      const possible = (byKind.get(act.kind) ?? []).filter((each) => lastsFor(act, each.rule));
      const rule = ruleFor(act, possible);
      return rule ? [{ rule, at: act.at, label: act.label }] : [];
    })
    .sort((a, b) => a.at - b.at || (a.label < b.label ? -1 : Number(a.label > b.label)));
}

const candidatesByKind = oncePer((rules: readonly ScoreRule[]): Map<Act['kind'], Candidate[]> => {
  const candidates = rules.map((rule) => ({ rule, words: (rule.words ?? []).map(spaced).filter(isWord) }));
  return Map.groupBy(candidates, ({ rule }) => (isAboutReading(rule) ? 'reading' : rule.on));
});

/** Whether a rule is about pages that were read for some time, not about each view of them. */
export function isAboutReading({ on, minVisibleSeconds }: ScoreRule): boolean {
  return on === 'page' && minVisibleSeconds !== undefined;
}

function lastsFor({ visibleMs = Infinity }: Act, { minVisibleSeconds = 0 }: ScoreRule): boolean {
  return visibleMs >= minVisibleSeconds * 1000;
}

function ruleFor(act: Act, candidates: readonly Candidate[]): ScoreRule | undefined {
  for (const hint of act.hints) {
    const readings = readingsOf(hint);
    const found = candidates.find(({ words }) => words.some((word) => occurs(word, readings)));
    if (found) return found.rule;
  }
  return candidates.find(({ rule }) => !rule.words?.length)?.rule;
}

/** Whole words, singular or plural: `ebook` is not in `facebook`, nor `trial` in `industrial`. */
function occurs(word: string, readings: string): boolean {
  return readings.includes(word) || readings.includes(`${word.trimEnd()}s `);
}

/** The text as it stands, and with `requestDemo` read as `request demo`. */
function readingsOf(text: string): string {
  return `${spaced(text)}|${spaced(text.replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2'))}`;
}

function spaced(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return ` ${words.filter(Boolean).join(' ')} `;
}

function isWord(spacedWord: string): boolean {
  return spacedWord.trim() !== '';
}
