import { oncePer } from './naming-compiled.ts';

/** None of them can be read in two ways by its neighbours, so matching takes no longer than reading. */
const words: Readonly<Record<string, string>> = {
  year: String.raw`\d{4}`,
  quarter: 'q[1-4]',
  month: '(?:0[1-9]|1[0-2])',
  number: String.raw`\d+`,
  word: String.raw`[\p{L}\p{N}]+`,
  words: String.raw`[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*`,
};

const MOST_WORDS = 6;

/** Why a pattern for campaigns cannot be used; null where it can. */
export function patternProblem(pattern: string): string | null {
  const used = [...pattern.matchAll(/\{([^{}]*)\}/g)].map(([, word = '']) => word);
  const unknown = used.find((word) => !Object.hasOwn(words, word));
  if (unknown !== undefined) return `{${unknown}} is none of ${Object.keys(words).join(', ')}`;
  if (used.length > MOST_WORDS) return `takes ${MOST_WORDS} words at most`;
  if (used.filter((word) => word === 'words').length > 1) return 'takes {words} once at most';
  const isApart = pattern
    .split(/\{[^{}]*\}/)
    .slice(1, -1)
    .every((between) => /[^\p{L}\p{N}]/u.test(between));
  if (!isApart) return 'needs a sign such as - or _ between two words';
  if (/[{}]/.test(pattern.replace(/\{[^{}]*\}/g, ''))) return 'has a brace without its other';
  return /[\s\p{Lu}]/u.test(pattern) ? 'is lower case, without spaces' : null;
}

/** Whether a campaign looks as the pattern says; a pattern with a problem takes everything. */
export function fitsPattern(campaign: string, settings: { campaignPattern?: string | undefined }): boolean {
  return expressionOf(settings)?.test(campaign) ?? true;
}

const expressionOf = oncePer(({ campaignPattern }: { campaignPattern?: string | undefined }) => {
  if (campaignPattern === undefined || patternProblem(campaignPattern) !== null) return null;
  const parts = campaignPattern
    .split(/(\{[^{}]*\})/)
    .map((part) => words[part.slice(1, -1)] ?? escaped(part));
  return new RegExp(`^${parts.join('')}$`, 'u');
});

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
