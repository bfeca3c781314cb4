type IdentityKind = 'email' | 'phone' | 'linkedin' | 'name_company';
export type IdentityKey = { kind: IdentityKind; value: string };

type Given = string | null | undefined;
export type Identity = { email?: Given; phone?: Given; linkedin?: Given; name?: Given; company?: Given };

/**
 * By what this person is told from others, strongest first. Two spellings of the same address, number or name
 * give the same key; what identifies nobody gives none. `+tag` and dots are kept: they are different mailboxes
 * at most providers.
 */
export function identityKeys(who: Identity): IdentityKey[] {
  const keys: { kind: IdentityKind; value: string | null }[] = [
    { kind: 'email', value: emailKey(who.email) },
    { kind: 'phone', value: phoneKey(who.phone) },
    { kind: 'linkedin', value: linkedinKey(who.linkedin) },
    { kind: 'name_company', value: nameCompanyKey(who.name, who.company) },
  ];
  return keys.flatMap(({ kind, value }) => (value === null ? [] : [{ kind, value }]));
}

function emailKey(email: Given): string | null {
  const parts = /^([^\s@]+)@([^\s@]+)$/.exec(fold(email));
  if (!parts) return null;
  const [, mailbox = '', domain = ''] = parts;
  return `${mailbox}@${asciiDomain(domain)}`;
}

function asciiDomain(domain: string): string {
  const url = `http://${domain}`;
  const needed = /[^\p{ASCII}]/u.test(domain) && URL.canParse(url);
  return needed ? new URL(url).hostname : domain;
}

function phoneKey(phone: Given): string | null {
  const dialled = fold(phone)
    .replace('(0)', '')
    .replaceAll(/[^\d+]/g, '');
  const digits = dialled.replaceAll('+', '').replace(/^00/, '');
  // A number of one repeated digit is a placeholder: it would join strangers.
  if (digits.length < 7 || /^(\d)\1*$/.test(digits)) return null;
  return /^(\+|00)/.test(dialled) ? `+${digits}` : digits;
}

function linkedinKey(linkedin: Given): string | null {
  const profile = /^(?:https?:\/\/)?(?:[a-z0-9-]+\.)*linkedin\.com\/(?:mobile\/)?in\/([^/?#\s]+)/;
  const slug = profile.exec(fold(linkedin))?.[1];
  return slug === undefined ? null : `linkedin.com/in/${fold(unescaped(slug))}`;
}

function unescaped(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}

const legalForms = new Set(
  (
    'ab ag aps as a/s bv co company corp corporation doo eg ek ev gbr ggmbh gmbh haftungsbeschränkt inc ' +
    'incorporated kft kg kgaa kk limited llc llp lp ltd mbh nv ohg oy oyj plc pte pty sa sarl sas se sl spa srl ' +
    'sro ug'
  ).split(' '),
);
const joins = new Set(['&', '+', 'and', 'und']);

function nameCompanyKey(name: Given, company: Given): string | null {
  const person = fold(name).replaceAll('|', ' ');
  const firm = withoutLegalForm(fold(company).replaceAll('|', ' '));
  return person && firm ? `${person}|${firm}` : null;
}

function withoutLegalForm(company: string): string {
  const words = company.split(/[\s,]+/).filter(Boolean);
  const isForm = (word: string) => legalForms.has(word.replaceAll(/[.()]/g, '')) || joins.has(word);
  const end = words.findLastIndex((word) => !isForm(word)) + 1;
  return (end > 0 ? words.slice(0, end) : words).join(' ');
}

function fold(given: Given): string {
  return (given ?? '').normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
