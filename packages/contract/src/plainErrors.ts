import { z } from 'zod';

/**
 * What is wrong with a value, in words for whoever wrote it: "one of first, last", "a whole number", "is needed".
 * Undefined where zod's own words will do. A message that stands in a schema goes before these.
 */
export function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is needed' : typeWords[issue.expected];
    case 'invalid_value':
      return (issue.input === undefined ? 'is needed: ' : '') + anyOf(issue.values);
    case 'invalid_union':
      return unionWords(issue);
    case 'too_small':
      return smallWords(issue);
    case 'too_big':
      return `at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case 'invalid_format':
      return formatWords[issue.format];
    case 'unrecognized_keys':
      return `there is no ${issue.keys.join(', ')} here`;
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return undefined;
  }
}

z.config({ customError: inPlainWords });

const typeWords: Readonly<Record<string, string | undefined>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object of named fields',
  record: 'an object of named fields',
};

const formatWords: Readonly<Record<string, string | undefined>> = {
  datetime: 'a time such as 2026-03-09T08:00:00Z',
  date: 'a day such as 2026-03-09',
  guid: 'a UUID such as 019c8f6e-2b1a-7c3d-9e4f-5a6b7c8d9e0f',
  uuid: 'a UUID such as 019c8f6e-2b1a-7c3d-9e4f-5a6b7c8d9e0f',
  url: 'an address such as https://www.example.com',
};

const anyOf = (values: readonly unknown[]): string =>
  values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(', ')}`;

/** Of several literals, which; of several shapes nothing short can be said. */
function unionWords({
  input,
  errors,
}: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string | undefined {
  if (input === undefined) return 'is needed';
  const values = errors.map(([first]) => (first?.code === 'invalid_value' ? first.values : null));
  return values.every((some) => some !== null) && values.length > 0 ? anyOf(values.flat()) : undefined;
}

function smallWords({ origin, minimum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>): string {
  if (origin === 'string' && minimum === 1) return 'is empty';
  return `${inclusive === false ? 'more than' : 'at least'} ${String(minimum)}${unitOf(origin)}`;
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' || origin === 'record' ? ' entries' : '';
}
