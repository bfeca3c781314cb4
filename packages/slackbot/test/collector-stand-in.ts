import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  assignRequest,
  claimRequest,
  deliveryDone,
  deliveryFailed,
  disqualifyRequest,
  followUpRequest,
  leaseRequest,
  referralSubmission,
  snoozeRequest,
  stageChange,
  type Delivery,
  type DeliveryBody,
  type EmployeeProgram,
  type LeadCard,
  type Referral,
  type ReferralSubmission,
} from '@headwater/contract';

/** What the bot told about one delivery, in order. */
export type Report = { id: string; what: 'done' | 'failed'; body: Record<string, unknown>; at: number };
type Decided = {
  what: 'claim' | 'assign' | 'disqualify' | 'snooze' | 'follow-ups' | 'stage';
  leadId: string;
  body: Record<string, unknown>;
};

export type CollectorStandIn = {
  url: string;
  key: string;
  owe: (channel: string, body: DeliveryBody, attempt?: number) => string;
  reports: Report[];
  decided: Decided[];
  /** Every request that was answered, as `POST /v1/…`. */
  asked: string[];
  referrals: ReferralSubmission[];
  /** The leads that can be looked up, as they stand now. */
  cards: LeadCard[];
  /** What the bot has in hand. */
  leased: () => string[];
  /** As if time had passed: what was leased may be leased again. */
  endLeases: () => void;
  /** Every request waits so long before it is answered. */
  answerAfter: (ms: number) => void;
  /** Every request is answered with this status; null ends it. */
  answerWith: (status: number | null) => void;
  stop: () => Promise<void>;
};

const program: EmployeeProgram = {
  qualified: { amount: 10_000, currency: 'EUR' },
  won: { amount: 50_000, currency: 'EUR' },
  wonByDealValue: [
    { from: { amount: 5_000_000, currency: 'EUR' }, reward: { amount: 200_000, currency: 'EUR' } },
  ],
  qualifiedMeans: 'Three of budget, authority, need and timing are confirmed.',
  paidWhen: 'Within 5 working days.',
  onCancellation: 'What is not paid yet lapses.',
  landingUrl: '',
};

const decisions = {
  assign: assignRequest,
  disqualify: disqualifyRequest,
  snooze: snoozeRequest,
  'follow-ups': followUpRequest,
};

type Owed = { delivery: Delivery; dueAt: number; leased: boolean };
type Answer = { status: number; body: unknown };
type Route = (match: string[], body: unknown) => Answer | Promise<Answer>;

const problem = (status: number, detail: string, more: object = {}): Answer => ({
  status,
  body: { type: 'about:blank', title: 'Refused', status, detail, errors: [], ...more },
});

/**
 * The endpoints of the collector that the bot uses, in memory, with the one thing the real one lacks:
 * it can be slow and it can refuse.
 */
export async function startCollectorStandIn(): Promise<CollectorStandIn> {
  const owed: Owed[] = [];
  const reports: Report[] = [];
  const decided: Decided[] = [];
  const asked: string[] = [];
  const referrals: ReferralSubmission[] = [];
  const cards: LeadCard[] = [];
  const owners = new Map<string, string>();
  const seen = new Map<string, Answer>();
  const waiting = new Set<() => void>();
  let delayMs = 0;
  let status: number | null = null;
  let counter = 0;

  const wake = (): void => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };

  function free(max: number): Delivery[] {
    const due = owed.filter((one) => !one.leased && one.dueAt <= Date.now()).slice(0, max);
    for (const one of due) one.leased = true;
    return due.map((one) => one.delivery);
  }

  async function lease(body: unknown): Promise<Answer> {
    const { max, waitMs } = leaseRequest.parse(body);
    const until = Date.now() + waitMs;
    let found = free(max);
    while (found.length === 0 && Date.now() < until) {
      const soon = Math.min(20, until - Date.now());
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
        setTimeout(resolve, soon);
      });
      found = free(max);
    }
    return { status: 200, body: { data: found } };
  }

  function settle(id: string, what: Report['what'], body: Record<string, unknown>): Answer {
    reports.push({ id, what, body, at: Date.now() });
    const index = owed.findIndex((one) => one.delivery.id === id);
    const one = owed[index];
    if (!one) return problem(404, 'no such delivery');
    if (what === 'done') owed.splice(index, 1);
    else {
      one.dueAt = Date.now() + Number(body['retryAfterMs'] ?? 100);
      one.delivery = { ...one.delivery, attempt: one.delivery.attempt + 1 };
      one.leased = false;
    }
    return { status: 200, body: {} };
  }

  function once(eventId: string | undefined, act: () => Answer): Answer {
    const given = seen.get(eventId ?? '') ?? act();
    if (eventId) seen.set(eventId, given);
    return given;
  }

  function claim(leadId: string, body: unknown): Answer {
    const request = claimRequest.parse(body);
    return once(request.eventId, () => {
      const owner = owners.get(leadId);
      if (owner) return problem(409, 'somebody was faster', { owner });
      owners.set(leadId, request.owner);
      for (const { lead } of cards) if (lead.id === leadId) lead.owner = request.owner;
      decided.push({ what: 'claim', leadId, body: request });
      return { status: 200, body: { leadId, owner: request.owner } };
    });
  }

  function decide(what: keyof typeof decisions, leadId: string, body: unknown): Answer {
    const request = decisions[what].parse(body);
    return once(request.eventId, () => {
      decided.push({ what, leadId, body: request });
      return { status: 200, body: { leadId, outcome: 'changed' } };
    });
  }

  function moveStage(leadId: string, body: unknown): Answer {
    const request = stageChange.parse(body);
    if (request.at && Date.parse(request.at) > Date.parse('2030-02-01')) {
      return problem(422, 'at is in the future', { errors: [{ path: 'at', message: 'is in the future' }] });
    }
    return once(request.eventId, () => {
      decided.push({ what: 'stage', leadId, body: request });
      for (const { lead } of cards) if (lead.id === leadId) lead.stage = request.stage;
      return { status: 200, body: { leadId, outcome: 'changed' } };
    });
  }

  function search(body: unknown): Answer {
    const { q, email, limit } = body as { q?: string; email?: string; limit: number };
    const words = q?.toLowerCase() ?? '';
    const found = cards
      .map(({ lead }) => lead)
      .filter((lead) =>
        email === undefined ? JSON.stringify(lead).toLowerCase().includes(words) : lead.email === email,
      );
    const nextCursor = found.length > limit ? '1.x' : null;
    return { status: 200, body: { data: found.slice(0, limit), nextCursor } };
  }

  function readCard(leadId: string): Answer {
    const card = cards.find(({ lead }) => lead.id === leadId);
    return card ? { status: 200, body: card } : problem(404, 'no lead has this id');
  }

  function refer(body: unknown): Answer {
    const request = referralSubmission.safeParse(body);
    if (!request.success) {
      const errors = request.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
      return problem(422, 'the referral is not complete', { errors });
    }
    const repeated = referrals.some((one) => one.submission === request.data.submission);
    if (!repeated) referrals.push(request.data);
    return { status: repeated ? 200 : 201, body: toReferral(request.data) };
  }

  const routes: [RegExp, Route][] = [
    [/^POST \/v1\/deliveries\/lease$/, (_, body) => lease(body)],
    [
      /^POST \/v1\/deliveries\/(.+)\/done$/,
      ([id = ''], body) => settle(id, 'done', deliveryDone.parse(body)),
    ],
    [
      /^POST \/v1\/deliveries\/(.+)\/failed$/,
      ([id = ''], body) => settle(id, 'failed', deliveryFailed.parse(body)),
    ],
    [/^POST \/v1\/leads\/(.+)\/claim$/, ([id = ''], body) => claim(id, body)],
    [/^POST \/v1\/leads\/(.+)\/assign$/, ([id = ''], body) => decide('assign', id, body)],
    [/^POST \/v1\/leads\/(.+)\/disqualify$/, ([id = ''], body) => decide('disqualify', id, body)],
    [/^POST \/v1\/leads\/(.+)\/snooze$/, ([id = ''], body) => decide('snooze', id, body)],
    [/^POST \/v1\/leads\/(.+)\/follow-ups$/, ([id = ''], body) => decide('follow-ups', id, body)],
    [/^POST \/v1\/leads\/search$/, (_, body) => search(body)],
    [/^POST \/v1\/leads\/(.+)\/stage$/, ([id = ''], body) => moveStage(id, body)],
    [/^GET \/v1\/leads\/(.+)\/card$/, ([id = '']) => readCard(id)],
    [/^POST \/v1\/referrals$/, (_, body) => refer(body)],
    [
      /^GET \/v1\/referrals\?referrer=(.+)$/,
      ([user]) => {
        const data = referrals.filter((one) => one.referrer === user).map(toReferral);
        return { status: 200, body: { data, nextCursor: null } };
      },
    ],
    [
      /^GET \/v1\/settings\/referrals$/,
      () => ({ status: 200, body: { name: 'referrals', version: 1, value: program } }),
    ],
  ];

  async function answer(request: IncomingMessage): Promise<Answer> {
    const body = await text(request);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (request.socket.destroyed) return problem(499, 'whoever asked is gone');
    if (status !== null) return problem(status, 'as it was told');
    if (request.headers.authorization !== 'Bearer hw_key_bot') return problem(401, 'no key');
    const line = `${request.method} ${request.url}`;
    asked.push(line);
    for (const [pattern, route] of routes) {
      const match = pattern.exec(line);
      if (match) return route(match.slice(1), body === '' ? undefined : JSON.parse(body));
    }
    return problem(404, line);
  }

  const server = createServer((request, response) => {
    void answer(request)
      .catch((error: unknown) => problem(500, String(error)))
      .then((given) => {
        const type = given.status < 400 ? 'application/json' : 'application/problem+json';
        response.writeHead(given.status, { 'content-type': type });
        return response.end(JSON.stringify(given.body));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: 'hw_key_bot',
    owe(channel, body, attempt = 1) {
      counter += 1;
      const id = `del_${counter}`;
      const delivery = { id, channel, attempt, leaseUntil: '2030-01-01T00:00:00Z', ...body };
      owed.push({ delivery, dueAt: 0, leased: false });
      wake();
      return id;
    },
    leased: () => owed.filter((one) => one.leased).map(({ delivery }) => delivery.id),
    endLeases() {
      for (const one of owed) {
        if (!one.leased) continue;
        one.leased = false;
        one.delivery = { ...one.delivery, attempt: one.delivery.attempt + 1 };
      }
      wake();
    },
    reports,
    decided,
    asked,
    referrals,
    cards,
    answerAfter: (ms) => {
      delayMs = ms;
    },
    answerWith: (next) => {
      status = next;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function toReferral(submission: ReferralSubmission): Referral {
  return {
    id: `ref_${submission.submission}`,
    referrer: submission.referrer,
    name: submission.name,
    company: submission.company,
    state: 'submitted',
    reason: null,
    leadId: 'lead_1',
    createdAt: '2030-01-01T00:00:00Z',
    updatedAt: '2030-01-01T00:00:00Z',
  };
}
