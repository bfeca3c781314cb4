import { accountOf } from './account.ts';
import { isSameMailbox } from './mailbox.ts';

/** How a referrer's referrals went since one of theirs was released last, the one in question among them. */
export type TrackRecord = { referrals: number; qualified: number };

/** So many referrals say something about a referrer. */
const TELLING_FROM = 10;
/** The share of them that should be qualified. */
const QUALIFIED_SHARE = 0.2;

type Looked = { email: string | undefined; referrerEmail: string | undefined; record: TrackRecord };

/**
 * Why a referral should be looked at before it earns anything, in words for whoever looks and for whoever
 * referred; null where nothing looks wrong.
 */
export function reviewReason({ email, referrerEmail, record }: Looked): string | null {
  return ownAddress(email, referrerEmail) ?? sameCompany(email, referrerEmail) ?? fewQualified(record);
}

function ownAddress(email: string | undefined, referrerEmail: string | undefined): string | null {
  if (email === undefined || referrerEmail === undefined || !isSameMailbox(email, referrerEmail)) return null;
  return 'the address is that of whoever referred';
}

/** People of one free mail provider have nothing in common: they have no account. */
function sameCompany(email: string | undefined, referrerEmail: string | undefined): string | null {
  const company = accountOf(email);
  if (company === null || company !== accountOf(referrerEmail)) return null;
  return `the address is of the same company as that of whoever referred, ${company}`;
}

/** Why the referrals of somebody are looked at from now on; null where enough of them were qualified. */
export function fewQualified({ referrals, qualified }: TrackRecord): string | null {
  if (referrals < TELLING_FROM || qualified / referrals >= QUALIFIED_SHARE) return null;
  return `${qualified} of the last ${referrals} referrals by the same person became qualified so far`;
}
