import type { PublicReferral } from '@headwater/contract';
import type { Field, Values } from './fields.ts';
import type { Messages } from './messages/en.ts';

/** Who is referred. */
export function friendFields({ friendName, friendEmail, note }: Messages): Field[] {
  return [
    { name: 'name', label: friendName, isRequired: true },
    { name: 'email', label: friendEmail, isRequired: true },
    { name: 'note', label: note, isRequired: false },
  ];
}

/**
 * The code of whoever looks at the page: from the element, else from the link they were sent, `?code=ANNA42`. Beside
 * a `state` it is the secret of somebody signing in.
 */
export function codeOf(element: Element): string {
  const search = new URLSearchParams(location.search);
  return element.getAttribute('code') || (!search.get('state') && search.get('code')) || '';
}

/** A referral as the collector takes it. */
export function referralBody(site: string, code: string, values: Values, submission: string): string {
  const referral = { ...values, site, submission, code } as object as PublicReferral;
  return JSON.stringify(referral);
}

/** Where a link can be shared, and the address that does it. */
export function waysToShare(
  link: string,
  text: string,
  { email, shareSubject }: Messages,
): [string, string][] {
  const both = encodeURIComponent(`${text} ${link}`);
  return [
    [email, `mailto:?subject=${encodeURIComponent(shareSubject)}&body=${both}`],
    ['WhatsApp', `https://wa.me/?text=${both}`],
    ['LinkedIn', `https://www.linkedin.com/sharing/share-offsite/?url=${encodeURIComponent(link)}`],
  ];
}
