import { offlineKinds, type EnteredLead } from '@headwater/contract';
import { canonicalSource } from '../domain/naming.ts';
import { newSubmissionId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { insertEvents } from '../storage/events.ts';
import { backdateLead } from '../storage/importedLeads.ts';
import { insertSubmission, leadOfSubmission } from '../storage/submissions.ts';
import type { Deps, InTransaction } from './deps.ts';
import { identifyLead, type Identified } from './identifyLead.ts';
import { refreshLead } from './refreshLead.ts';
import { momentOf } from './reportedTime.ts';
import { settingsValue } from './settings.ts';

export type Entered =
  | ({ outcome: 'entered' } & Identified)
  | { outcome: 'in_future'; path: 'at' | 'createdAt' }
  | { outcome: 'no_source' };

/**
 * Takes a lead entered by hand. Its source becomes its touch: an offline kind, or the words of a campaign.
 * `no_source` where a placeholder stands for it: who types has to say.
 */
export async function enterLead({ db, clock, signals }: Deps, entered: EnteredLead): Promise<Entered> {
  const nowMs = clock.now();
  const since = momentOf({ nowMs }, parsedOr(nowMs, entered.createdAt));
  if (since === null) return { outcome: 'in_future', path: 'createdAt' };
  const at = momentOf({ nowMs }, parsedOr(since, entered.at));
  if (at === null) return { outcome: 'in_future', path: 'at' };
  const id = entered.submission ?? newSubmissionId(nowMs);
  const answer = await db.transaction().execute(async (trx): Promise<Entered> => {
    const known = await leadOfSubmission(trx, id);
    if (known) return { outcome: 'entered', leadId: known, isNew: false };
    if (!(await namesSource(trx, entered.source))) return { outcome: 'no_source' };
    return { outcome: 'entered', ...(await storeEntered({ trx, nowMs }, { id, since, at, entered })) };
  });
  signals.deliveries.ring();
  return answer;
}

const parsedOr = (otherwise: number, time: string | undefined): number =>
  time === undefined ? otherwise : Date.parse(time);

/** False for a placeholder that is no alias either. */
export async function namesSource(db: Db, source: string): Promise<boolean> {
  const { aliases } = await settingsValue(db, 'sources');
  return canonicalSource(source, aliases).source !== null;
}

async function storeEntered(
  tx: InTransaction,
  { id, since, at, entered }: { id: string; since: number; at: number; entered: EnteredLead },
): Promise<Identified> {
  const identified = await identifyLead(tx, entered);
  const { leadId } = identified;
  await backdateLead(tx.trx, leadId, since);
  await insertSubmission(tx.trx, {
    id,
    leadId,
    site: null,
    receivedAt: since,
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
