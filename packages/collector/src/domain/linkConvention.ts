import type { LinkFault, LinkProblem, LinkSettings } from '@headwater/contract';
import { fitsPattern } from './campaignPattern.ts';
import type { LinkTags, TagField } from './linkTags.ts';
import { tagFields } from './linkTags.ts';
import { foldText } from './naming-fold.ts';
import { canonicalSource, isPlaceholder } from './naming.ts';
import { resolveTouch } from './source.ts';
import type { SourceRules } from './source.ts';
import { usualMedium } from './source-medium.ts';
import { holdsEmail } from './url.ts';

/** Media that the table of channels has a place for, one spelling each. */
export const defaultMediums: readonly string[] = (
  'cpc cpm paid_search paid_social paid_video display retargeting sponsored social video email newsletter sms push ' +
  'audio podcast content referral affiliate partner reseller integration co-marketing webinar trade-show workshop ' +
  'direct-mail abm'
).split(' ');

export type Convention = { links: LinkSettings; rules: SourceRules };

/**
 * Everything by which the tags of a link break the convention, with the channel that it counts as. Tags that an AI
 * assistant put on a link by itself break nothing: nobody can change them.
 */
export function checkTags(
  tags: LinkTags,
  { links, rules }: Convention,
): { problems: LinkProblem[]; channel: string } {
  const { channel } = resolveTouch({ kind: 'touch', utm: tags }, rules).resolved;
  if (isOwnTag(tags, rules)) return { problems: [], channel };
  const problems = [
    ...tagFields.flatMap((field) => missing(field, tags, links)),
    ...tagFields.flatMap((field) => (tags[field] ? valueProblems(field, tags[field]) : [])),
    ...aliasProblems(tags, rules),
    ...mediumProblems(tags, links),
    ...patternProblems(tags, links),
  ];
  const because = 'no rule knows what this is: use a medium of the convention';
  if (channel === 'Unassigned') problems.push(problem('medium', 'unassigned', because));
  return { problems, channel };
}

/** True for what tells who somebody is: an e-mail address, also one in disguise, or a telephone number. */
export function namesPerson(value: string): boolean {
  const plain = foldText(value).replace(/\s*[([{]\s*at\s*[)\]}]\s*/g, '@');
  return holdsEmail(plain) || /(?:^|[^\p{L}\d])\+\d(?:[\s()./-]?\d){7,}/u.test(plain);
}

function isOwnTag(tags: LinkTags, { aliases, aiAssistants }: SourceRules): boolean {
  if (!tags.source || tags.medium || tags.campaign) return false;
  const { source } = canonicalSource(tags.source, aliases);
  return source !== null && usualMedium(source, aiAssistants) === 'ai-assistant';
}

function missing(field: TagField, tags: LinkTags, { requireCampaign }: LinkSettings): LinkProblem[] {
  if (tags[field] === '') return [problem(field, 'empty_value', 'is there and says nothing')];
  if (tags[field] !== undefined) return [];
  if (field === 'source' || field === 'medium') return [problem(field, `missing_${field}`, 'is missing')];
  return field === 'campaign' && requireCampaign ? [problem(field, 'missing_campaign', 'is missing')] : [];
}

function valueProblems(field: TagField, value: string): LinkProblem[] {
  if (isPlaceholder(value))
    return [problem(field, 'placeholder', 'stands for a value that was not filled in')];
  if (namesPerson(value)) return [problem(field, 'personal_data', 'names a person')];
  // search terms are written by people who search
  if (field === 'term') return [];
  const faults: LinkProblem[] = [];
  if (value !== value.toLowerCase()) faults.push(problem(field, 'upper_case', 'is not in lower case'));
  if (/\s/.test(value)) faults.push(problem(field, 'space', 'holds a space: use - instead'));
  if (/[^\p{L}\p{M}\p{N}\s._~|:+-]/u.test(value))
    faults.push(
      problem(field, 'odd_character', 'holds signs that links do not keep: use letters, digits, - and _'),
    );
  return faults;
}

function aliasProblems({ source }: LinkTags, { aliases }: SourceRules): LinkProblem[] {
  if (!source || isPlaceholder(source)) return [];
  const name = canonicalSource(source, aliases).source;
  if (name === null || foldText(source) === name) return [];
  return [problem('source', 'alias_spelling', `is another spelling: write ${name}`)];
}

function mediumProblems({ medium }: LinkTags, { mediums }: LinkSettings): LinkProblem[] {
  if (!medium || isPlaceholder(medium) || mediums.includes(foldText(medium))) return [];
  return [problem('medium', 'unknown_medium', `is none of ${mediums.join(', ')}`)];
}

function patternProblems({ campaign }: LinkTags, links: LinkSettings): LinkProblem[] {
  if (!campaign || isPlaceholder(campaign) || fitsPattern(foldText(campaign), links)) return [];
  return [problem('campaign', 'off_pattern', `does not look like ${links.campaignPattern}`)];
}

const problem = (path: string, fault: LinkFault, message: string): LinkProblem => ({ path, fault, message });
