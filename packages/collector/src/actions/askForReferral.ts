import type { AskMoment, AskOutcome, ReferralMessage } from '@headwater/contract';
import { accountOf, accountOfDomain } from '../domain/account.ts';
import { lockAccount } from '../storage/accounts.ts';
import { askOfEvent, insertAsk, wasAskedSince } from '../storage/recognition.ts';
import { owe } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';

/** The same account is not asked again for a season, in milliseconds. */
const NOT_AGAIN_WITHIN_MS = 90 * 24 * 60 * 60 * 1000;
/** Who would recommend us, by the usual reading of the scale. https://en.wikipedia.org/wiki/Net_promoter_score */
const PROMOTER_FROM = 9;

const because: Record<AskMoment['moment'], string> = {
  deal_won: 'has just become a customer',
  renewal: 'has renewed',
  nps: 'would recommend us',
  ticket_solved: 'has just had a problem solved',
};

/**
 * Asks the owner of an account, at a good moment, whom the customer may know. One question a season and account;
 * the same event again has no effect and the same answer.
 */
export async function askForReferral({ db, clock, signals }: Deps, moment: AskMoment): Promise<AskOutcome> {
  const nowMs = clock.now();
  const name = moment.account === undefined ? accountOf(moment.email) : accountOfDomain(moment.account);
  const outcome = await db.transaction().execute(async (trx): Promise<AskOutcome> => {
    const account = name === null ? undefined : await lockAccount(trx, name);
    const before = await askOfEvent(trx, moment.eventId);
    if (before !== undefined) return before;
    if (account === undefined) return 'unknown_account';
    const { owner, domain } = account;
    const decided = await decide({ trx, nowMs }, moment, account);
    const ask = { event_id: moment.eventId, account: domain, owner, moment: moment.moment };
    await insertAsk(trx, { ...ask, outcome: decided, at: nowMs });
    if (decided === 'asked' && owner !== null) await tellOwner({ trx, nowMs }, owner, { moment, domain });
    return decided;
  });
  signals.deliveries.ring();
  return outcome;
}

async function decide(
  { trx, nowMs }: InTransaction,
  { moment, score = 0 }: AskMoment,
  { owner, domain }: { owner: string | null; domain: string },
): Promise<AskOutcome> {
  if (moment === 'nps' && score < PROMOTER_FROM) return 'low_score';
  if (owner === null) return 'no_owner';
  return (await wasAskedSince(trx, domain, nowMs - NOT_AGAIN_WITHIN_MS)) ? 'asked_lately' : 'asked';
}

async function tellOwner(
  tx: InTransaction,
  owner: string,
  { moment, domain }: { moment: AskMoment; domain: string },
): Promise<void> {
  const none = { reward: null, next: null };
  const reason = because[moment.moment];
  const message: ReferralMessage = { event: 'ask', name: '', company: domain, ...none, reason };
  const payload = { slackUser: owner, message };
  await owe(tx, { kind: 'referral_message', leadId: null, channel: owner, payload });
}
