import { mail, mailers, payment, signOn } from './data/special-hosts.ts';
import { matchKey, parentsOf } from './naming-fold.ts';

const mailByHost = new Map(
  mail.split('\n').flatMap((line) => {
    const [name = '', ...hosts] = line.split(' ');
    return hosts.map((host) => [host, name] as const);
  }),
);
const mailNames = new Set(['email', 'webmail', ...mailByHost.values(), ...mailers.split('\n')]);
const paymentHosts = new Set(payment.split('\n'));
const signOnHosts = new Set(signOn.split('\n'));

/** The mailbox that a host belongs to, `gmail` for mail.google.com; null for hosts that are none. */
export function mailboxOf(host: string): string | null {
  const part = [host, ...parentsOf(host)].find((candidate) => mailByHost.has(candidate));
  if (part !== undefined) return mailByHost.get(part) ?? null;
  return /^(?:web)?mail\d*\.[^.]+\./.test(host) ? 'webmail' : null;
}

/** Why a referrer is a station on the way and no source; null for all others. */
export function transitKind(host: string): 'payment provider' | 'sign-on page' | null {
  const parts = [host, ...parentsOf(host)];
  if (parts.some((part) => paymentHosts.has(part))) return 'payment provider';
  return parts.some((part) => signOnHosts.has(part)) ? 'sign-on page' : null;
}

/** True for sources that can only have been an e-mail: mailboxes, mail tools, and names such as `uk-newsletter`. */
export function sendsEmail(source: string): boolean {
  if (mailNames.has(source)) return true;
  return !source.includes('.') && /(?:^|-)(?:e?mailings?|newsletters?)(?:-|$)/.test(matchKey(source));
}
