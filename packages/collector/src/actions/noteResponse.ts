import { workingMsBetween } from '../domain/calendar.ts';
import { workingTimeOf } from '../domain/workingTime.ts';
import type { LeadId } from '../ids.ts';
import { findResponse, saveResponse } from '../storage/responses.ts';
import type { InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/** Keeps how long the first claim took; later ones change nothing. */
export async function noteClaim(tx: InTransaction, leadId: LeadId, owner: string): Promise<void> {
  const response = await findResponse(tx.trx, leadId);
  if (!response || response.claimed_at !== null) return;
  await saveResponse(tx.trx, leadId, {
    claimed_at: tx.nowMs,
    claimed_by: owner,
    claim_working_ms: await workingMs(tx, { since: response.announced_at, until: tx.nowMs, by: owner }),
  });
}

/** Keeps how long the first follow-up took; later ones change nothing. */
export async function noteFollowUp(
  tx: InTransaction,
  leadId: LeadId,
  { at, by }: { at: number; by: string },
): Promise<void> {
  const response = await findResponse(tx.trx, leadId);
  if (!response || response.followed_up_at !== null) return;
  await saveResponse(tx.trx, leadId, {
    followed_up_at: at,
    follow_up_working_ms: await workingMs(tx, { since: response.announced_at, until: at, by }),
  });
}

async function workingMs(
  { trx }: InTransaction,
  { since, until, by }: { since: number; until: number; by: string },
): Promise<number> {
  const people = await settingsValue(trx, 'people');
  const calendar = await settingsValue(trx, 'calendar');
  return workingMsBetween(since, until, workingTimeOf(by, { people, calendar }));
}
