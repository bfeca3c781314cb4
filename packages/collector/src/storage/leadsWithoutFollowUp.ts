import type { Db } from './dialect.ts';
import { listLeads, type StoredLead } from './leads.ts';

/** More than anybody reads in a morning. */
const MOST = 500;

/**
 * Leads that somebody has and nobody tried to reach, newest first, at most 500; only those of `owner` where
 * one is named. Closed, snoozed and junk leads are none of them.
 */
export async function leadsWithoutFollowUp(db: Db, nowMs: number, owner?: string): Promise<StoredLead[]> {
  return listLeads(db, { withoutFollowUpAt: nowMs, owner, limit: MOST });
}
