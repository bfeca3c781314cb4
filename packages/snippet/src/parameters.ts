import type { TouchEvent } from '@headwater/contract';

/** An address as it may be kept, and the parameters that say who sent the visitor, under their own names. */
export type Address = Pick<TouchEvent, 'url'> & { params: Record<string, string> };

const LONGEST_VALUE = 512;
const LONGEST_ADDRESS = 2000;
/** Nobody may keep the page busy by a link. */
const LONGEST_READ = 10_000;

/** Campaigns, the referral code; click ids, most of them called something-clid. */
const telling =
  /^(utm_.+|ref|\w{0,9}cl(k|ick_?)?id|(mc_|rdt_|sc)cid|[gw]braid|gad_\w+|gclsrc|igsh(id)?|srsltid|li_fat_id|epik|_kx|tblci|dub_id|_hsenc)$/;

/** What names a person: Mailchimp's parameter, ours between own domains, and whatever holds an e-mail address. */
const personal = /^(mc_eid|_hw)=|\S(@|%40)[^\s@]+\.\S/i;

/**
 * Reads an address: the campaign in its query and its hash (`#utm_source=x`, `#/pricing?utm_source=x`), and
 * the address without what names a person, at most 2,000 characters. Names are compared without case, values keep
 * theirs; the first of duplicates counts; a malformed escape costs its own value at most.
 * @param keepHash keeps the hash, for applications that route by it
 * @throws where the address is none
 */
export function readAddress(address: string, keepHash?: boolean): Address {
  const url = new URL(address.slice(0, LONGEST_READ));
  const { searchParams } = url;
  const all = new URLSearchParams(url.search + url.hash.replace(/^#([^?]*\?)?/, '&'));
  let params: Record<string, string> = {};
  if (!keepHash || personal.test(url.hash)) url.hash = '';
  for (const [given, value] of all) {
    const text = value.trim().slice(0, LONGEST_VALUE);
    // Matomo has names of its own for them.
    const name = given.toLowerCase().replace(/^(mtm|pk)_(?!clid)/, 'utm_');
    if (personal.test(`${given}=${value}`)) searchParams.delete(given);
    else if (text && telling.test(name)) params = { [name]: text, ...params };
  }
  return { url: url.href.slice(0, LONGEST_ADDRESS), params };
}
