import { managerOf } from '../domain/workingTime.ts';
import { isClosed } from '../domain/stage.ts';
import { newHistoryId, type LeadId } from '../ids.ts';
import { historyOf } from '../storage/history.ts';
import { lockLead } from '../storage/leads.ts';
import { cardChannel, owe, record } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/**
 * Nobody claimed the lead in three times its deadline: the manager of whoever has or had it hears of it by
 * direct message, and where nobody is named as such, the channel. Runs in the transaction that takes the
 * timer away: a process that dies on any line leaves both as they were.
 */
export async function escalateLead(tx: InTransaction, leadId: LeadId, sinceMs: number): Promise<void> {
  const lead = await lockLead(tx.trx, leadId);
  if (!lead?.assignment || lead.owner !== null || isClosed(lead)) return;
  const { owner, channel } = lead.assignment;
  const missedBy = owner ?? (await lastAsked(tx, lead.id));
  const manager = managerOf(missedBy, { people: await settingsValue(tx.trx, 'people') });
  const entry = { id: newHistoryId(tx.nowMs), leadId: lead.id, at: tx.nowMs, kind: 'escalated' as const };
  // the channel is told by a message of its own, which also leads without a card have
  await record(tx, { ...entry, actor: null, to: manager }, manager === null ? null : cardChannel(lead));
  const news = { kind: 'escalated' as const, since: new Date(sinceMs).toISOString(), missedBy };
  await owe(tx, {
    kind: 'lead_news',
    leadId: lead.id,
    channel: manager ?? channel,
    payload: { slackUser: manager, news },
  });
}

/** Who was asked last to act on a lead that is now anybody's. */
async function lastAsked({ trx }: InTransaction, leadId: LeadId): Promise<string | null> {
  const history = await historyOf(trx, leadId);
  const asked = history.findLast(
    ({ kind, to }) => (kind === 'assigned' || kind === 'reassigned') && to !== null,
  );
  return asked?.to ?? null;
}
