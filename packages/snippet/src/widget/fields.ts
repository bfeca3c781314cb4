import { say } from './languages.ts';
import type { Messages } from './messages/en.ts';

/** One field of a form. Its name is its path in what is sent, and says what may be typed. */
export interface Field {
  name: string;
  label: string;
  isRequired: boolean;
  autocomplete?: AutoFill;
  value?: string;
}

/** What was typed, by the name of the field. */
export type Values = Partial<Record<string, string>>;

/** What is wrong, in sentences that name the field. Empty: nothing. */
export type Problems = Partial<Record<string, string>>;

/** As loose as the collector: who refuses an odd but working address loses a lead. */
const emailAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What is wrong with a form before it is sent. */
export function problemsOf(fields: Field[], values: Values, words: Messages): Problems {
  return collect(fields, ({ name, isRequired }) => {
    const value = values[name]?.trim();
    if (!value) return isRequired && words.missing;
    return name === 'email' && !emailAddress.test(value) && words.notEmail;
  });
}

/**
 * What the collector refused, as far as it names fields of this form. Its own sentences are for people who write
 * requests, and in English.
 */
export function refusedFields(fields: Field[], errors: { path: string }[], words: Messages): Problems {
  const { notEmail: email, codeUnknown: code, unfit } = words;
  const sentences: Partial<Record<string, string>> = { email, code };
  return collect(
    fields,
    ({ name }) => errors.some(({ path }) => path === name) && (sentences[name] ?? unfit),
  );
}

function collect(fields: Field[], find: (field: Field) => string | false): Problems {
  const problems: Problems = {};
  for (const field of fields) {
    const sentence = find(field);
    if (sentence) problems[field.name] = say(sentence, field.label);
  }
  return problems;
}
