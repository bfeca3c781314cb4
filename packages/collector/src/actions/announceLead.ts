import { isClosed } from '../domain/stage.ts';
import { saveAnnounced, type StoredLead } from '../storage/leads.ts';
import { assignLead } from './assignLead.ts';
import { leaveToChannel } from './bringCard.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';

/**
 * Routes a lead that became warm or hot. A hot one gets its card now, a warm one waits for the digest,
 * cold ones and junk are not announced. A warm lead that becomes hot before anybody took it is routed anew,
 * and so is one that nobody took, cooled down, and came back.
 */
export async function announceLead(tx: InTransaction, lead: StoredLead): Promise<void> {
  if (lead.junk || lead.owner !== null || isClosed(lead)) return;
  switch (lead.temperature) {
    case 'cold':
    case 'warm':
      if (wasHot(lead)) await saveAnnounced(tx.trx, lead.id, 'digest');
      if (lead.temperature === 'warm' && lead.assignment === null) await assignLead(tx, lead);
      return;
    case 'hot': {
      if (wasHot(lead)) return;
      const { channel } = await assignLead(tx, lead);
      await saveAnnounced(tx.trx, lead.id, 'card');
      await leaveToChannel(tx, lead);
      await owe(tx, { kind: 'lead_card', leadId: lead.id, channel, payload: {} });
    }
  }
}

const wasHot = ({ announced }: StoredLead): boolean => announced === 'card' || announced === 'burst';
