import type { LetterInput, LetterInputs, LetterKey, LetterStatus } from '@headwater/contract';

/** What is known of a letter; `at` is the day of the evidence. */
export type LetterValue = { status: LetterStatus; evidence: string; at: string | null };

/** What somebody said of one letter. Of each letter the last version counts, and none is ever changed. */
export type LetterVersion = LetterValue & { letter: LetterKey; version: number; by: string; savedAt: number };

export type WrittenLetter = LetterValue & { letter: LetterKey; version: number };
export type LetterClash = { letter: LetterKey; typed: LetterInput };

const untold: LetterValue = { status: 'unknown', evidence: '', at: null };

/** Each letter as it stands. Of each, the last version comes last. */
export function presentLetters(versions: readonly LetterVersion[]): Map<LetterKey, LetterVersion> {
  return new Map(versions.map((version) => [version.letter, version]));
}

/**
 * What a saved form changes: letters that the person left as they saw them stay as they are now, the others are
 * written, and those that somebody else changed since the person saw them clash. `today` dates new evidence.
 */
export function mergeLetters(
  versions: readonly LetterVersion[],
  form: LetterInputs,
  today: string,
): { written: WrittenLetter[]; clashes: LetterClash[] } {
  const written: WrittenLetter[] = [];
  const clashes: LetterClash[] = [];
  for (const [letter, said] of lettersIn(form)) {
    // half a character is no other evidence than what the database makes of it
    const typed = { ...said, evidence: said.evidence.toWellFormed() };
    const known = versions.filter((version) => version.letter === letter);
    const fate = fateOf(known, typed);
    if (fate === 'clashes') clashes.push({ letter, typed });
    if (fate === 'written') {
      const at = typed.at ?? (typed.status === 'unknown' ? null : today);
      const { status, evidence } = typed;
      written.push({ letter, version: (known.at(-1)?.version ?? 0) + 1, status, evidence, at });
    }
  }
  return { written, clashes };
}

function fateOf(known: readonly LetterVersion[], typed: LetterInput): 'stays' | 'written' | 'clashes' {
  const present = known.at(-1);
  if (says(present ?? untold, typed)) return 'stays';
  if (present === undefined || typed.basedOn === present.version) return 'written';
  const seen = typed.basedOn === 0 ? untold : known.find(({ version }) => version === typed.basedOn);
  return seen && says(seen, typed) ? 'stays' : 'clashes';
}

/** Whether the person says nothing new; a day left out is the one that is known. */
function says(known: LetterValue, { status, evidence, at }: LetterInput): boolean {
  return known.status === status && known.evidence === evidence && (at ?? known.at) === known.at;
}

/** Whether what clashes was written before: a request that comes again after others went on. */
export function wasWritten(
  versions: readonly LetterVersion[],
  { letter, typed }: LetterClash,
  by: string,
): boolean {
  const later = versions.filter((each) => each.letter === letter && each.version > (typed.basedOn ?? 0));
  return later.some((each) => each.by === by && says(each, typed));
}

/** The letters that a form names, in its order. */
export function lettersIn(form: LetterInputs): [LetterKey, LetterInput][] {
  const entries = Object.entries(form) as [LetterKey, LetterInput | undefined][];
  return entries.flatMap(([letter, typed]) => (typed ? [[letter, typed]] : []));
}

/** How many of a framework's letters are confirmed. */
export function countConfirmed(
  present: ReadonlyMap<LetterKey, LetterValue>,
  letters: readonly LetterKey[],
): number {
  return letters.filter((letter) => present.get(letter)?.status === 'confirmed').length;
}

/** So much of each letter's evidence stands in the history; the letter itself has it all. */
const EVIDENCE_TOLD = 300;

/** `BANT: Budget confirmed (40 000 for this year), Authority weak`, for the history. */
export function inWords(
  framework: string,
  written: readonly WrittenLetter[],
  labelOf: (letter: LetterKey) => string,
): string {
  const letters = written.map(({ letter, status, evidence }) => {
    const told = Array.from(evidence.replaceAll(/\s+/g, ' ')).slice(0, EVIDENCE_TOLD).join('');
    return `${labelOf(letter)} ${status}${told ? ` (${told})` : ''}`;
  });
  return `${framework}: ${letters.join(', ')}`;
}
