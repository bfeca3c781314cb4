import type { OfflineTouch } from '@headwater/contract';
import type { LeadId } from '../ids.ts';
import { eventsAmong, insertEvents } from '../storage/events.ts';
import { findLead } from '../storage/leads.ts';
import type { Deps } from './deps.ts';
import { namesSource } from './enterLead.ts';
import { refreshLead } from './refreshLead.ts';
import { momentOf } from './reportedTime.ts';
import { storableBody } from './storableBody.ts';

/**
 * Enters a touch that happened off the website: a call, a trade show, a webinar attended. `no_source` where a
 * placeholder stands for the source: it may be left out.
 */
export async function addTouch(
  { db, clock, signals }: Deps,
  id: LeadId,
  touch: OfflineTouch,
): Promise<{ outcome: 'added' | 'duplicate' | 'unknown' | 'in_future' | 'no_source' }> {
  const nowMs = clock.now();
  const { eventId, kind, at: reportedAt, source, medium, campaign, content, session, url, referrer } = touch;
  const at = momentOf({ nowMs }, Date.parse(reportedAt));
  if (at === null) return { outcome: 'in_future' };
  const answer = await db.transaction().execute(async (trx) => {
    const lead = await findLead(trx, id);
    if (!lead) return { outcome: 'unknown' as const };
    if ((await eventsAmong(trx, [eventId])).size > 0) return { outcome: 'duplicate' as const };
    if (source?.trim() && !(await namesSource(trx, source))) return { outcome: 'no_source' as const };
    const row = {
      id: eventId,
      site: null,
      visitor: null,
      lead_id: lead.id,
      kind,
      at,
      sent_at: null,
    };
    const body = storableBody({ url, referrer, utm: { source, medium, campaign, content }, session });
    const inserted = await insertEvents(trx, [{ ...row, received_at: nowMs, body }]);
    if (inserted.length === 0) return { outcome: 'duplicate' as const };
    await refreshLead({ trx, nowMs }, lead.id);
    return { outcome: 'added' as const };
  });
  signals.deliveries.ring();
  return answer;
}
