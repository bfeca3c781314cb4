import type { FormInput, LeadSubmission } from '@headwater/contract';
import { countryCode } from './countryName.ts';
import { isSecret } from './formSecrets.ts';
import { foldHint, partsNamedBy, type Part } from './formWords.ts';
import { isCampaignParameter } from './url.ts';

/** What a form says about a person: the part of a lead that people type. */
export type FormAnswers = Pick<
  LeadSubmission,
  | 'email'
  | 'name'
  | 'company'
  | 'phone'
  | 'linkedin'
  | 'message'
  | 'heardFrom'
  | 'country'
  | 'ref'
  | 'honeypot'
> & { fields: Record<string, string> };

/** In characters, as the contract has them. */
const LONGEST_KEY = 128;
const LONGEST_REST = 2000;
const LONGEST_NAME = 200;

/**
 * Sorts the fields of a form into the parts of a lead. What a field is for is told by what the page declares,
 * else by its autocomplete, its type, its name, its id and its label, in this order; what remains open by its
 * value. A part is filled once; everything else is kept under its own name. Secrets are dropped.
 */
export function sortInputs(inputs: readonly FormInput[]): FormAnswers {
  const parts = new Map<Part, string>();
  const kept = inputs.map((input) => ({ ...input, value: input.value.trim() })).filter(isWanted);
  const open = kept.filter((input) => !fill(parts, input, partsByHint(input)));
  const rest = open.filter((input) => !fill(parts, input, partsByValue(input)));
  return { ...answersOf(parts), fields: fieldsOf(rest) };
}

const isWanted = (input: FormInput): boolean => input.value !== '' && !isSecret(input);

/** Puts the value where the first of the parts takes it; false where none does. */
function fill(parts: Map<Part, string>, { value }: FormInput, candidates: readonly Part[]): boolean {
  for (const part of candidates) {
    const read = parts.has(part) ? null : readers[part](value);
    if (read === null) continue;
    parts.set(part, read);
    return true;
  }
  return false;
}

const oneLine = (most: number) => (value: string) =>
  value.length <= most && !/[\r\n]/.test(value) ? value : null;
const ofLetters = (value: string) => (/\p{L}/u.test(value) && !isEmail(value) ? oneLine(99)(value) : null);
const isEmail = (value: string): boolean => value.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value);

/** What of a value each part takes; null where it is something else. */
const readers: Record<Part, (value: string) => string | null> = {
  email: (value) => (isEmail(value) ? value : null),
  company: oneLine(200),
  phone: (value) => (value.length <= 50 && /^(\D{0,3}\d){5,15}$/.test(value) ? value : null),
  linkedin: oneLine(300),
  message: (value) => (value.length > 2 ? value : null),
  heardFrom: (value) => (value.length <= 500 ? value : null),
  country: countryCode,
  ref: oneLine(128),
  honeypot: (value) => value.slice(0, 500),
  fullName: ofLetters,
  givenName: ofLetters,
  middleName: ofLetters,
  familyName: ofLetters,
};

function partsByHint(input: FormInput): Part[] {
  const { type = '', name = '', id = '', label = '', hw, autocomplete = '' } = input;
  if (hw) return partsNamedBy(foldHint(hw));
  const hints = autocompleteHints(autocomplete) ?? [
    hintOfType.get(type.toLowerCase()) ?? '',
    name,
    id,
    label,
  ];
  const parts = hints.flatMap((hint) => partsSpokenOf(foldHint(hint)));
  return isChoice(input) ? parts.filter((part) => choosable.has(part)) : parts;
}

/** `inquiry_type` and `message topic` hold no message. */
function partsSpokenOf(folded: string): Part[] {
  const parts = partsNamedBy(folded);
  return topics.test(folded) ? parts.filter((part) => part !== 'message') : parts;
}

const topics =
  / (type(?! (message|comment|question))|topic|subject|category|typ|art|thema|betreff|sujet|objet|asunto|tipo|oggetto|assunto|jenis|тип|тема) /;

/** A form that was posted natively tells no types. */
const isChoice = ({ type = '' }: FormInput): boolean => /^(checkbox|radio|select)/i.test(type);
const isTextarea = ({ type }: FormInput): boolean => type?.toLowerCase() === 'textarea';

/** What people may choose from a list or tick. */
const choosable = new Set<Part>(['country', 'heardFrom', 'honeypot']);

const hintOfType = new Map([
  ['email', 'email'],
  ['tel', 'phone'],
]);

/** Tokens of the HTML standard that tell what a field is filled with; null for `on`, `off` and what is none. */
function autocompleteHints(autocomplete: string): string[] | null {
  const token =
    autocomplete
      .trim()
      .toLowerCase()
      .split(/\s+/)
      .findLast((word) => word !== 'webauthn') ?? '';
  const hint = hintOfToken.get(token);
  if (hint !== undefined) return [hint];
  return otherTokens.test(token) ? [] : null;
}

const hintOfToken = new Map([
  ['email', 'email'],
  ['tel', 'phone'],
  ['tel-national', 'phone'],
  ['name', 'full name'],
  ['given-name', 'first name'],
  ['additional-name', 'middle name'],
  ['family-name', 'last name'],
  ['organization', 'company'],
  ['country', 'country'],
  ['country-name', 'country'],
]);
const otherTokens =
  /^(organization-title|honorific-(pre|suf)fix|nickname|username|street-address|address-\S+|postal-code|tel-\S+|bday\S*|sex|language|photo|impp|transaction-\S+)$/;

/** Whether a field has a name that the snippet fills: nobody typed what it holds. */
export const isFilledIn = (name: string): boolean => /^hw_/i.test(name) || isCampaignParameter(name);

/** For what nothing names; a page that declares something else means it. */
function partsByValue(input: FormInput): Part[] {
  if (input.hw || isChoice(input) || isFilledIn(input.name ?? '')) return [];
  const { value } = input;
  return [
    ...(isEmail(value) ? (['email'] as const) : []),
    ...(/^\S*linkedin\.com\/(mobile\/)?in\/\S+$/i.test(value) ? (['linkedin'] as const) : []),
    ...(isTextarea(input) ? (['message'] as const) : []),
  ];
}

function answersOf(parts: ReadonlyMap<Part, string>): Omit<FormAnswers, 'fields'> {
  const name = nameOf(parts);
  const others = [...parts].filter(([part]) => !part.endsWith('Name'));
  return { ...Object.fromEntries(others), ...(name && { name: name.slice(0, LONGEST_NAME) }) };
}

/** Beside a first name, `Name` is the family's (German, French); beside a last name, the person's (Spanish). */
function nameOf(parts: ReadonlyMap<Part, string>): string | undefined {
  const [full, given, middle, family] = (['fullName', 'givenName', 'middleName', 'familyName'] as const).map(
    (part) => parts.get(part),
  );
  const holds = (part: string | undefined) => part === undefined || full?.includes(part);
  if (full !== undefined && (holds(given) || family !== undefined) && (holds(family) || given !== undefined))
    return full;
  const [first, last] = [given ?? full, family ?? full];
  // Korean names stand without a space, the family first
  if (/^\p{sc=Hangul}+$/u.test(`${first ?? ''}${last ?? ''}`) && first !== last)
    return `${last ?? ''}${first ?? ''}`;
  return [first, middle, last].filter(Boolean).join(' ') || undefined;
}

/** Several answers to one question are joined. */
function fieldsOf(inputs: readonly FormInput[]): Record<string, string> {
  // a map, because a field may be called `constructor`
  const fields = new Map<string, string>();
  for (const { hw, name, id, label, type, value } of inputs) {
    const key = (hw || name || id || label?.trim() || type || 'field').slice(0, LONGEST_KEY);
    const before = fields.get(key);
    fields.set(key, (before === undefined ? value : `${before}, ${value}`).slice(0, LONGEST_REST));
  }
  return Object.fromEntries(fields);
}
