import type { ScoreRule } from '@headwater/contract';
import type { Act } from './scoring-act.ts';

/** An act together with the rule that gives it its points. */
export type ScoredAct = { rule: ScoreRule; at: number; label: string };

/**
 * The acts that some rule gives points, oldest first. An act earns under one rule: its most telling hint is
 * tried on the rules in their order, then the next hint; a rule without words takes what is left over.
 */
export function scoredActs(acts: readonly Act[], rules: readonly ScoreRule[]): ScoredAct[] {
  return acts
    .flatMap((act) => {
      const rule = ruleFor(act, rules);
      return rule ? [{ rule, at: act.at, label: act.label }] : [];
    })
    .sort((a, b) => a.at - b.at || (a.label < b.label ? -1 : Number(a.label > b.label)));
}

function ruleFor(act: Act, rules: readonly ScoreRule[]): ScoreRule | undefined {
  const candidates = rules.filter((rule) => rule.on === act.kind);
  for (const hint of act.hints) {
    const found = candidates.find((rule) => rule.words?.some((word) => occurs(word, hint)));
    if (found) return found;
  }
  return candidates.find((rule) => !rule.words?.length);
}

/** Whole words, singular or plural: `ebook` is not in `facebook`, nor `trial` in `industrial`. */
function occurs(word: string, text: string): boolean {
  const wanted = spaced(word);
  if (wanted.trim() === '') return false;
  const readings = [spaced(text), spaced(text.replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2'))];
  return readings.some((reading) => reading.includes(wanted) || reading.includes(`${wanted.trimEnd()}s `));
}

function spaced(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return ` ${words.filter(Boolean).join(' ')} `;
}
