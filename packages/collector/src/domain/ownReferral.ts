import { accountOf, emailDomain } from './account.ts';
import { isSameMailbox } from './mailbox.ts';

type Referring = {
  email: string | undefined;
  referrerEmail: string | undefined;
  /** The domains of our own websites. */
  ownDomains: readonly string[];
};

/** Why a referral is one of oneself or of a colleague, said kindly; null when it is neither. */
export function ownReferral({ email, referrerEmail, ownDomains }: Referring): string | null {
  if (email === undefined) return null;
  if (referrerEmail !== undefined && isSameMailbox(email, referrerEmail))
    return 'This is your own address. Please refer somebody else: we know you already.';
  const company = accountOf(email);
  const isColleague = company !== null && company === accountOf(referrerEmail);
  if (isColleague || isOneOf(emailDomain(email), ownDomains))
    return 'This is an address of our own company. Please refer somebody from another one.';
  return null;
}

function isOneOf(domain: string | null, ownDomains: readonly string[]): boolean {
  return ownDomains.some((own) => domain === own.toLowerCase() || domain?.endsWith(`.${own.toLowerCase()}`));
}
