import { emailDomain } from './account.ts';
import { isSameMailbox } from './mailbox.ts';

type Referring = {
  email: string | undefined;
  referrerEmail: string | undefined;
  /** The domains of our own websites. */
  ownDomains: readonly string[];
};

/**
 * Why a referral is one of oneself or of somebody of the own company, said kindly; null when it is neither. An
 * address of the same domain as the referrer's that is none of ours is taken, and looked at first.
 */
export function ownReferral({ email, referrerEmail, ownDomains }: Referring): string | null {
  if (email === undefined) return null;
  if (referrerEmail !== undefined && isSameMailbox(email, referrerEmail))
    return 'This is your own address. Please refer somebody else: we know you already.';
  if (isOneOf(emailDomain(email), ownDomains))
    return 'This is an address of our own company. Please refer somebody from another one.';
  return null;
}

function isOneOf(domain: string | null, ownDomains: readonly string[]): boolean {
  return ownDomains.some((own) => domain === own.toLowerCase() || domain?.endsWith(`.${own.toLowerCase()}`));
}
