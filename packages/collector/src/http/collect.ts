import {
  collectAnswer,
  collectEnvelope,
  siteEvent,
  MAX_COLLECT_BYTES,
  MAX_EVENTS,
  type CollectAnswer,
  type RejectedEvent,
  type SiteEvent,
} from '@headwater/contract';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { withoutBots } from '../actions/filterBots.ts';
import type { Ingest } from '../actions/ingest.ts';
import { storableBody } from '../actions/storableBody.ts';
import type { EventsTable } from '../storage/schema.ts';
import type { Site } from '../storage/sites.ts';
import { readJson } from './body.ts';
import { createBotDetector } from './bots.ts';
import { fieldErrors, parsed } from './errors.ts';
import { answers, problems, sends } from './openapi.ts';
import type { PublicDoor } from './publicDoor.ts';
import type { Metrics } from './metrics.ts';

type Collecting = { door: PublicDoor; ingest: Ingest; clock: Clock; metrics: Metrics };

/** `POST /v1/collect`: what browsers report. Answered after the commit that holds it. */
export function collectRoutes({ door, ingest, clock, metrics }: Collecting) {
  const isBot = createBotDetector();

  const collect = async (c: Context): Promise<Response> => {
    await door.limitAddress(c);
    const envelope = parsed(collectEnvelope, await readJson(c, MAX_COLLECT_BYTES));
    const site = await door.admit(c, envelope.site);
    const { events, rejected } = readEvents(envelope.events);
    const wanted = site.filterBots ? withoutBots(events, isBot(c.req.header('user-agent'))) : events;
    const rows = wanted.map((event) => toRow(envelope, event, clock.now()));
    const stored = rows.length === 0 ? nothing : await ingest.store(rows).catch(readably(c, door));
    const answer: CollectAnswer = { ...stored, filtered: events.length - wanted.length, rejected };
    metrics.countEvents(answer);
    // by the context's own headers this would take as long as the validation does
    const headers = {
      'Content-Type': 'application/json',
      ...door.crossOrigin.headers(c),
      ...door.renewal(c, envelope.visitor),
    };
    return new Response(JSON.stringify(answer), { status: 202, headers });
  };

  // the description alone: as a middleware it would be one more step for each request
  return new Hono().post('/v1/collect', Object.assign(collect, description));
}

/** What is taken, for readers; events are checked one by one. */
const described = collectEnvelope.extend({ events: z.array(siteEvent).max(MAX_EVENTS) });

const description = describeRoute({
  summary: 'Report touches, pages and events of one visitor',
  tags: ['Public'],
  requestBody: sends(described, ['application/json', 'text/plain']),
  responses: {
    202: answers('What became of each event', collectAnswer),
    ...problems(400, 403, 413, 422, 429, 503),
  },
});

const nothing = { accepted: 0, duplicates: 0 };

/** Throws what it is given, as something that the page may read. */
const readably =
  (c: Context, { crossOrigin }: PublicDoor) =>
  (error: unknown): never => {
    crossOrigin.allow(c);
    throw error;
  };

type Envelope = { site: Site['key']; visitor: string; sentAt: number };

/** A bad event is named by its index and does not cost the others. */
function readEvents(sent: unknown[]): { events: SiteEvent[]; rejected: RejectedEvent[] } {
  const events: SiteEvent[] = [];
  const rejected: RejectedEvent[] = [];
  for (const [index, event] of sent.entries()) {
    const { data, error } = siteEvent.safeParse(event);
    if (data) events.push(data);
    else
      rejected.push(
        ...fieldErrors(error)
          .slice(0, 1)
          .map((fault) => ({ index, ...fault })),
      );
  }
  return { events, rejected };
}

function toRow(envelope: Envelope, event: SiteEvent, nowMs: number): EventsTable {
  const { id, kind, at, ...body } = event;
  return {
    id,
    site: envelope.site,
    visitor: envelope.visitor,
    lead_id: null,
    kind,
    at,
    sent_at: envelope.sentAt,
    received_at: nowMs,
    body: storableBody(body),
  };
}
