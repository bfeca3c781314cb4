import { setImmediate } from 'node:timers/promises';
import type { AttributionSettings } from '@headwater/contract';
import { sortJourney } from '../domain/journey.ts';
import type { LeadId } from '../ids.ts';
import { leadsOfAccount } from '../storage/accounts.ts';
import type { Db } from '../storage/dialect.ts';
import type { StoredLead } from '../storage/leads.ts';
import { readJourney, type ResolvedTouch } from './readJourney.ts';

/** What credits need of a touch: an account has many, and an export holds them. */
export type CreditableTouch = Pick<ResolvedTouch, 'id' | 'at' | 'receivedAt'> & {
  leadId: LeadId;
  resolved: Pick<ResolvedTouch['resolved'], 'channel' | 'source'>;
};

/** More than decide on a purchase. Strangers may send forms by the thousand with addresses of one domain. */
const MOST_COLLEAGUES = 100;
/** Twenty of each: an export writes them for each lead of the account and by each model. */
const MOST_TOUCHES = 2_000;
/** What is kept of accounts that were read, some ten megabytes. */
const MOST_HELD = 50_000;

/**
 * Reads the journey of a lead, or with `journeys: 'account'` that of everybody of its account: the hundred people we
 * have known longest and the lead itself, without those whose touches would make it more than 2,000. What was read of
 * an account serves its next lead, so take a reader for one answer. Others have their turn between people.
 */
export function createTouchReader(db: Db) {
  const ofAccount = createAccountReader(db);
  return async (
    lead: StoredLead,
    { journeys }: Pick<AttributionSettings, 'journeys'>,
  ): Promise<readonly CreditableTouch[]> => {
    await setImmediate();
    if (journeys !== 'account' || lead.account === null) return touchesOf(db, lead.id);
    const known = await ofAccount(lead.account);
    if (known.some(({ leadId }) => leadId === lead.id)) return known;
    return sortJourney([...known, ...(await touchesOf(db, lead.id))]);
  };
}

/** Holds the accounts that were asked for last, as long as they are not too many touches. */
function createAccountReader(db: Db) {
  const held = new Map<string, readonly CreditableTouch[]>();
  let size = 0;
  return async (account: string): Promise<readonly CreditableTouch[]> => {
    const touches = held.get(account) ?? (await touchesOfAccount(db, account));
    if (!held.delete(account)) size += sizeOf(touches);
    held.set(account, touches);
    for (const [oldest, own] of held) {
      if (size <= MOST_HELD) break;
      held.delete(oldest);
      size -= sizeOf(own);
    }
    return touches;
  };
}

/** An account of which nothing is known takes room as well. */
const sizeOf = (touches: readonly CreditableTouch[]): number => touches.length + 1;

async function touchesOfAccount(db: Db, account: string): Promise<CreditableTouch[]> {
  const touches: CreditableTouch[] = [];
  for (const leadId of await leadsOfAccount(db, account, MOST_COLLEAGUES)) {
    await setImmediate();
    const own = await touchesOf(db, leadId);
    if (touches.length + own.length <= MOST_TOUCHES) touches.push(...own);
  }
  return sortJourney(touches);
}

async function touchesOf(db: Db, leadId: LeadId): Promise<CreditableTouch[]> {
  const { touches } = await readJourney(db, leadId);
  return touches.map(({ id, at, receivedAt, resolved: { channel, source } }) => ({
    id,
    leadId,
    at,
    receivedAt,
    resolved: { channel, source },
  }));
}
