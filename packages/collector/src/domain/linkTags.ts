import type { EventBody } from './event.ts';
import { parametersOf, utmField } from './url.ts';

/** The campaign parameters that a link carried, as they arrived: an empty text where the parameter was empty. */
export type LinkTags = Partial<Record<TagField, string>>;
export type TagField = (typeof tagFields)[number];

export const tagFields = ['source', 'medium', 'campaign', 'content', 'term'] as const;

/** Longer values are cut: what is wrong with them shows before. */
const LONGEST_TAG = 100;
const LONGEST_PATH = 200;

/**
 * Reads the tags of a touch by the precedence of `resolveTouch`: what the sender named, then parameters, then the
 * address; parameters that stand there empty are kept as such. Null where there are none at all.
 */
export function tagsOf({ utm = {}, params = {}, url = '' }: EventBody): LinkTags | null {
  const inAddress = [...parametersOf(url)].filter(([name]) => campaignPrefix.test(name));
  const told = [Object.entries(utm), named(params), inAddress].map(fieldsOf);
  const tags = told.find((each) => Object.values(each).some((value) => value !== '')) ?? {};
  const all = { ...fieldsOf(inAddress.filter(([, value]) => value === '')), ...tags };
  return Object.keys(all).length === 0 ? null : inOrder(all);
}

/** The path of an address, without what only one visitor has. Null where there is none. */
export function landingPath(url: string | undefined): string | null {
  return (url && URL.parse(url)?.pathname.slice(0, LONGEST_PATH)) || null;
}

const campaignPrefix = /^(?:utm|mtm|pk)_/;
const named = (params: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(params).filter(([name]) => campaignPrefix.test(name.toLowerCase()));

function fieldsOf(pairs: readonly (readonly [string, string | undefined])[]): LinkTags {
  const tags: LinkTags = {};
  for (const [name, value] of pairs) {
    const field = utmField(name);
    if (value !== undefined && isTagField(field)) tags[field] ??= value.slice(0, LONGEST_TAG);
  }
  return tags;
}

const isTagField = (field: string | null): field is TagField =>
  (tagFields as readonly (string | null)[]).includes(field);

/** So that equal tags are equal texts. */
const inOrder = (tags: LinkTags): LinkTags =>
  Object.fromEntries(tagFields.flatMap((field) => (tags[field] === undefined ? [] : [[field, tags[field]]])));
