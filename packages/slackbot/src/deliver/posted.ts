import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { MessageRef } from '@headwater/contract';
import type { PacedMethod } from './paced-method.ts';

/** The metadata that every message of ours carries, so that it can be recognised. */
export const EVENT_TYPE = 'headwater_delivery';

const PAGE = 200;
const MOST_PAGES = 5;
/** How long a further page may wait for its turn: those before it would be read again. */
const NEXT_PAGE_MS = 8000;

/** Where to look: a conversation, or one thread in it. */
type Place = { channel: string; threadTs?: string };

/** How often each of the two may be read. */
export type Reading = { history: PacedMethod; replies: PacedMethod };

/** Looks up where a delivery stands in Slack; null when it does not. */
export type Posted = (place: Place, deliveryId: string) => Promise<MessageRef | null>;

/**
 * A lookup for deliveries that were leased together. Each place is read once, after the lease, so that
 * an earlier attempt of any of them is seen and forty repeats do not need forty readings.
 */
export function createPosted(slack: WebClient, reading: Reading): Posted {
  const readings = new Map<string, Promise<Map<string, MessageRef>>>();

  return async (place, deliveryId) => {
    const key = `${place.channel} ${place.threadTs ?? ''}`;
    const messages = readings.get(key) ?? read({ slack, reading }, place);
    readings.set(key, messages);
    return (await messages).get(deliveryId) ?? null;
  };
}

/** Where the bot cannot look, it cannot have posted. */
const nothingThere = new Set(['channel_not_found', 'not_in_channel', 'thread_not_found']);

type Reader = { slack: WebClient; reading: Reading };

async function read(reader: Reader, place: Place): Promise<Map<string, MessageRef>> {
  try {
    return await readAll(reader, place);
  } catch (error) {
    if (error instanceof WebAPIPlatformError && nothingThere.has(error.data.error)) return new Map();
    throw error;
  }
}

async function readAll(reader: Reader, place: Place): Promise<Map<string, MessageRef>> {
  const found = new Map<string, MessageRef>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await readPage(reader, place, cursor);
    for (const { ts, metadata } of answer.messages ?? []) {
      const payload = metadata?.event_payload as Record<string, unknown> | undefined;
      const id = payload?.['id'];
      if (metadata?.event_type !== EVENT_TYPE || typeof id !== 'string' || !ts) continue;
      found.set(id, { channel: place.channel, ts });
    }
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (!cursor) break;
  }
  return found;
}

function readPage({ slack, reading }: Reader, { channel, threadTs }: Place, cursor: string | undefined) {
  const longestMs = cursor === undefined ? undefined : NEXT_PAGE_MS;
  const page = { channel, limit: PAGE, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
  return threadTs === undefined
    ? reading.history.call(() => slack.conversations.history(page), longestMs)
    : reading.replies.call(() => slack.conversations.replies({ ...page, ts: threadTs }), longestMs);
}
