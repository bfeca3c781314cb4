import {
  delivery,
  employeeProgram,
  problem,
  referral,
  type Delivery,
  type EmployeeProgram,
  type FailureCode,
  type MessageRef,
  type Referral,
  type ReferralSubmission,
} from '@headwater/contract';
import { createQualificationClient, type QualificationClient } from './qualification-client.ts';
import { read, rows } from './collector-answers.ts';
import { createCollectorHttp, type Answer } from './collector-http.ts';
import { createLeadCalls, type LeadCalls } from './collector-leads.ts';
import { createRewardCalls, type RewardCalls } from './collector-rewards.ts';
import { createSlackStanding, type SlackStanding } from './collector-slack.ts';
import { homeCalls, type HomeCalls } from './collector-home.ts';

type DecisionBy = { by: string; eventId: string };
export type Decision = { outcome: 'decided' } | { outcome: 'taken'; owner: string | null; detail: string };
/** An attempt to reach somebody, as it was entered. */
export type FollowUpInput = { kind: string; outcome: string; note?: string };
export type Submitted =
  | { outcome: 'accepted'; referral: Referral }
  | { outcome: 'invalid'; errors: { path: string; message: string }[] };

/** What the bot asks of the collector. Every call throws a CollectorError when it has no answer. */
export type CollectorClient = QualificationClient &
  LeadCalls &
  RewardCalls &
  HomeCalls &
  SlackStanding & {
    lease: (
      request: { max: number; waitMs: number; bot: string },
      signal: AbortSignal,
    ) => Promise<Delivery[]>;
    done: (id: string, ref: MessageRef | null) => Promise<void>;
    failed: (
      id: string,
      failure: { error: string; retryAfterMs?: number; code?: FailureCode; leaseUntil?: string },
    ) => Promise<void>;
    claim: (leadId: string, claim: { owner: string } & DecisionBy) => Promise<Decision>;
    assign: (leadId: string, assignment: { owner?: string } & DecisionBy) => Promise<Decision>;
    disqualify: (leadId: string, exit: { reason: string } & DecisionBy) => Promise<Decision>;
    snooze: (leadId: string, snooze: { until: string; reason: string } & DecisionBy) => Promise<Decision>;
    logFollowUp: (leadId: string, followUp: FollowUpInput & DecisionBy) => Promise<Decision>;
    submitReferral: (submission: ReferralSubmission) => Promise<Submitted>;
    referralsOf: (slackUser: string) => Promise<Referral[]>;
    employeeProgram: () => Promise<EmployeeProgram>;
  };

/**
 * The collector over fetch. Answers are parsed with the contract's schemas: `hc` would give the same types,
 * but believes whatever arrives.
 */
export function createCollectorClient(access: { url: string; key: string }): CollectorClient {
  const http = createCollectorHttp(access);
  const delivered = (id: string, what: string): string => `/v1/deliveries/${encodeURIComponent(id)}/${what}`;

  async function decide(leadId: string, what: string, request: DecisionBy): Promise<Decision> {
    return toDecision(await http.insist('POST', `/v1/leads/${encodeURIComponent(leadId)}/${what}`, request));
  }

  return {
    ...createQualificationClient(http),
    ...createLeadCalls(http),
    ...createRewardCalls(http, toDecision),
    ...homeCalls(http),
    ...createSlackStanding(http),
    async lease(request, signal) {
      const { body } = await http.poll('/v1/deliveries/lease', request, signal);
      const { known, unknownIds } = sortOut(rows(body));
      const failure = { error: 'the bot does not understand this delivery' };
      for (const id of unknownIds)
        void http.ask('POST', delivered(id, 'failed'), failure).catch(() => undefined);
      return known;
    },
    async done(id, ref) {
      await http.insist('POST', delivered(id, 'done'), ref ? { ref } : {});
    },
    async failed(id, failure) {
      await http.insist('POST', delivered(id, 'failed'), failure);
    },
    claim: (leadId, claim) => decide(leadId, 'claim', claim),
    assign: (leadId, assignment) => decide(leadId, 'assign', assignment),
    disqualify: (leadId, exit) => decide(leadId, 'disqualify', exit),
    snooze: (leadId, snooze) => decide(leadId, 'snooze', snooze),
    logFollowUp: (leadId, followUp) => decide(leadId, 'follow-ups', followUp),
    async submitReferral(submission) {
      return toSubmitted(await http.insist('POST', '/v1/referrals', submission));
    },
    async referralsOf(slackUser) {
      const { body } = await http.ask('GET', `/v1/referrals?referrer=${encodeURIComponent(slackUser)}`);
      return rows(body).map((row) => read(referral, row));
    },
    async employeeProgram() {
      const { body } = await http.ask('GET', '/v1/settings/referrals');
      return read(employeeProgram, (body as { value?: unknown }).value);
    },
  };
}

/** A delivery of a kind that this version cannot render goes back, and does not hold up the others. */
function sortOut(found: unknown[]): { known: Delivery[]; unknownIds: string[] } {
  const known: Delivery[] = [];
  const unknownIds: string[] = [];
  for (const row of found) {
    const result = delivery.safeParse(row);
    if (result.success) known.push(result.data);
    else unknownIds.push(String((row as { id?: unknown }).id));
  }
  return { known, unknownIds };
}

function toDecision({ status, body }: Answer): Decision {
  if (status < 300) return { outcome: 'decided' };
  const { owner, detail } = read(problem, body);
  return { outcome: 'taken', owner: owner ?? null, detail };
}

function toSubmitted({ status, body }: Answer): Submitted {
  if (status < 300) return { outcome: 'accepted', referral: read(referral, body) };
  const { errors, detail } = read(problem, body);
  return { outcome: 'invalid', errors: errors.length > 0 ? errors : [{ path: '', message: detail }] };
}
