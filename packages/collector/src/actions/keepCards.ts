import { createHash } from 'node:crypto';
import type { LeadId } from '../ids.ts';
import { cardStateOf, leadsWithCard, saveCardState, type CardState } from '../storage/cardState.ts';
import { findLead, type StoredLead } from '../storage/leads.ts';
import { oweCardUpdate } from './deliver.ts';
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
  const { lastAct, ...content } = cardContent(journey);
  const old = await cardStateOf(tx.trx, lead.id);
  const state: CardState = {
    shown: digestOf([shownOf(lead), content]),
    lastAct: lastAct?.label ?? null,
    lastActAt: lastAct?.at ?? null,
  };
  if (state.shown === old.shown) return;
  await saveCardState(tx.trx, lead.id, state);
  await oweCardUpdate(tx, lead);
  if (asColleague(before, old) !== asColleague(lead, state)) await tellColleagues(tx, lead, before.account);
}

/** Owes an update to the cards of everybody else of the lead's account, and of the one it belonged to before. */
export async function tellColleagues(
  tx: InTransaction,
  { id, account }: { id: LeadId; account: string | null },
  accountBefore: string | null = null,
): Promise<void> {
  const accounts = new Set([account, accountBefore].filter((each) => each !== null));
  for (const colleague of await leadsWithCard(tx.trx, [...accounts], id)) {
    const lead = await findLead(tx.trx, colleague);
    if (lead) await oweCardUpdate(tx, lead);
  }
}

/** What the cards of others show of a lead; of its last act they name the day. */
function asColleague(
  { account, junk, name, email, stage }: StoredLead,
  { lastAct, lastActAt }: CardState,
): string {
  const day = lastActAt === null ? null : new Date(lastActAt).toISOString().slice(0, 10);
  return JSON.stringify([account, junk, name, email, stage, lastAct, day]);
}

/** Without what other decisions change: those owe their updates themselves. */
function shownOf(lead: StoredLead): Partial<StoredLead> {
  const { owner: _o, assignment: _a, stage: _s, announced: _n, card: _c, ...shown } = lead;
  return shown;
}

function digestOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('base64url');
}
