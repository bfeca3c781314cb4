import type { BuyingRole } from '@headwater/contract';
import { decisionId, type LeadId } from '../ids.ts';
import { lockLead, saveRole, type StoredLead } from '../storage/leads.ts';
import { cardChannel, oweCardUpdate, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { tellColleagues } from './keepCards.ts';

export type RoleRequest = { role: BuyingRole; by: string; eventId?: string | undefined };
export type RoleAnswer =
  | { outcome: 'changed' | 'unchanged'; leadId: LeadId; role: BuyingRole }
  | { outcome: 'unknown' };

/** Says what somebody is to a purchase of their company. An event that comes again has no effect again. */
export async function changeRole(
  { db, clock, signals }: Deps,
  id: LeadId,
  request: RoleRequest,
): Promise<RoleAnswer> {
  const nowMs = clock.now();
  const answer = await db.transaction().execute(async (trx): Promise<RoleAnswer> => {
    const lead = await lockLead(trx, id);
    return lead ? storeRole({ trx, nowMs }, lead, request) : { outcome: 'unknown' };
  });
  signals.deliveries.ring();
  return answer;
}

/** {@link changeRole} inside the transaction of what caused it. The lead is locked. */
export async function storeRole(
  tx: InTransaction,
  lead: StoredLead,
  { role, by, eventId }: RoleRequest,
): Promise<Exclude<RoleAnswer, { outcome: 'unknown' }>> {
  const stays = { outcome: 'unchanged' as const, leadId: lead.id, role: lead.role };
  if (lead.role === role) return stays;
  const id = decisionId(lead.id, eventId, tx.nowMs);
  const entry = { id, leadId: lead.id, at: tx.nowMs, kind: 'role_changed' as const, actor: by, to: role };
  const isNew = await record(tx, entry, cardChannel(lead));
  if (!isNew) return stays;
  await saveRole(tx.trx, lead.id, role);
  await oweCardUpdate(tx, lead);
  await tellColleagues(tx, lead);
  return { outcome: 'changed', leadId: lead.id, role };
}
