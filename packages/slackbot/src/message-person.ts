import type { ReferralValues } from './blocks/referral-modal.ts';

/** Longer than what anybody reads before they choose to refer from it. */
const MOST_READ = 10_000;

/** What Slack tells of a message that is read here. */
type ShownMessage = { text?: string | undefined; attachments?: unknown };

/** The words of a message as Slack marks them up, with those of what was forwarded in it. */
export function shownText({ text = '', attachments }: ShownMessage): string {
  const forwarded = Array.isArray(attachments) ? attachments.map(wordsOf) : [];
  return [text, ...forwarded].filter(Boolean).join('\n');
}

function wordsOf(attachment: unknown): string {
  if (typeof attachment !== 'object' || attachment === null) return '';
  const { text, fallback } = attachment as Record<string, unknown>;
  const words = text || fallback;
  return typeof words === 'string' ? words : '';
}

/**
 * The person whom a message is about, as far as it says so: the form is filled with it, and whoever refers corrects
 * it there. What is not found is empty. The words themselves are kept for whoever looks after the lead.
 */
export function personIn(markedUp: string): ReferralValues {
  const text = plainText(markedUp.slice(0, MOST_READ));
  const email = firstOf(text, address);
  const named = namedWithCompany(text);
  return {
    name:
      labelled(text, 'name|contact|kontakt|ansprechpartner(?:in)?') ||
      beforeAddress(text) ||
      named.name ||
      nameIn(email),
    company: labelled(text, 'company|firma|unternehmen|organi[sz]ation') || named.company || companyIn(email),
    email,
    phone: phoneIn(text),
    linkedin: firstOf(text, profile),
    relationship: text,
    introduction: false,
  };
}

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages */
function plainText(markedUp: string): string {
  return markedUp
    .replace(/<([^<>|]*)(?:\|([^<>]*))?>/g, (_, target: string, label = '') => shownLink(target, label))
    .replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
    .replace(/ {2,}/g, ' ')
    .trim();
}

function shownLink(target: string, label: string): string {
  if (target.startsWith('@')) return label && `@${label}`;
  if (target.startsWith('#')) return label && `#${label}`;
  if (target.startsWith('!')) return label || target.replace('!', '@');
  const where = target.replace(/^(?:mailto|tel):/, '');
  const isSame = label === '' || where !== target || where.endsWith(label);
  return isSame ? label || where : `${label} (${where})`;
}

const address = /[\w.+%-]{1,64}@(?:[A-Za-z\d-]{1,63}\.){1,8}[A-Za-z]{2,63}/u;
const profile = /https?:\/\/(?:[a-z]{2,3}\.)?linkedin\.com\/in\/[\w%-]{1,120}/iu;
const number = /(?<![\w.@/-])(?:\+|\(?0)[\d ()/.-]{5,24}\d(?!\w)/gu;
const date = /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/;

const firstOf = (text: string, pattern: RegExp): string => pattern.exec(text)?.[0] ?? '';

/** A number with its country or a leading zero: others may be anything. */
function phoneIn(text: string): string {
  const digits = (found: string): number => found.replace(/\D/g, '').length;
  const numbers = text.match(number) ?? [];
  return numbers.find((found) => digits(found) >= 7 && digits(found) <= 15 && !date.test(found)) ?? '';
}

/** What stands behind a word and a colon, in a line of its own. */
function labelled(text: string, words: string): string {
  return (
    new RegExp(`^[*_•\\s-]{0,5}(?:${words})[*_]{0,2}:[*_ ]{0,4}(\\S[^\\n]{0,199})`, 'imu')
      .exec(text)?.[1]
      ?.trim() ?? ''
  );
}

const word = String.raw`\p{Lu}[\p{L}\p{M}'’-]{0,40}`;
const nameWords = `(?:${word} ){0,4}${word}`;
const withAddress = new RegExp(`(${nameWords})"? ?[<(]${address.source}`, 'u');
const companyWords = String.raw`\p{Lu}[\p{L}\p{M}\d&.'’-]{0,60}(?: (?:[\p{Lu}\d][\p{L}\p{M}\d&.'’-]{0,60}|&|and|und)){0,5}`;
const withCompany = new RegExp(
  `(?<![\\p{L}\\d])(${nameWords}),? (?:of|from|at|von|bei) (${companyWords})`,
  'u',
);

/** Written with a capital letter, and no part of a name. */
const noNames =
  /^(?:(?:Met|Meet|Hi|Hello|Hey|Hallo|Dear|Liebe|Lieber|Please|Bitte|Spoke|Talked|Today|Yesterday|Heute|Gestern|Just|Call|Contact|With|The|Der|Die|Das|Our|My|I|Mr|Mrs|Ms|Herr|Frau) )+/u;

/** `Jane Doe <jane@acme.example>` */
const beforeAddress = (text: string): string => (withAddress.exec(text)?.[1] ?? '').replace(noNames, '');

/** `Jane Doe of Acme` */
function namedWithCompany(text: string): Pick<ReferralValues, 'name' | 'company'> {
  const [, name = '', company = ''] = withCompany.exec(text) ?? [];
  return { name: name.replace(noNames, ''), company: company.replace(/(?: (?:&|and|und))?[.'’-]*$/u, '') };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const inWords = (text: string): string => text.split(/[._-]/).map(capital).join(' ');

/** `Jane Doe` of `jane.doe@acme.example`; addresses of one word may be anybody's. */
function nameIn(email: string): string {
  const [local = ''] = email.split('@');
  return /^\p{L}{2,}(?:[._]\p{L}{2,}){1,2}$/u.test(local) ? inWords(local) : '';
}

const mailboxes =
  /^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|t-online|freenet|posteo|mailbox|proton|protonmail|pm|zoho|yandex|fastmail)\.[a-z.]+$/i;

/** `Acme Tools` of `jane@mail.acme-tools.co.uk`; nothing of a mailbox that anybody may have. */
function companyIn(email: string): string {
  const domain = email.split('@')[1] ?? '';
  if (domain === '' || mailboxes.test(domain)) return '';
  const labels = domain.toLowerCase().split('.').slice(0, -1);
  if (labels.length > 1 && /^(?:com?|org|net|ac|gov|edu)$/.test(labels.at(-1) ?? '')) labels.pop();
  return inWords(labels.at(-1) ?? '');
}
