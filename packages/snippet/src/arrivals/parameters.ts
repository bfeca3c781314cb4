import { type Arrival, nobody, onSite } from './arrival.ts';

type Row = [is: string, to: string, params: Record<string, string>];

const long = 'x'.repeat(5000);
const cut = 'x'.repeat(512);

const utm =
  'utm_source utm_medium utm_campaign utm_term utm_content utm_id utm_source_platform utm_creative_format utm_marketing_tactic';

const clickIds =
  'gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid fbclid igshid igsh msclkid ttclid twclid li_fat_id rdt_cid epik sccid qclid yclid ymclid ysclid irclickid irclid ko_click_id _kx mc_cid ob_click_id obclid tblci mtm_clid dub_id _hsenc';

const matomo =
  'mtm_source mtm_medium mtm_campaign mtm_keyword mtm_content mtm_cid pk_source pk_medium pk_campaign pk_content';

/** Names that look like one of ours and say nothing of who sent the visitor. */
const others = 'id cid click_count reference referrer xref utm utm_ source campaign email gender gad sclid_x';

const single: Row[] = [
  ...`${utm} ${clickIds} ref`
    .split(' ')
    .map((name): Row => [`${name} alone`, `/?${name}=Abc-1`, { [name]: 'Abc-1' }]),
  ...matomo
    .split(' ')
    .map((name): Row => [`Matomo's ${name}`, `/?${name}=a`, { [name.replace(/^[a-z]+/, 'utm')]: 'a' }]),
  ...others.split(' ').map((name): Row => [`${name}, which is no campaign`, `/?${name}=a`, {}]),
];

const several: Row[] = [
  ['no parameter', '/', {}],
  ['one that says nothing', '/?page=2', {}],
  ['a campaign among others', '/?page=2&utm_source=a&sort=up', { utm_source: 'a' }],
  ['capitals in a name', '/?UTM_Source=LinkedIn%20Ads', { utm_source: 'LinkedIn Ads' }],
  ['capitals in a click id and its name', '/?GCLID=AbC', { gclid: 'AbC' }],
  ["Snapchat's own capitals", '/?ScCid=x1', { sccid: 'x1' }],
  ["Matomo's in capitals", '/?MTM_Source=a', { utm_source: 'a' }],
  ['a plus as a space', '/?utm_campaign=spring+sale', { utm_campaign: 'spring sale' }],
  ['an escaped plus as a plus', '/?utm_campaign=c%2B%2B', { utm_campaign: 'c++' }],
  ['spaces around a value', '/?utm_source=%20a+', { utm_source: 'a' }],
  ['letters of other scripts', '/?utm_source=%ED%95%9C&utm_term=%C3%BC', { utm_source: '한', utm_term: 'ü' }],
  ['unescaped letters of other scripts', '/?utm_source=한국', { utm_source: '한국' }],
  ['an equals sign in a value', '/?utm_content=a=b', { utm_content: 'a=b' }],
  ['an escaped ampersand', '/?utm_source=a%26b&ref=X', { utm_source: 'a&b', ref: 'X' }],
  ['the first of duplicates', '/?utm_source=a&utm_source=b', { utm_source: 'a' }],
  ['the first of duplicates in another case', '/?Ref=A&ref=B', { ref: 'A' }],
  ['the first of an alias and the name itself', '/?mtm_source=a&utm_source=b', { utm_source: 'a' }],
  ['the first duplicate that is not empty', '/?utm_source=&utm_source=b', { utm_source: 'b' }],
  ['empty values', '/?utm_source=&gclid=%20&ref', {}],
  [
    'a malformed escape, which leaves the others alone',
    '/?utm_source=%E0%A4%A&ref=X',
    { utm_source: '\uFFFD%A', ref: 'X' },
  ],
  ['a lone percent sign', '/?utm_campaign=50%&utm_source=a', { utm_campaign: '50%', utm_source: 'a' }],
  ['a malformed escape elsewhere', '/?q=%zz&utm_source=a', { utm_source: 'a' }],
  ['a separator too many', '/?&&utm_source=a&&', { utm_source: 'a' }],
  ['a question mark too many', '/?a=1?utm_source=b&ref=X', { ref: 'X' }],
  ['a value of 5,000 characters', `/?utm_source=${long}`, { utm_source: cut }],
  ['a click id of 5,000 characters', `/?gclid=${long}&utm_source=a`, { gclid: cut, utm_source: 'a' }],
  ['a code behind 5,000 characters of something else', `/?q=${long}&ref=X`, { ref: 'X' }],
  ['a campaign in the hash', '/#utm_source=a&gclid=1', { utm_source: 'a', gclid: '1' }],
  ["a campaign in the hash's query", '/#/pricing?utm_source=a', { utm_source: 'a' }],
  ['a campaign in the hash of an old application', '/#!/pricing?utm_source=a&x=1', { utm_source: 'a' }],
  ['the query before the hash', '/?utm_source=a#utm_source=b', { utm_source: 'a' }],
  ['query and hash together', '/?utm_source=a#?gclid=1', { utm_source: 'a', gclid: '1' }],
  ['a plus in the hash', '/#utm_campaign=spring+sale', { utm_campaign: 'spring sale' }],
  ['an ordinary hash', '/#top', {}],
  ['an e-mail address as a value', '/?utm_source=eva@firma.de&utm_medium=mail', { utm_medium: 'mail' }],
  ['an escaped e-mail address', '/?utm_content=eva%40firma.de&gclid=1', { gclid: '1' }],
  ['a code that is an e-mail address escaped twice', '/?ref=eva%2540firma.de', {}],
  ['an e-mail address in the hash', '/#utm_source=eva@firma.de', {}],
  ["Mailchimp's person beside its campaign", '/?mc_eid=1&mc_cid=2', { mc_cid: '2' }],
  ["names of an object's own", '/?__proto__=1&constructor=2&utm_source=a', { utm_source: 'a' }],
];

/** First visits, without a referrer, by every parameter. */
export const byParameter: Arrival[] = [...single, ...several].map(([is, to, params]) => ({
  is: `a first visit by ${is}`,
  known: nobody,
  to: onSite(to),
  from: '',
  tag: {},
  because: Object.keys(params)[0] ? 'campaign' : 'direct',
  touch: { params, referrer: null },
}));
