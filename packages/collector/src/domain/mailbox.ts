const gmail = new Set(['gmail.com', 'googlemail.com']);

/**
 * Whether two addresses reach the same person's mailbox: case and a `+tag` tell none apart, nor do at Gmail the
 * dots and its other name. Says false where one is no address.
 */
export function isSameMailbox(one: string, other: string): boolean {
  const mailbox = mailboxOf(one);
  return mailbox !== null && mailbox === mailboxOf(other);
}

function mailboxOf(address: string): string | null {
  const [, name, domain = ''] =
    /^([^\s@+]+)(?:\+[^\s@]*)?@([^\s@]+)$/.exec(address.trim().toLowerCase()) ?? [];
  if (name === undefined) return null;
  return gmail.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`;
}
