import type { EventBody } from '../domain/event.ts';
import { holdsEmail, storableAddress } from '../domain/url.ts';

/**
 * An event as it is stored: as it was reported, without what names a person in its addresses and parameters
 * (an e-mail address, Mailchimp's `mc_eid`). Whoever sends us may not have removed it.
 */
export function storableBody(body: EventBody): string {
  const { url, referrer, utm, click, ref, params } = body;
  return JSON.stringify({
    ...body,
    url: url && storableAddress(url),
    referrer: referrer && storableAddress(referrer),
    utm: utm && withoutPersons(utm),
    click: click && withoutPersons(click),
    params: params && withoutPersons(params),
    ref: ref && (holdsEmail(ref) ? undefined : ref),
  });
}

/** The same object where there is nothing to remove, which is nearly always. */
function withoutPersons(values: Record<string, string | undefined>): Record<string, string | undefined> {
  const isPersonal = ([name, value = '']: [string, string | undefined]): boolean =>
    name.toLowerCase() === 'mc_eid' || holdsEmail(value);
  const entries = Object.entries(values);
  return entries.some(isPersonal)
    ? Object.fromEntries(entries.filter((entry) => !isPersonal(entry)))
    : values;
}
