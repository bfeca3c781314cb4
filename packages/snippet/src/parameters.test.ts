import { describe, expect, it } from 'vitest';
import { type Address, readAddress } from './parameters.ts';

const SITE = 'https://acme.test/';
const long = 'x'.repeat(5000);

describe('the campaign of an address', () => {
  const rows: [string, string, Partial<Address>][] = [
    ['nothing', '', {}],
    ['parameters without a meaning', '?page=2&sort=up', {}],
    [
      'all of UTM',
      '?utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&utm_content=e&utm_id=f',
      { utm: { source: 'a', medium: 'b', campaign: 'c', term: 'd', content: 'e', id: 'f' } },
    ],
    [
      'the longer names of UTM',
      '?utm_source_platform=a&utm_creative_format=b&utm_marketing_tactic=c',
      { utm: { sourcePlatform: 'a', creativeFormat: 'b', marketingTactic: 'c' } },
    ],
    ['Matomo', '?mtm_source=a&pk_campaign=b', { utm: { source: 'a', campaign: 'b' } }],
    [
      'names in any case, values in theirs',
      '?UTM_Source=LinkedIn%20Ads&GCLID=AbC',
      { utm: { source: 'LinkedIn Ads' }, click: { gclid: 'AbC' } },
    ],
    ['Snapchat, which writes its own in capitals', '?ScCid=1', { click: { sccid: '1' } }],
    ['a plus as a space', '?utm_campaign=spring+sale', { utm: { campaign: 'spring sale' } }],
    [
      'the first of duplicates',
      '?utm_source=a&utm_source=b&gclid=1&gclid=2&ref=A&ref=B',
      { utm: { source: 'a' }, click: { gclid: '1' }, ref: 'A' },
    ],
    [
      'the first that is not empty',
      '?utm_source=&utm_source=b&ref=&ref=B',
      { utm: { source: 'b' }, ref: 'B' },
    ],
    ['empty values', '?utm_source=&gclid=%20&ref', {}],
    [
      'a malformed escape',
      '?utm_source=%E0%A4%A&utm_medium=cpc',
      { utm: { source: '\uFFFD%A', medium: 'cpc' } },
    ],
    [
      'letters of every script',
      '?utm_source=%ED%95%9C%EA%B5%AD&utm_term=%C3%BC',
      { utm: { source: '한국', term: 'ü' } },
    ],
    [
      'a long value',
      `?utm_source=${long}&gclid=${long}&ref=${long}`,
      { utm: { source: 'x'.repeat(512) }, click: { gclid: 'x'.repeat(512) }, ref: 'x'.repeat(128) },
    ],
    ['the hash', '#utm_source=a&gclid=1', { utm: { source: 'a' }, click: { gclid: '1' } }],
    ['the query of a hash', '#/pricing?utm_source=a', { utm: { source: 'a' } }],
    ['the query before the hash', '?utm_source=a#utm_source=b', { utm: { source: 'a' } }],
    ['an ordinary hash', '#top', {}],
    ['an e-mail address as a value', '?utm_source=eva@firma.de&utm_medium=mail', { utm: { medium: 'mail' } }],
    ['an escaped e-mail address', '?utm_content=eva%40firma.de&ref=eva%2540firma.de', {}],
    ['what identifies a person to Mailchimp', '?mc_eid=1&mc_cid=2', { click: { mc_cid: '2' } }],
    ["a name like an object's own", '?__proto__=1&constructor=2&utm_source=a', { utm: { source: 'a' } }],
  ];
  it.each(rows)('%s', (_, address, campaign) => {
    const { utm, click, ref } = readAddress(SITE + address);
    expect({ utm, click, ref }).toEqual(campaign);
  });

  const clickIds =
    'gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid fbclid igshid igsh msclkid ttclid twclid li_fat_id rdt_cid epik sccid qclid yclid ymclid ysclid irclickid irclid ko_click_id _kx mc_cid ob_click_id obclid tblci mtm_clid dub_id _hsenc';
  it.each(clickIds.split(' '))('%s is a click id', (name) => {
    expect(readAddress(`${SITE}?${name}=Abc1`).click).toEqual({ [name]: 'Abc1' });
  });

  it.each('id cid mc_eid email gender click_count utm_id reference'.split(' '))('%s is none', (name) => {
    expect(readAddress(`${SITE}?${name}=Abc1`).click).toBeUndefined();
  });
});

describe('the address that is kept', () => {
  it.each([
    ['as it is', '?utm_source=A%20b&x=%C3%BC', '?utm_source=A%20b&x=%C3%BC'],
    ["without Mailchimp's person", '?mc_eid=1&x=2', '?x=2'],
    ['without e-mail addresses', '?email=eva%40firma.de&x=2', '?x=2'],
    ['without e-mail addresses that have no name', '?eva@firma.de', ''],
    ['without doubly escaped ones', '?to=eva%2540firma.de&x=2', '?x=2'],
    ['without a hash', '?x=2#top', '?x=2'],
  ])('%s', (_, address, kept) => {
    expect(readAddress(SITE + address).url).toBe(SITE + kept);
  });

  it('keeps the hash of applications that route by it, unless it names a person', () => {
    expect(readAddress(`${SITE}#/pricing?plan=b`, true).url).toBe(`${SITE}#/pricing?plan=b`);
    expect(readAddress(`${SITE}#/login?email=eva@firma.de`, true).url).toBe(SITE);
  });

  it('gives up parameters without a meaning first when it grows over 2,000 characters', () => {
    const { url } = readAddress(`${SITE}?a=${long}&utm_source=news&b=${long}&gclid=1&ref=ANNA42`);
    expect(url).toBe(`${SITE}?utm_source=news&gclid=1&ref=ANNA42`);
    expect(readAddress(`${SITE}${long}?utm_source=news`).url).toHaveLength(2000);
  });

  it('throws at what is no address', () => {
    expect(() => readAddress('/relative')).toThrow('Invalid URL');
  });
});
