import { createHash } from 'node:crypto';
import type { LeadId } from '../ids.ts';
import { cardStateOf, leadsWithCard, saveCardState, type CardState } from '../storage/cardState.ts';
import { awaitingUpdate } from '../storage/cardUpdates.ts';
import { findLead, type StoredLead } from '../storage/leads.ts';
import { cardChannel, owe, oweCardUpdate } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { cardContent } from './readCard.ts';
import type { Journey } from './readJourney.ts';

/**
 * Owes an update to the lead's card, and to those of its colleagues, where what they show is no longer so.
 * `before` and `lead` are the lead as it was and as it is stored now.
 */
export async function keepCards(
  tx: InTransaction,
  before: StoredLead,
  lead: StoredLead,
  journey: Journey,
): Promise<void> {
  const old = await cardStateOf(tx.trx, lead.id);
  const state = cardStateFor(lead, journey);
  if (state.shown === old.shown) return;
  await saveCardState(tx.trx, lead.id, state);
  await oweCardUpdate(tx, lead);
  if (asColleague(before, old) !== asColleague(lead, state)) await tellColleagues(tx, lead, before.account);
}

/** What the cards of a lead and of its colleagues would show of it. */
export function cardStateFor(lead: StoredLead, journey: Journey): CardState {
  const { lastAct, ...content } = cardContent(journey);
  return {
    shown: digestOf([shownOf(lead), content]),
    lastAct: lastAct?.label ?? null,
    lastActAt: lastAct?.at ?? null,
  };
}

/**
 * Slack takes fifty updates a minute, and a company with many leads would use them up: what a colleague does
 * shows within this time, in milliseconds, and once for all that happened meanwhile.
 */
const COLLEAGUES_WITHIN_MS = 60_000;

/** Owes an update to the cards of everybody else of the lead's account, and of the one it belonged to before. */
export async function tellColleagues(
  tx: InTransaction,
  { id, account }: { id: LeadId; account: string | null },
  accountBefore: string | null = null,
): Promise<void> {
  const accounts = new Set([account, accountBefore].filter((each) => each !== null));
  const colleagues = await leadsWithCard(tx.trx, [...accounts], id);
  const waiting = await awaitingUpdate(tx.trx, colleagues);
  for (const leadId of colleagues.filter((each) => !waiting.has(each))) {
    const lead = await findLead(tx.trx, leadId);
    const channel = lead ? cardChannel(lead) : null;
    if (channel === null) continue;
    await owe(tx, { kind: 'card_update', leadId, channel, payload: {} }, COLLEAGUES_WITHIN_MS);
  }
}

/** What the cards of others show of a lead; of its last act they name the day. Null where they show nothing. */
function asColleague(
  { account, junk, name, email, stage }: StoredLead,
  { lastAct, lastActAt }: CardState,
): string | null {
  if (account === null || junk) return null;
  const day = lastActAt === null ? null : new Date(lastActAt).toISOString().slice(0, 10);
  return JSON.stringify([account, name, email, stage, lastAct, day]);
}

/** Without what other decisions change: those owe their updates themselves. */
function shownOf(lead: StoredLead): Partial<StoredLead> {
  const {
    owner: _o,
    assignment: _a,
    stage: _s,
    announced: _n,
    card: _c,
    cardPlace: _p,
    role: _r,
    ...shown
  } = lead;
  return shown;
}

function digestOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('base64url');
}
