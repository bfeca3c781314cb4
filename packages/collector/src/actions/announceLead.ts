import { saveAnnounced, type StoredLead } from '../storage/leads.ts';
import { assignLead } from './assignLead.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';

const closed = new Set(['disqualified', 'lost', 'customer']);

/**
 * Routes a lead that became warm or hot. A hot one gets its card now, a warm one waits for the digest,
 * cold ones and junk are not announced. A warm lead that becomes hot before anybody took it is routed anew.
 */
export async function announceLead(tx: InTransaction, lead: StoredLead): Promise<void> {
  if (lead.junk || lead.owner !== null || closed.has(lead.stage)) return;
  switch (lead.temperature) {
    case 'cold':
      return;
    case 'warm':
      if (lead.assignment === null) await assignLead(tx, lead);
      return;
    case 'hot': {
      if (lead.announced === 'card') return;
      const { channel } = await assignLead(tx, lead);
      await saveAnnounced(tx.trx, lead.id, 'card');
      await owe(tx, { kind: 'lead_card', leadId: lead.id, channel, payload: {} });
    }
  }
}
