import type { TouchEvent } from '@headwater/contract';

/** An address as it may be kept, and what it says about who sent the visitor. */
export type Address = Pick<TouchEvent, 'url' | 'utm' | 'click' | 'ref'>;

const LONGEST_VALUE = 512;
const LONGEST_REF = 128;
const LONGEST_ADDRESS = 2000;

/** Most networks call theirs something-clid; the others are named. */
const clickId =
  /^(\w{0,9}cl(k|ick_?)?id|(mc_|rdt_|sc)cid|[gw]braid|gad_\w+|gclsrc|igsh(id)?|srsltid|li_fat_id|epik|_kx|tblci|dub_id|_hsenc)$/;

/** Matomo writes the same parameters under prefixes of its own. */
const campaign = /^(utm|mtm|pk)_/;

/** A parameter that names a person: Mailchimp's, and whatever holds an e-mail address. */
const personal = /^mc_eid=|\S(@|%40)\S+\.\S/i;

/**
 * Reads an address: the campaign in its query and its hash (`#utm_source=x`, `#/pricing?utm_source=x`), and
 * the address without what names a person, at most 2,000 characters, parameters without a meaning for the
 * campaign the first to go. Names are compared without case, values keep theirs; the first of duplicates
 * counts; a malformed escape costs its own value at most.
 * @param keepHash keeps the hash, for applications that route by it
 * @throws where the address is none
 */
export function readAddress(address: string, keepHash?: boolean): Address {
  const url = new URL(address);
  const { searchParams } = url;
  const all = new URLSearchParams(url.search + url.hash.replace(/^#([^?]*\?)?/, '&'));
  let utm: Record<string, string> | undefined;
  let click: Record<string, string> | undefined;
  let ref: string | undefined;
  if (!keepHash || personal.test(url.hash)) url.hash = '';
  for (const [given, value] of all) {
    const text = value.trim().slice(0, LONGEST_VALUE);
    const name = text && given.toLowerCase();
    if (personal.test(`${given}=${value}`)) searchParams.delete(given);
    else if (clickId.test(name)) click = { [name]: text, ...click };
    else if (campaign.test(name)) {
      const part = name.replace(campaign, '').replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      utm = { [part]: text, ...utm };
    } else if (name === 'ref') ref ||= text.slice(0, LONGEST_REF);
    else if (url.href.length > LONGEST_ADDRESS) searchParams.delete(given);
  }
  return { url: url.href.slice(0, LONGEST_ADDRESS), utm, click, ref };
}
