import type { LeadId } from '../ids.ts';
import type { TimersTable } from './schema.ts';

/** Work that is due at a time. Each is done in the transaction that removes it, so it takes effect once. */
export type Timer =
  | { kind: 'refresh_lead'; leadId: LeadId }
  | { kind: 'recompute_lead'; leadId: LeadId }
  | { kind: 'rebuild' }
  | { kind: 'tally_touches' }
  | { kind: 'count_visitors' }
  | { kind: 'remind'; leadId: LeadId; round: number }
  | { kind: 'deadline'; leadId: LeadId; round: number }
  | { kind: 'escalate'; leadId: LeadId; sinceMs: number }
  | { kind: 'wake'; leadId: LeadId }
  | { kind: 'follow_up'; leadId: LeadId }
  | { kind: 'referral_promise'; leadId: LeadId }
  | { kind: 'reward_promise'; leadId: LeadId; after: number }
  | { kind: 'referral_program' }
  | { kind: 'digest' }
  | { kind: 'digests'; sinceMs: number };

/** One timer of a kind per lead: setting it again moves it. */
export const timerId = (timer: Timer): string =>
  'leadId' in timer ? `${timer.kind}:${timer.leadId}` : timer.kind;

/** A timer as it is stored; `dueAt` in epoch milliseconds. */
export const timerRow = (timer: Timer, dueAt: number): TimersTable => ({
  id: timerId(timer),
  kind: timer.kind,
  due_at: dueAt,
  payload: JSON.stringify(timer),
});
