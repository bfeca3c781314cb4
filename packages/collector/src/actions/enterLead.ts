import { offlineKinds, type EnteredLead } from '@headwater/contract';
import { newSubmissionId } from '../ids.ts';
import { insertEvents } from '../storage/events.ts';
import { insertSubmission, leadOfSubmission } from '../storage/submissions.ts';
import type { Deps, InTransaction } from './deps.ts';
import { identifyLead, type Identified } from './identifyLead.ts';
import { refreshLead } from './refreshLead.ts';
import { momentOf } from './reportedTime.ts';

/**
 * Takes a lead entered by hand. Its source becomes its touch: an offline kind, or the words of a campaign. Null
 * where it is said to come in the future.
 */
export async function enterLead(
  { db, clock, signals }: Deps,
  entered: EnteredLead,
): Promise<Identified | null> {
  const nowMs = clock.now();
  const at = momentOf({ nowMs }, entered.at === undefined ? nowMs : Date.parse(entered.at));
  if (at === null) return null;
  const id = entered.submission ?? newSubmissionId(nowMs);
  const identified = await db.transaction().execute(async (trx) => {
    const known = await leadOfSubmission(trx, id);
    if (known) return { leadId: known, isNew: false };
    return storeEntered({ trx, nowMs }, { id, at, entered });
  });
  signals.deliveries.ring();
  return identified;
}

async function storeEntered(
  tx: InTransaction,
  { id, at, entered }: { id: string; at: number; entered: EnteredLead },
): Promise<Identified> {
  const identified = await identifyLead(tx, entered);
  const { leadId } = identified;
  await insertSubmission(tx.trx, {
    id,
    leadId,
    site: null,
    receivedAt: tx.nowMs,
    via: 'entered',
    submission: entered,
  });
  await insertEvents(tx.trx, [
    {
      id,
      site: null,
      visitor: null,
      lead_id: leadId,
      kind: kindOf(entered.source),
      at,
      sent_at: null,
      received_at: tx.nowMs,
      body: JSON.stringify({ utm: utmOf(entered) }),
    },
  ]);
  await refreshLead(tx, leadId);
  return identified;
}

/** `Trade Show` is the offline kind `trade-show`; any other source is a visit that it brought. */
export function kindOf(source: string): string {
  const slug = source
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  return offlineKinds.find((kind) => kind === slug) ?? 'visit';
}

function utmOf({ source, medium, campaign, content }: EnteredLead) {
  return { source, medium, campaign, content };
}
