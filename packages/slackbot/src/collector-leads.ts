import { lead, leadCard, problem, type Lead, type LeadCard, type StageChange } from '@headwater/contract';
import type { Answer, CollectorHttp } from './collector-http.ts';
import { read, rows } from './collector-answers.ts';

export type StageMoved =
  | { outcome: 'decided' }
  | { outcome: 'invalid'; errors: { path: string; message: string }[] };
export type Found = { leads: Lead[]; hasMore: boolean };

/** What the bot asks about leads. Every call throws a CollectorError when it has no answer. */
export type LeadCalls = {
  /** The lead as it stands now; null when there is none. */
  card: (leadId: string) => Promise<LeadCard | null>;
  /** The newest first; by words in name, company and address, or by the exact address. */
  search: (wanted: { q: string } | { email: string }, limit: number) => Promise<Found>;
  moveStage: (leadId: string, change: StageChange & { by: string; eventId: string }) => Promise<StageMoved>;
};

export function createLeadCalls(http: CollectorHttp): LeadCalls {
  return {
    async card(leadId) {
      const { status, body } = await http.ask('GET', `/v1/leads/${encodeURIComponent(leadId)}/card`);
      return status === 404 ? null : read(leadCard, body);
    },
    async search(wanted, limit) {
      const { body } = await http.ask('POST', '/v1/leads/search', { ...wanted, limit });
      const { nextCursor } = body as { nextCursor?: unknown };
      return { leads: rows(body).map((row) => read(lead, row)), hasMore: typeof nextCursor === 'string' };
    },
    async moveStage(leadId, change) {
      const path = `/v1/leads/${encodeURIComponent(leadId)}/stage`;
      return toStageMoved(await http.insist('POST', path, change));
    },
  };
}

function toStageMoved({ status, body }: Answer): StageMoved {
  if (status < 300) return { outcome: 'decided' };
  const { errors, detail } = read(problem, body);
  return { outcome: 'invalid', errors: errors.length > 0 ? errors : [{ path: '', message: detail }] };
}
