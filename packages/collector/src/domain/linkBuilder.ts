import type { LinkProblem, LinkRequest, LinkSettings } from '@headwater/contract';
import type { Convention } from './linkConvention.ts';
import { checkTags, namesPerson } from './linkConvention.ts';
import type { LinkTags } from './linkTags.ts';
import { tagFields } from './linkTags.ts';
import { foldText, matchKey } from './naming-fold.ts';
import { canonicalSource } from './naming.ts';
import type { SourceRules } from './source.ts';
import { clickParameterIn, utmField } from './url.ts';

export type FieldProblem = { path: string; message: string };
export type MendedLink =
  | { outcome: 'refused'; errors: FieldProblem[] }
  | {
      outcome: 'built';
      url: string;
      tags: LinkTags;
      changed: { path: string; from: string; to: string }[];
      warnings: string[];
    };

/**
 * Writes tags onto an address by the convention. What can be mended without guessing is: case, spaces, another
 * spelling of a source or medium. What cannot is refused with its field. Query and fragment of the address stay,
 * but for tags that it carried before.
 */
export function buildLink(request: LinkRequest, convention: Convention): MendedLink {
  const address = request.url.trim();
  const tags = mended(request, convention);
  const { problems } = checkTags(tags, convention);
  const fatal = problems.filter(({ fault }) => fault !== 'unassigned');
  const errors = [...addressProblems(address), ...fatal.map(({ path, message }) => ({ path, message }))];
  if (errors.length > 0) return { outcome: 'refused', errors: onePerField(errors) };
  const changed = tagFields.flatMap((path) => {
    const from = request[path];
    const to = tags[path];
    return from === undefined || to === undefined || from === to ? [] : [{ path, from, to }];
  });
  const warnings = problems.filter(({ fault }) => fault === 'unassigned').map(asWarning);
  return { outcome: 'built', url: tagged(address, tags), tags, changed, warnings };
}

const asWarning = ({ message }: LinkProblem): string => `This link will count as Unassigned: ${message}.`;

function mended(request: LinkRequest, { links, rules }: Convention): LinkTags {
  const { source, medium, campaign, content, term } = request;
  return withoutUnset({
    source: sourceName(source, rules),
    medium: knownMedium(joined(medium), links),
    campaign: given(campaign),
    content: given(content),
    term: given(term),
  });
}

/** What names a person stays as it was written, to be refused for that. */
function sourceName(source: string, { aliases }: SourceRules): string {
  return namesPerson(source) ? source.trim() : (canonicalSource(source, aliases).source ?? source.trim());
}

/** `Paid Social` and `paid-social` are `paid_social` where that is the one of the convention. */
function knownMedium(medium: string, { mediums }: LinkSettings): string {
  return mediums.find((each) => matchKey(each) === matchKey(medium)) ?? medium;
}

const joined = (value: string): string => foldText(value).replaceAll(' ', '-');
/** A field of a form that was left empty says nothing. */
const given = (value: string | undefined): string | undefined =>
  value === undefined || value.trim() === '' ? undefined : joined(value);

function withoutUnset(tags: Record<keyof LinkTags, string | undefined>): LinkTags {
  return Object.fromEntries(
    tagFields.flatMap((field) => (tags[field] === undefined ? [] : [[field, tags[field]]])),
  );
}

function addressProblems(address: string): FieldProblem[] {
  const wrong = (message: string): FieldProblem[] => [{ path: 'url', message }];
  const url = URL.parse(address);
  if (!url || !/^https?:\/\//i.test(address) || /[\s\p{Cc}\\]/u.test(address))
    return wrong('must be a whole address such as https://www.example.com/page');
  if (url.username !== '' || url.password !== '') return wrong('must not carry a user name or password');
  const parameters = decoded(url.search + url.hash);
  if (namesPerson(parameters) || /[?&#]mc_eid=/i.test(parameters)) return wrong('must not name a person');
  const click = clickParameterIn(address);
  return click === null ? [] : wrong(`carries ${click}, the click of one visitor: take it out`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The rest of the address stays byte for byte. */
function tagged(address: string, tags: LinkTags): string {
  const [, path = '', query, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(address) ?? [];
  const kept = (query ?? '').split('&').filter((pair) => pair !== '' && !isTag(pair));
  const added = tagFields.flatMap((field) =>
    tags[field] === undefined ? [] : [`utm_${field}=${encodeURIComponent(tags[field])}`],
  );
  return `${path}?${[...kept, ...added].join('&')}${fragment}`;
}

function isTag(pair: string): boolean {
  const [name = ''] = decoded(pair).toLowerCase().split('=', 1);
  const field = /^(?:utm|mtm|pk)_/.test(name) ? utmField(name) : null;
  return (tagFields as readonly (string | null)[]).includes(field);
}

function onePerField(errors: readonly FieldProblem[]): FieldProblem[] {
  const first = new Map(errors.toReversed().map((error) => [error.path, error]));
  return [...new Set(errors.map(({ path }) => path))].flatMap((path) => first.get(path) ?? []);
}
