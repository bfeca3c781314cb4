import { identityKeys, type Identity } from '../domain/identity.ts';
import { withMailbox } from '../domain/mailbox.ts';
import { newLeadId, type LeadId } from '../ids.ts';
import { claimIdentities, moveIdentities } from '../storage/identities.ts';
import { insertLead } from '../storage/leads.ts';
import { wereParted } from '../storage/merges.ts';
import type { InTransaction } from './deps.ts';
import { mergeLeads } from './mergeLeads.ts';

export type Identified = { leadId: LeadId; isNew: boolean };

/**
 * The lead that a person is: the one with their e-mail address; else one without an address who has the
 * same phone, LinkedIn profile, or name and company; else a new one. When both exist they become one.
 * A person with another address is another lead, even at the same phone, and so are two that people parted.
 */
export async function identifyLead(tx: InTransaction, who: Identity): Promise<Identified> {
  const candidate = newLeadId(tx.nowMs);
  const holders = await claimIdentities(tx.trx, candidate, identityKeys(who).map(withMailbox));
  const byEmail = holders.find((holder) => holder.kind === 'email');
  const others = holders.filter((holder) => holder.kind !== 'email' && holder.leadId !== candidate);
  const nameless = others.filter((holder) => byEmail === undefined || holder.email === null);
  const known = byEmail && byEmail.leadId !== candidate ? byEmail.leadId : nameless[0]?.leadId;
  const leadId = known ?? candidate;
  if (known === undefined) await insertLead(tx.trx, candidate, tx.nowMs);
  for (const other of mergeable(nameless, leadId))
    if (!(await wereParted(tx.trx, other, leadId))) await mergeLeads(tx, other, leadId);
  if (leadId !== candidate) await moveIdentities(tx.trx, candidate, leadId);
  return { leadId, isNew: known === undefined };
}

/** Leads without an address that turn out to be this one. */
function mergeable(holders: readonly { leadId: LeadId; email: string | null }[], leadId: LeadId): LeadId[] {
  const others = holders.filter((holder) => holder.leadId !== leadId && holder.email === null);
  return [...new Set(others.map((holder) => holder.leadId))];
}
