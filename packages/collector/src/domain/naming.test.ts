import { readFileSync } from 'node:fs';
import { parse as parseCsv } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownNames, sourceByName } from './naming-known.ts';
import { canonicalSource, isPlaceholder } from './naming.ts';

const named: [spelling: string, source: string][] = [
  ['LinkedIn', 'linkedin'],
  ['linkedin', 'linkedin'],
  [' LINKEDIN ', 'linkedin'],
  ['linked-in', 'linkedin'],
  ['Linked In', 'linkedin'],
  ['LI', 'linkedin'],
  ['lnkd.in', 'linkedin'],
  ['linkedin.com', 'linkedin'],
  ['www.linkedin.com', 'linkedin'],
  ['de.linkedin.com', 'linkedin'],
  ['https://www.linkedin.com/feed/?x=1', 'linkedin'],
  ['com.linkedin.android', 'linkedin'],
  ['fb', 'facebook'],
  ['Facebook.com', 'facebook'],
  ['m.facebook.com', 'facebook'],
  ['l.facebook.com', 'facebook'],
  ['lm.facebook.com', 'facebook'],
  ['business.facebook.com', 'facebook'],
  ['Ｆａｃｅｂｏｏｋ', 'facebook'],
  ['ig', 'instagram'],
  ['l.instagram.com', 'instagram'],
  ['twitter', 'x'],
  ['twitter.com', 'x'],
  ['t.co', 'x'],
  ['x', 'x'],
  ['X.com', 'x'],
  ['mobile.twitter.com', 'x'],
  ['youtu.be', 'youtube'],
  ['m.youtube.com', 'youtube'],
  ['out.reddit.com', 'reddit'],
  ['wa.me', 'whatsapp'],
  ['hn', 'hacker-news'],
  ['news.ycombinator.com', 'hacker-news'],
  ['google', 'google'],
  ['google.com', 'google'],
  ['google.co.id', 'google'],
  ['www.google.com.au', 'google'],
  ['images.google.de', 'google'],
  ['com.google.android.googlequicksearchbox', 'google'],
  ['com.google.android.gm', 'gmail'],
  ['mail.google.com', 'gmail'],
  ['docs.google.com', 'docs.google.com'],
  ['cn.bing.com', 'bing'],
  ['de.search.yahoo.com', 'yahoo'],
  ['yandex.com.tr', 'yandex'],
  ['amazon.fr', 'amazon'],
  ['aws.amazon.com', 'aws.amazon.com'],
  ['ebay.it', 'ebay'],
  ['pinterest.co.kr', 'pinterest'],
  ['duckduckgo.com', 'duckduckgo'],
  ['chat.openai.com', 'chatgpt'],
  ['acme.wordpress.com', 'acme.wordpress.com'],
  ['wordpress.com', 'wordpress'],
  ['notlinkedin.com', 'notlinkedin.com'],
  ['linkedin.com.evil.example', 'linkedin.com.evil.example'],
  ['Partner_Newsletter', 'partner-newsletter'],
  ['partner-newsletter', 'partner-newsletter'],
  ['partner newsletter', 'partner-newsletter'],
  ['Partner.Newsletter', 'partner-newsletter'],
  ['partner+newsletter', 'partner-newsletter'],
  ['partner%20newsletter', 'partner-newsletter'],
  ['partner%2520newsletter', 'partner-newsletter'],
  ['  Partner   Newsletter\t', 'partner-newsletter'],
  ['"Partner Newsletter"', 'partner-newsletter'],
  ['partner–newsletter', 'partner-newsletter'],
  ['www.Acme.com', 'acme.com'],
  ['https://Blog.Acme.com:8443/x', 'blog.acme.com'],
  ['Müller.de', 'xn--mller-kva.de'],
  ['xn--mller-kva.de', 'xn--mller-kva.de'],
  ['Größe', 'größe'],
  ['100%E0%A4%A', '100%e0%a4%a'],
  ['google+', 'google+'],
  ['plus.google.com', 'google+'],
  ['threads', 'threads'],
  ['leads', 'leads'],
  ['(direct)', '(direct)'],
  ['Direct', '(direct)'],
  ['direct mail', 'direct-mail'],
  ['constructor', 'constructor'],
  ['__proto__', 'proto'],
];

const paid: [spelling: string, source: string | null][] = [
  ['LinkedIn Ads', 'linkedin'],
  ['linkedin_ads', 'linkedin'],
  ['LinkedInAds', 'linkedin'],
  ['LinkedIn%20Ads', 'linkedin'],
  ['linkedin+ads', 'linkedin'],
  ['paid linkedin', 'linkedin'],
  ['linkedin-cpc', 'linkedin'],
  ['adwords', 'google'],
  ['AdWords', 'google'],
  ['google_ads', 'google'],
  ['googleads', 'google'],
  ['Google Ads', 'google'],
  ['gads', 'google'],
  ['Microsoft Advertising', 'bing'],
  ['Bing Ads', 'bing'],
  ['fb-ads', 'facebook'],
  ['fbad', 'facebook'],
  ['Meta Ads', 'meta'],
  ['X ads', 'x'],
  ['yt-ads', 'youtube'],
  ['Acme Ads', 'acme'],
  ['acme.com ads', 'acme.com'],
  ['other ads', null],
];

const placeholders = [
  '',
  ' ',
  '-',
  '---',
  '(not set)',
  '(Not Set)',
  'not_set',
  'null',
  'NULL',
  'undefined',
  'n/a',
  'N.A.',
  'other',
  '(other)',
  'unknown',
  '(none)',
  'none',
  'NaN',
  '{{campaign.name}}',
  '${source}',
  '{source}',
  '%%SITE%%',
  '%28not%20set%29',
  '[object Object]',
  '?',
];

describe('canonicalSource', () => {
  it.each(named)('calls %s %s', (spelling, source) => {
    expect(canonicalSource(spelling)).toEqual({ source, implies: null });
  });

  it.each(paid)('hears in %s that %s was paid', (spelling, source) => {
    expect(canonicalSource(spelling)).toEqual({ source, implies: 'paid' });
  });

  it.each(placeholders)('takes "%s" for unknown', (placeholder) => {
    expect(canonicalSource(placeholder)).toEqual({ source: null, implies: null });
    expect(isPlaceholder(placeholder)).toBe(true);
  });

  it('takes a missing source for unknown', () => {
    expect(canonicalSource(undefined).source).toBeNull();
    expect(canonicalSource(null).source).toBeNull();
  });
});

describe('aliases of the settings', () => {
  it.each([
    [{ 'acme news': 'acme-newsletter' }, 'ACME_News', 'acme-newsletter', null],
    [{ 'acme.com': 'Acme' }, 'https://www.acme.com/', 'acme', null],
    [{ linkedin: 'Our LinkedIn Page' }, 'linkedin', 'our-linkedin-page', null],
    [{ linkedin: 'Our LinkedIn Page' }, 'lnkd.in', 'linkedin', null],
    [{ insider: 'LinkedIn Ads' }, 'insider', 'linkedin', 'paid'],
    [{ 'acme news': 'acme' }, 'Acme News Ads', 'acme', 'paid'],
    [{ meta: 'facebook' }, 'meta ads', 'facebook', 'paid'],
    [{ other: 'trade fair' }, 'other', 'trade-fair', null],
    [{ a1: 'b1', b1: 'c1' }, 'a1', 'c1', null],
    [{ google: 'Google' }, 'google', 'google', null],
  ])('with %j calls %s %s', (aliases: Record<string, string>, spelling, source, implies) => {
    expect(canonicalSource(spelling, aliases)).toEqual({ source, implies });
  });

  it('end where they point at each other', () => {
    const aliases = { egg: 'hen', hen: 'egg' };
    expect(['egg', 'hen']).toContain(canonicalSource('egg', aliases).source);
  });
});

describe('laws of naming', () => {
  const oddText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.string({
      unit: fc.constantFrom(
        ...'ab. -_/:%25+@#?&=\\"\'()ads w'.split(''),
        'www.',
        'http://',
        '.com',
        'ads',
        'google',
        '%2',
        'İ',
        'ẞ',
        '。',
        '­',
      ),
    }),
  );

  it('naming a name again changes nothing', () => {
    fc.assert(
      fc.property(oddText, (text) => {
        const { source } = canonicalSource(text);
        expect(canonicalSource(source).source).toBe(source);
      }),
      { numRuns: 3000 },
    );
  });

  it('separators, case and white space around make no difference', () => {
    const word = fc.stringMatching(/^[a-z]{3,8}$/);
    fc.assert(
      fc.property(
        word,
        word,
        fc.constantFrom('_', '-', ' ', '  ', '%20', '+'),
        (first, second, separator) => {
          const plain = canonicalSource(`${first}-${second}`);
          expect(canonicalSource(` ${first.toUpperCase()}${separator}${second} `)).toEqual(plain);
        },
      ),
    );
  });

  it('every known name is its own name', () => {
    expect(knownNames.filter((name) => canonicalSource(name).source !== name)).toEqual([]);
  });
});

describe('the published category list', () => {
  const csv = readFileSync(new URL('../../data/ga4-source-categories.csv', import.meta.url), 'utf8');
  const rows = parseCsv<{ source: string; source_category: string }>(csv, { columns: true });

  it('keeps the category of every one of its sources after naming', () => {
    const categoryOf = (source: string) => sourceByName(canonicalSource(source).source ?? '')?.list;
    const moved = rows.filter(
      (row) => categoryOf(row.source) !== row.source_category.replace('SOURCE_CATEGORY_', '').toLowerCase(),
    );
    expect(moved).toEqual([]);
    expect(rows).toHaveLength(819);
  });

  it.each(['chatgpt.com', 'chat.openai.com', 'www.perplexity.ai', 'you.com', 'copilot.microsoft.com'])(
    'does not count the assistant %s among search engines',
    (host) => {
      expect(sourceByName(canonicalSource(host).source ?? '')?.list).toBeNull();
    },
  );
});
