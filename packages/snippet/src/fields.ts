import type { LeadSubmission } from '@headwater/contract';

/** What a form says about a person: the part of a lead that people type. */
export type Person = Pick<
  LeadSubmission,
  | 'email'
  | 'name'
  | 'company'
  | 'phone'
  | 'linkedin'
  | 'message'
  | 'heardFrom'
  | 'country'
  | 'fields'
  | 'honeypot'
>;

/** What we look at in a control of a form; a fieldset has fewer of them than an input. */
export interface Control {
  type: string;
  name: string;
  id: string;
  /** Custom elements may hold something else than text. */
  value?: string | number;
  checked?: boolean;
  autocomplete?: string;
  labels?: ArrayLike<{ textContent: string | null }> | null;
  /** `data-hw="company"` declares what the control is; `data-hw-honeypot` marks a trap for robots. */
  dataset: Record<string, string | undefined>;
}

/**
 * Told by a control's hints, which are separated by commas: its type, whether it is ticked, and what the page
 * declares, else whatever may say what it is for. Buttons, secrets, files, payment details, what is unticked, and
 * what is hidden without being declared are never read.
 */
const unread = /^(hidden,\w*,,|(checkbox|radio),false|password|file|submit|button)|\bcc-|card|cv[cv]|iban/i;

/**
 * The first rule whose hint and value fit decides. A part is filled once, but a name may come in parts.
 * What is longer than a person's line does not fit, and is kept among the rest.
 */
const rules: [part: Exclude<keyof Person, 'fields'>, hint: RegExp, value?: RegExp][] = [
  ['honeypot', /honeypot/i],
  ['email', /mail/i, /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['heardFrom', /hear/i],
  ['message', /textarea|message/i, /.../],
  ['linkedin', /linkedin/i],
  ['phone', /tel|phone|mobile/i, /^(\D{0,3}\d){5,15}$/],
  ['company', /(company|organi.ation)(.?name)?\W*(,|$)/i],
  ['name', /,(your|full|given|first|family|last|sur)?.?name\W*(,|$)/i],
  ['country', /country/i, /^[a-z]{2}$/i],
];

const LONGEST_MESSAGE = 5000;
const LONGEST_REST = 2000;

/** Sorts what people typed into the parts of a lead; what fits none is kept under its own name. */
export function readPerson(controls: Control[]): Person {
  const person: Record<string, string> = {};
  const fields: Record<string, string> = {};
  for (const { type, checked, autocomplete, name, id, labels, dataset, value } of controls) {
    const declared = dataset.hw;
    const guesses = [declared, autocomplete, name, id, labels?.[0]?.textContent, ...Object.keys(dataset)];
    const hints = [type, checked, declared || guesses].join();
    const text = `${value ?? ''}`.trim();
    if (!text || unread.test(hints)) continue;
    const fitting = rules.find(
      ([part, hint, fits = /^.{1,99}$/]) =>
        hint.test(hints) && fits.test(text) && (!person[part] || part === 'name'),
    );
    const part = fitting?.[0];
    if (part) person[part] = (person[part] ? `${person[part]} ${text}` : text).slice(0, LONGEST_MESSAGE);
    else {
      const key = declared || name || id || type;
      fields[key] = (fields[key] ? `${fields[key]}, ${text}` : text).slice(0, LONGEST_REST);
    }
  }
  return { ...person, fields };
}
