import type { LinkRequest } from '@headwater/contract';
import { describe, expect, it } from 'vitest';
import { fitsPattern, patternProblem } from './campaignPattern.ts';
import { defaultSettings } from './defaults.ts';
import { buildLink } from './linkBuilder.ts';
import { checkTags, defaultMediums } from './linkConvention.ts';
import { tagsOf } from './linkTags.ts';
import { defaultAiAssistants, resolveTouch } from './source.ts';

const rules = {
  aliases: { 'acme news': 'acme-newsletter' },
  ownDomains: [],
  aiAssistants: defaultAiAssistants,
  codes: new Map(),
};
const convention = { links: defaultSettings.links, rules };

const request: LinkRequest = {
  url: 'https://acme.com/demo',
  source: 'linkedin',
  medium: 'paid_social',
  campaign: 'q1-launch',
};
const build = (change: Partial<LinkRequest>, links = defaultSettings.links) =>
  buildLink({ ...request, ...change }, { links, rules });
const urlOf = (change: Partial<LinkRequest>) => {
  const built = build(change);
  return built.outcome === 'built' ? built.url : built.errors;
};

describe('the link builder', () => {
  const tags = 'utm_source=linkedin&utm_medium=paid_social&utm_campaign=q1-launch';

  it.each([
    ['https://acme.com/demo', `https://acme.com/demo?${tags}`],
    ['https://acme.com', `https://acme.com?${tags}`],
    ['https://acme.com/a?plan=b%20c&x', `https://acme.com/a?plan=b%20c&x&${tags}`],
    ['https://acme.com/a?#top', `https://acme.com/a?${tags}#top`],
    ['https://acme.com/a?z=1#/in?side', `https://acme.com/a?z=1&${tags}#/in?side`],
    [
      'https://acme.com/a?utm_source=old&UTM_Content=x&y=2&utm_id=7',
      `https://acme.com/a?y=2&utm_id=7&${tags}`,
    ],
    ['https://acme.com/?ref=ANNA42', `https://acme.com/?ref=ANNA42&${tags}`],
  ])('keeps what else is in %s', (url, built) => {
    expect(urlOf({ url })).toBe(built);
  });

  it('mends case, spaces and other spellings, and says so', () => {
    const built = build({
      source: 'LinkedIn Ads',
      medium: 'Paid Social',
      campaign: ' Q1 Launch',
      content: 'A+B',
    });
    expect(built).toMatchObject({
      tags: { source: 'linkedin', medium: 'paid_social', campaign: 'q1-launch', content: 'a-b' },
      changed: [
        { path: 'source', from: 'LinkedIn Ads', to: 'linkedin' },
        { path: 'medium', from: 'Paid Social', to: 'paid_social' },
        { path: 'campaign', from: ' Q1 Launch', to: 'q1-launch' },
        { path: 'content', from: 'A+B', to: 'a-b' },
      ],
    });
    expect(urlOf({ source: 'Acme_News', medium: 'email' })).toContain('utm_source=acme-newsletter&');
    expect(urlOf({ content: '', term: ' ' })).toBe(`https://acme.com/demo?${tags}`);
  });

  it.each<[Partial<LinkRequest>, string, RegExp]>([
    [{ source: '' }, 'source', /says nothing/],
    [{ source: '(not set)' }, 'source', /not filled in/],
    [{ source: 'eva@firma.de' }, 'source', /person/],
    [{ medium: 'banner-thing' }, 'medium', /is none of cpc/],
    [{ medium: '' }, 'medium', /says nothing/],
    [{ campaign: undefined }, 'campaign', /missing/],
    [{ campaign: '{{campaign.name}}' }, 'campaign', /not filled in/],
    [{ campaign: 'a&b=<c>' }, 'campaign', /signs/],
    [{ content: 'eva.muster (at) firma.de' }, 'content', /person/],
    [{ term: '+49 170 1234567' }, 'term', /person/],
    [{ url: 'acme.com/demo' }, 'url', /whole address/],
    [{ url: 'javascript:alert(1)' }, 'url', /whole address/],
    [{ url: 'https://acme.com/a b' }, 'url', /whole address/],
    [{ url: 'https://eva:secret@acme.com/' }, 'url', /password/],
    [{ url: 'https://acme.com/?mail=eva%40firma.de' }, 'url', /person/],
    [{ url: 'https://acme.com/?gclid=abc' }, 'url', /gclid/],
  ])('refuses %j by naming %s', (change, path, message) => {
    const errors = urlOf(change);
    expect(errors).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('makes links that arrive as they were meant', () => {
    for (const medium of defaultMediums) {
      const built = build({ medium, source: 'acme' });
      if (built.outcome === 'refused') throw new Error(medium);
      const { resolved } = resolveTouch({ kind: 'touch', url: built.url }, rules);
      expect([medium, resolved.medium, resolved.channel === 'Unassigned']).toEqual([medium, medium, false]);
      expect(built.warnings).toEqual([]);
    }
  });

  it('warns of a medium that is allowed and leads nowhere', () => {
    const built = build({ medium: 'qr', source: 'poster' }, { mediums: ['qr'], requireCampaign: false });
    expect(built).toMatchObject({ outcome: 'built', warnings: [expect.stringContaining('Unassigned')] });
  });
});

describe('the pattern of campaigns', () => {
  const pattern = (campaignPattern: string) => ({ campaignPattern });
  it.each([
    ['{year}-{quarter}-{words}', '2026-q1-spring-launch', true],
    ['{year}-{quarter}-{words}', '2026-q5-spring', false],
    ['{year}-{quarter}-{words}', 'spring', false],
    ['de_{word}_{month}', 'de_messe_03', true],
    ['de_{word}_{month}', 'de_messe_13', false],
    ['a.{number}', 'a.12', true],
    ['a.{number}', 'ab12', false],
  ])('%s takes %s: %s', (text, campaign, taken) => {
    expect(patternProblem(text)).toBeNull();
    expect(fitsPattern(campaign, pattern(text))).toBe(taken);
  });

  it.each([
    '{day}',
    '{year}{month}',
    '{word}a{word}',
    '{words}-{words}',
    '{year',
    'A-{year}',
    '{word}-'.repeat(7),
  ])('cannot be %s', (text) => {
    expect(patternProblem(text)).not.toBeNull();
  });

  it('is quick on a text made to be slow', () => {
    const started = performance.now();
    expect(fitsPattern(`${'a-'.repeat(5000)}!`, pattern('{word}-{word}-{words}-{word}-{year}'))).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('what is wrong with a link', () => {
  const faults = (query: string) =>
    checkTags(tagsOf({ url: `https://acme.com/?${query}` }) ?? {}, convention).problems.map(
      ({ path, fault }) => `${path} ${fault}`,
    );

  it.each([
    ['utm_source=linkedin&utm_medium=cpc&utm_campaign=q1', []],
    ['utm_source=LinkedIn&utm_medium=cpc&utm_campaign=q1', ['source upper_case']],
    ['utm_source=lnkd.in&utm_medium=cpc&utm_campaign=q1', ['source alias_spelling']],
    ['utm_source=acme%20news&utm_medium=email&utm_campaign=a', ['source space', 'source alias_spelling']],
    ['utm_source=linkedin&utm_medium=cpc', ['campaign missing_campaign']],
    ['utm_source=linkedin&utm_medium=cpc&utm_campaign=', ['campaign empty_value']],
    ['utm_source=linkedin&utm_medium=cpc&utm_campaign={{name}}', ['campaign placeholder']],
    ['utm_source=linkedin&utm_campaign=q1', ['medium missing_medium']],
    ['utm_medium=cpc&utm_campaign=q1', ['source missing_source']],
    ['utm_source=acme&utm_medium=qr&utm_campaign=q1', ['medium unknown_medium', 'medium unassigned']],
    ['utm_source=a&utm_medium=cpc&utm_campaign=q1&utm_content=%2B49-170-123456', ['content personal_data']],
    ['utm_source=google&utm_medium=cpc&utm_campaign=q1&utm_term=CRM%20Software', []],
    ['utm_source=chatgpt.com', []],
  ])('%s: %j', (query, found) => {
    expect(faults(query)).toEqual(found);
  });

  it('counts tags where the sender named them, and none where there are none', () => {
    expect(tagsOf({ url: 'https://acme.com/?gclid=1&ref=ANNA' })).toBeNull();
    expect(tagsOf({ params: { UTM_Source: 'A', plan: 'b' } })).toEqual({ source: 'A' });
    expect(tagsOf({ utm: { source: 'given' }, url: 'https://acme.com/?utm_source=x&utm_term=' })).toEqual({
      source: 'given',
      term: '',
    });
    expect(tagsOf({ url: 'https://acme.com/#mtm_campaign=c&pk_source=s' })).toEqual({
      source: 's',
      campaign: 'c',
    });
  });
});
