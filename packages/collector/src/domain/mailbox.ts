import { emailDomain } from './account.ts';

const gmail = new Set(['gmail.com', 'googlemail.com']);

/**
 * Whether two addresses reach the same person's mailbox: case and a `+tag` tell none apart, nor do at Gmail the
 * dots and its other name. Says false where one is no address.
 */
export function isSameMailbox(one: string, other: string): boolean {
  const mailbox = mailboxOf(one);
  return mailbox !== null && mailbox === mailboxOf(other);
}

/** The plainest spelling of an address that reaches the same mailbox; null where it is no address. */
export function mailboxOf(address: string): string | null {
  const plain = address.normalize('NFKC').trim().toLowerCase();
  const name = /^([^\s@+]+)(?:\+[^\s@]*)?@[^\s@]+$/.exec(plain)?.[1];
  const domain = emailDomain(plain);
  if (name === undefined || domain === null) return null;
  return gmail.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}

/** A key by which somebody is known, with the plain spelling where it is an address written in another one. */
export function withMailbox<Key extends { kind: string; value: string }>(
  key: Key,
): Key & { mailbox?: string } {
  const mailbox = key.kind === 'email' ? mailboxOf(key.value) : null;
  return mailbox === null || mailbox === key.value ? key : { ...key, mailbox };
}
