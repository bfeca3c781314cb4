import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultAiAssistants, resolveTouch } from './source.ts';
import type { RawTouch, SourceRules } from './source.ts';

const rules: SourceRules = {
  aliases: { 'acme news': 'acme-newsletter' },
  ownDomains: ['acme.com', 'https://www.Acme-Shop.de'],
  aiAssistants: defaultAiAssistants,
  codes: new Map([
    ['anna42', 'customer'],
    ['emil', 'employee'],
    ['reseller-1', 'partner'],
  ]),
};

const landing = (query: string, referrer?: string): RawTouch => ({
  kind: 'touch',
  url: `https://www.acme.com/?${query}`,
  ...(referrer === undefined ? {} : { referrer }),
});

const brief = (touch: RawTouch) => {
  const { source, medium, channel } = resolveTouch(touch, rules).resolved;
  return [source, medium, channel];
};

describe('campaign parameters', () => {
  it.each([
    [
      'utm_source=LinkedIn%20Ads&utm_medium=cpc&utm_campaign=q1&li_fat_id=x',
      'linkedin',
      'cpc',
      'Paid Social',
    ],
    ['utm_source=LinkedIn%20Ads', 'linkedin', 'paid_social', 'Paid Social'],
    ['utm_source=LinkedIn+Ads', 'linkedin', 'paid_social', 'Paid Social'],
    ['utm_source=LinkedIn%2520Ads', 'linkedin', 'paid_social', 'Paid Social'],
    ['utm_source=LinkedIn%20Ads&utm_medium=social', 'linkedin', 'social', 'Organic Social'],
    ['utm_source=LinkedIn%20Ads&utm_medium=(not%20set)', 'linkedin', 'paid_social', 'Paid Social'],
    ['utm_source=google_ads', 'google', 'cpc', 'Paid Search'],
    ['utm_source=google_ads&utm_medium=organic', 'google', 'organic', 'Organic Search'],
    ['utm_source=yt-ads', 'youtube', 'paid_video', 'Paid Video'],
    ['utm_source=acme-partner-ads', 'acme-partner', 'paid', 'Paid Other'],
    ['utm_source=linkedin', 'linkedin', 'social', 'Organic Social'],
    ['utm_source=google', 'google', 'organic', 'Organic Search'],
    ['utm_source=youtube', 'youtube', 'video', 'Organic Video'],
    ['utm_source=amazon', 'amazon', 'referral', 'Organic Shopping'],
    ['utm_source=chatgpt.com', 'chatgpt', 'ai-assistant', 'AI Assistant'],
    ['utm_source=perplexity', 'perplexity', 'ai-assistant', 'AI Assistant'],
    ['utm_source=chatgpt.com&utm_medium=referral', 'chatgpt', 'referral', 'Referral'],
    ['utm_source=newsletter', 'newsletter', 'email', 'Email'],
    ['utm_source=Newsletter-UK', 'newsletter-uk', 'email', 'Email'],
    ['utm_source=newsletter&utm_medium=email', 'newsletter', 'email', 'Email'],
    ['utm_source=mailchimp', 'mailchimp', 'email', 'Email'],
    ['utm_source=email', 'email', 'email', 'Email'],
    ['utm_source=sms', 'sms', 'sms', 'SMS'],
    ['utm_source=firebase', 'firebase', null, 'Mobile Push Notifications'],
    ['utm_source=g2.com', 'g2.com', 'referral', 'Referral'],
    ['utm_source=producthunt', 'producthunt', 'referral', 'Referral'],
    ['utm_source=trade_show', 'trade-show', 'trade-show', 'Trade Show'],
    ['utm_source=flyer', 'flyer', null, 'Unassigned'],
    ['utm_source=Acme_News', 'acme-newsletter', 'email', 'Email'],
    ['utm_source=direct', '(direct)', '(none)', 'Direct'],
    ['utm_source=(direct)&utm_medium=(none)', '(direct)', '(none)', 'Direct'],
    ['UTM_Source=Google&Utm_MEDIUM=CPC', 'google', 'cpc', 'Paid Search'],
    ['utm_source=bing&utm_source=google&utm_medium=cpc', 'bing', 'cpc', 'Paid Search'],
    ['utm_source=&utm_source=google&utm_medium=cpc', 'google', 'cpc', 'Paid Search'],
    ['utm_source=google&utm_medium=cpc&utm_campaign=%E0%A4%A', 'google', 'cpc', 'Paid Search'],
    ['mtm_source=google&mtm_medium=cpc', 'google', 'cpc', 'Paid Search'],
    ['pk_source=bing&pk_medium=cpc', 'bing', 'cpc', 'Paid Search'],
    ['x=1#utm_source=google&utm_medium=cpc', 'google', 'cpc', 'Paid Search'],
    ['x=1#/route?utm_source=google&utm_medium=cpc', 'google', 'cpc', 'Paid Search'],
    ['utm_medium=cpc', null, 'cpc', 'Paid Other'],
    ['utm_medium=email', null, 'email', 'Email'],
    ['utm_source=(not set)&utm_medium=cpc', null, 'cpc', 'Paid Other'],
    ['utm_medium=cpc&gclid=1', 'google', 'cpc', 'Paid Search'],
    ['utm_medium=organic&gclid=1', 'google', 'organic', 'Organic Search'],
    ['utm_source=google&gclid=1', 'google', 'cpc', 'Paid Search'],
    ['utm_source=google&utm_medium=email&gclid=1', 'google', 'email', 'Organic Search'],
    ['utm_source=facebook&fbclid=1', 'facebook', 'social', 'Organic Social'],
    ['utm_campaign=cross-network', null, null, 'Cross-network'],
    ['utm_campaign=spring', null, null, 'Unassigned'],
    ['utm_source=jane@acme.org&utm_medium=email', null, 'email', 'Email'],
    ['utm_source=null&utm_medium=undefined', null, null, 'Unassigned'],
  ])('resolves ?%s to %s / %s, %s', (query, ...expected) => {
    expect(brief(landing(query))).toEqual(expected);
  });

  it('fills a silent source from the referrer', () => {
    expect(brief(landing('utm_medium=cpc', 'https://www.google.de/'))).toEqual([
      'google',
      'cpc',
      'Paid Search',
    ]);
    expect(brief(landing('utm_campaign=q1', 'https://www.bing.com/'))).toEqual([
      'bing',
      'organic',
      'Organic Search',
    ]);
  });

  it('wins over the referrer', () => {
    const touch = landing('utm_source=newsletter&utm_medium=email', 'https://www.google.com/');
    expect(brief(touch)).toEqual(['newsletter', 'email', 'Email']);
  });

  it('keeps raw values as they came and resolves campaign and content with their case', () => {
    const url =
      'https://acme.com/?utm_source=LinkedIn&utm_campaign=%20Q1%20Launch&utm_content=(not%20set)&utm_term=Crm';
    const { raw, resolved } = resolveTouch({ kind: 'touch', url }, rules);
    expect(raw).toMatchObject({
      source: 'LinkedIn',
      medium: null,
      term: 'Crm',
      content: '(not set)',
      ref: null,
    });
    expect(resolved).toMatchObject({ campaign: 'Q1 Launch', content: null });
  });

  it('reads the address only where the sender gave nothing', () => {
    const url = 'https://acme.com/?utm_source=bing&utm_medium=cpc&gclid=1';
    const given = resolveTouch({ kind: 'touch', url, utm: { source: 'xing', medium: undefined } }, rules);
    expect(given.raw).toMatchObject({ source: 'xing', medium: null, click: { gclid: '1' } });
    expect(resolveTouch({ kind: 'touch', url, utm: {}, click: { msclkid: '2' } }, rules).raw).toMatchObject({
      source: 'bing',
      click: { msclkid: '2' },
    });
    expect(resolveTouch({ kind: 'touch', utm: { utm_source: 'xing' } }, rules).resolved.source).toBe('xing');
  });

  it.each<[string, RawTouch, object]>([
    [
      'parameters under their own names',
      { kind: 'touch', params: { utm_source: 'News', mtm_kwd: 'k', gclid: 'G', ref: 'ANNA42', plan: 'b' } },
      { source: 'News', term: 'k', click: { gclid: 'G' }, ref: 'ANNA42' },
    ],
    [
      'the meanings that were given before them',
      {
        kind: 'touch',
        utm: { source: 'given' },
        click: { msclkid: 'M' },
        ref: 'EMIL',
        params: { utm_source: 'named', utm_medium: 'x', gclid: 'G', ref: 'ANNA42' },
      },
      { source: 'given', medium: null, click: { msclkid: 'M' }, ref: 'EMIL' },
    ],
    [
      'the address where they say nothing',
      { ...landing('utm_source=address&gclid=A&ref=ANNA42'), params: { plan: 'b' } },
      { source: 'address', click: { gclid: 'A' }, ref: 'ANNA42' },
    ],
    [
      'them before the address',
      {
        ...landing('utm_source=address&utm_term=t&gclid=A&ref=EMIL'),
        params: { utm_source: 'named', ref: 'ANNA42' },
      },
      { source: 'named', term: null, click: { gclid: 'A' }, ref: 'ANNA42' },
    ],
    [
      'a campaign in the hash',
      { kind: 'touch', url: 'https://www.acme.com/#utm_source=hash', params: {} },
      { source: 'hash' },
    ],
    [
      'nothing that names a person',
      { kind: 'touch', params: { utm_source: 'eva@firma.de', mc_eid: '1', ref: 'a@b.de' } },
      { source: null, click: {}, ref: null },
    ],
  ])('reads %s', (_, touch, raw) => {
    expect(resolveTouch(touch, rules).raw).toMatchObject(raw);
  });

  it('never keeps what names a person', () => {
    const url =
      'https://acme.com/?utm_source=a&utm_content=jane%40firma.de&mc_eid=9&mc_cid=1&ref=jane%40firma.de';
    const { raw } = resolveTouch({ kind: 'touch', url }, rules);
    expect(raw).toMatchObject({ content: null, click: { mc_cid: '1' }, ref: null });
    const given = resolveTouch({ kind: 'touch', ref: 'a@b.de', click: { mc_eid: '9', MC_EID: '8' } }, rules);
    expect(given.raw).toMatchObject({ click: {}, ref: null });
  });
});

describe('click ids', () => {
  it.each([
    ['gclid=1', 'google', 'cpc', 'Paid Search'],
    ['GCLID=1', 'google', 'cpc', 'Paid Search'],
    ['gbraid=1', 'google', 'cpc', 'Paid Search'],
    ['wbraid=1', 'google', 'cpc', 'Paid Search'],
    ['msclkid=1', 'bing', 'cpc', 'Paid Search'],
    ['fbclid=1', 'facebook', 'social', 'Organic Social'],
    ['igshid=1', 'instagram', 'social', 'Organic Social'],
    ['li_fat_id=1', 'linkedin', 'social', 'Organic Social'],
    ['ttclid=1', 'tiktok', 'social', 'Organic Social'],
    ['twclid=1', 'x', 'social', 'Organic Social'],
    ['ScCid=1', 'snapchat', 'social', 'Organic Social'],
    ['srsltid=1', 'google', 'organic', 'Organic Search'],
    ['mc_cid=1', 'mailchimp', 'email', 'Email'],
    ['obclid=1', 'outbrain', null, 'Unassigned'],
    ['fbclid=1&gclid=2', 'google', 'cpc', 'Paid Search'],
    ['gclid=', '(direct)', '(none)', 'Direct'],
    ['constructor=1', '(direct)', '(none)', 'Direct'],
  ])('resolve ?%s to %s / %s, %s', (query, ...expected) => {
    expect(brief(landing(query))).toEqual(expected);
  });

  it('come before the referrer, except where Facebook marks links of its sister networks', () => {
    expect(brief(landing('gclid=1', 'https://www.bing.com/'))).toEqual(['google', 'cpc', 'Paid Search']);
    expect(brief(landing('fbclid=1', 'https://l.instagram.com/'))).toEqual([
      'instagram',
      'social',
      'Organic Social',
    ]);
    expect(brief(landing('fbclid=1', 'https://www.google.com/'))).toEqual([
      'facebook',
      'social',
      'Organic Social',
    ]);
  });
});

describe('referrers', () => {
  it.each([
    ['https://www.bing.com/', 'bing', 'organic', 'Organic Search'],
    ['https://www.google.com/', 'google', 'organic', 'Organic Search'],
    ['https://www.google.co.id/', 'google', 'organic', 'Organic Search'],
    ['android-app://com.google.android.googlequicksearchbox/', 'google', 'organic', 'Organic Search'],
    ['https://search.brave.com/', 'brave', 'organic', 'Organic Search'],
    ['https://duckduckgo.com/', 'duckduckgo', 'organic', 'Organic Search'],
    ['https://www.linkedin.com/', 'linkedin', 'social', 'Organic Social'],
    ['https://lnkd.in/abc', 'linkedin', 'social', 'Organic Social'],
    ['https://t.co/abc', 'x', 'social', 'Organic Social'],
    ['https://x.com/', 'x', 'social', 'Organic Social'],
    ['https://lm.facebook.com/', 'facebook', 'social', 'Organic Social'],
    ['https://www.youtube.com/', 'youtube', 'video', 'Organic Video'],
    ['https://www.amazon.de/', 'amazon', 'referral', 'Organic Shopping'],
    ['https://chatgpt.com/', 'chatgpt', 'ai-assistant', 'AI Assistant'],
    ['https://www.perplexity.ai/', 'perplexity', 'ai-assistant', 'AI Assistant'],
    ['https://claude.ai/', 'claude', 'ai-assistant', 'AI Assistant'],
    ['https://gemini.google.com/', 'gemini', 'ai-assistant', 'AI Assistant'],
    ['https://copilot.microsoft.com/', 'copilot', 'ai-assistant', 'AI Assistant'],
    ['https://you.com/', 'you.com', 'ai-assistant', 'AI Assistant'],
    ['https://mail.google.com/', 'gmail', 'email', 'Email'],
    ['android-app://com.google.android.gm/', 'gmail', 'email', 'Email'],
    ['https://outlook.live.com/', 'outlook', 'email', 'Email'],
    ['https://eur01.safelinks.protection.outlook.com/', 'outlook', 'email', 'Email'],
    ['https://mail.yandex.ru/', 'yandex-mail', 'email', 'Email'],
    ['https://webmail.firma.de/', 'webmail', 'email', 'Email'],
    ['https://docs.google.com/', 'docs.google.com', 'referral', 'Referral'],
    ['https://www.partner-blog.de/post', 'partner-blog.de', 'referral', 'Referral'],
    ['https://partner.example:8080/', 'partner.example', 'referral', 'Referral'],
    ['https://notacme.com/', 'notacme.com', 'referral', 'Referral'],
    ['https://acme.com.evil.net/', 'acme.com.evil.net', 'referral', 'Referral'],
    ['https://www.acme.com/pricing', '(direct)', '(none)', 'Direct'],
    ['https://docs.acme.com/', '(direct)', '(none)', 'Direct'],
    ['https://acme-shop.de/', '(direct)', '(none)', 'Direct'],
    ['https://www.paypal.com/', '(direct)', '(none)', 'Direct'],
    ['https://checkout.stripe.com/', '(direct)', '(none)', 'Direct'],
    ['https://accounts.google.com/', '(direct)', '(none)', 'Direct'],
    ['https://login.microsoftonline.com/', '(direct)', '(none)', 'Direct'],
    ['https://login.live.com/', '(direct)', '(none)', 'Direct'],
    ['https://acme.okta.com/', '(direct)', '(none)', 'Direct'],
    ['about:blank', '(direct)', '(none)', 'Direct'],
    ['chrome-extension://abc/', '(direct)', '(none)', 'Direct'],
    ['not a url', '(direct)', '(none)', 'Direct'],
    ['', '(direct)', '(none)', 'Direct'],
  ])('resolve %s to %s / %s, %s', (referrer, ...expected) => {
    expect(brief(landing('', referrer))).toEqual(expected);
  });

  it('are foreign where only the shared host is the same', () => {
    const neighbours = (referrer: string, url: string) => brief({ kind: 'touch', url, referrer })[2];
    expect(neighbours('https://b.co.uk/', 'https://a.co.uk/')).toBe('Referral');
    expect(neighbours('https://b.github.io/', 'https://a.github.io/')).toBe('Referral');
    expect(neighbours('https://blog.a.co.uk/', 'https://www.a.co.uk/')).toBe('Direct');
  });

  it('follow the assistants of the settings', () => {
    const without = { ...rules, aiAssistants: ['helper.example'] };
    const channel = (referrer: string) => resolveTouch(landing('', referrer), without).resolved.channel;
    expect(channel('https://helper.example/')).toBe('AI Assistant');
    expect(channel('https://www.perplexity.ai/')).toBe('Referral');
  });
});

describe('referral codes', () => {
  it.each([
    ['ref=ANNA42', 'customer-referral', 'Customer Referral'],
    ['ref=emil', 'employee-referral', 'Employee Referral'],
    ['REF=Reseller-1', 'partner-referral', 'Partner'],
    ['ref=ANNA42&utm_source=google&utm_medium=cpc&gclid=1', 'customer-referral', 'Customer Referral'],
    ['ref=NOBODY1', 'customer-referral', 'Customer Referral'],
  ])('resolve ?%s to %s', (query, source, channel) => {
    expect(brief(landing(query))).toEqual([source, 'referral', channel]);
    expect(resolveTouch(landing(query), rules).resolved.family).toBe('partnership');
  });

  it('are said to be unknown where they are', () => {
    expect(resolveTouch(landing('ref=ANNA42'), rules).rule).toBe('ref: code of a customer');
    expect(resolveTouch(landing('ref=NOBODY1'), rules).rule).toContain('not known');
  });

  it('are no codes where a site signed its link with its name', () => {
    expect(brief(landing('ref=producthunt'))).toEqual(['producthunt', 'referral', 'Referral']);
    expect(brief(landing('ref=weekly.example'))).toEqual(['weekly.example', 'referral', 'Referral']);
  });
});

describe('offline kinds', () => {
  it.each([
    [{ kind: 'webinar' }, 'webinar', 'offline', 'Webinar'],
    [{ kind: 'trade-show', utm: { source: 'Hannover Messe' } }, 'hannover-messe', 'offline', 'Trade Show'],
    [{ kind: 'cold-call', utm: { source: 'other', medium: 'Phone' } }, 'cold-call', 'phone', 'Cold Call'],
    [{ kind: 'webinar', url: 'https://acme.com/?gclid=1&ref=ANNA42' }, 'webinar', 'offline', 'Webinar'],
    [{ kind: 'employee-referral' }, 'employee-referral', 'offline', 'Employee Referral'],
    [{ kind: 'visit', utm: { source: 'google', medium: 'cpc' } }, 'google', 'cpc', 'Paid Search'],
    [{ kind: 'visit', referrer: 'https://www.bing.com/' }, 'bing', 'organic', 'Organic Search'],
    [{ kind: 'constructor' }, '(direct)', '(none)', 'Direct'],
  ])('resolves %j to %s / %s, %s', (touch: RawTouch, ...expected) => {
    expect(brief(touch)).toEqual(expected);
  });
});

describe('resolveTouch', () => {
  it.each([
    [landing('utm_source=linkedin&utm_medium=cpc'), 'utm: source in social list and medium is paid'],
    [landing('gclid=1'), 'click id gclid: source in search list and medium is paid'],
    [landing('', 'https://www.bing.com/'), 'referrer: source in search list or medium is organic'],
    [landing('', 'https://www.paypal.com/'), 'referrer is a payment provider, which counts as direct'],
    [{ kind: 'demo' }, 'kind: demo'],
    [landing(''), 'direct: nothing says where from'],
  ])('names the rule that decided on %j', (touch: RawTouch, rule) => {
    expect(resolveTouch(touch, rules).rule).toBe(rule);
  });

  it('never throws, and gives the same answer for the same touch', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
    );
    const maybe = fc.option(text, { nil: undefined });
    const part = fc.dictionary(
      fc.oneof(text, fc.constantFrom('source', 'medium', 'gclid', '__proto__')),
      text,
    );
    const touches = fc.record({
      kind: text,
      url: maybe,
      referrer: maybe,
      utm: part,
      click: part,
      ref: maybe,
    });
    fc.assert(
      fc.property(touches, (touch) => {
        const once = resolveTouch(touch, rules);
        expect(resolveTouch(touch, rules)).toEqual(once);
        expect(once.rule).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  it('names resolved sources by the name they keep', () => {
    const query = fc.webQueryParameters().map((value) => `utm_source=${value}`);
    fc.assert(
      fc.property(query, (parameters) => {
        const { source } = resolveTouch(landing(parameters), rules).resolved;
        const again = resolveTouch({ kind: 'touch', utm: { source: source ?? '', medium: 'x' } }, rules);
        expect(again.resolved.source).toBe(source);
      }),
    );
  });
});
