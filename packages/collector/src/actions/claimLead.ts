import { isClosed } from '../domain/stage.ts';
import { decisionId, type LeadId } from '../ids.ts';
import { setAccountOwnerIfNone } from '../storage/accounts.ts';
import { isRecorded } from '../storage/history.ts';
import { lockLead, saveOwner, type StoredLead } from '../storage/leads.ts';
import { cancelDeadline } from './assignLead.ts';
import { bringCard } from './bringCard.ts';
import { cardChannel, oweCardUpdate, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { noteClaim } from './noteResponse.ts';
import { planFollowUp } from './planFollowUp.ts';
import { settleReferrals } from './settleReferrals.ts';

export type ClaimRequest = { owner: string; by: string; eventId?: string | undefined };

/** What became of a claim, and who has the lead now. */
export type ClaimAnswer =
  | { outcome: 'claimed'; leadId: LeadId; owner: string | null }
  | { outcome: 'taken'; leadId: LeadId; owner: string }
  | { outcome: 'unknown' }
  | { outcome: 'closed' };

/** Gives a lead to the first who asks. The database decides, so there is one winner among all processes. */
export async function claimLead(
  { db, clock, signals }: Deps,
  id: LeadId,
  claim: ClaimRequest,
): Promise<ClaimAnswer> {
  const answer = await db.transaction().execute(async (trx): Promise<ClaimAnswer> => {
    const lead = await lockLead(trx, id);
    // once others have decided, or the history would tell it in another order
    const nowMs = clock.now();
    if (!lead) return { outcome: 'unknown' };
    if (await isRecorded(trx, decisionId(lead.id, claim.eventId, nowMs))) return repeatedAnswer(lead, claim);
    if (lead.owner === claim.owner) return { outcome: 'claimed', leadId: lead.id, owner: lead.owner };
    if (lead.owner !== null) return { outcome: 'taken', leadId: lead.id, owner: lead.owner };
    if (isClosed(lead)) return { outcome: 'closed' };
    await takeOwnership({ trx, nowMs }, lead, claim);
    return { outcome: 'claimed', leadId: lead.id, owner: claim.owner };
  });
  signals.deliveries.ring();
  return answer;
}

/** A claim that had its effect has none again, even when the lead was handed on meanwhile. */
function repeatedAnswer({ id, owner }: StoredLead, claim: ClaimRequest): ClaimAnswer {
  if (owner !== null && owner !== claim.owner) return { outcome: 'taken', leadId: id, owner };
  return { outcome: 'claimed', leadId: id, owner };
}

async function takeOwnership(tx: InTransaction, lead: StoredLead, claim: ClaimRequest): Promise<void> {
  await saveOwner(tx.trx, lead.id, claim.owner);
  await cancelDeadline(tx.trx, lead.id);
  if (lead.account !== null) await setAccountOwnerIfNone(tx.trx, lead.account, claim.owner);
  const shown = await bringCard(tx, lead, claim.owner);
  await record(
    tx,
    {
      id: decisionId(lead.id, claim.eventId, tx.nowMs),
      leadId: lead.id,
      at: tx.nowMs,
      kind: 'claimed',
      actor: claim.by,
      to: claim.owner,
    },
    cardChannel(shown),
  );
  await oweCardUpdate(tx, lead);
  await settleReferrals(tx, lead.id);
  await noteClaim(tx, lead.id, claim.owner);
  await planFollowUp(tx, { ...lead, owner: claim.owner, snoozed: null });
}
