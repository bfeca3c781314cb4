import { isSpamHost } from '../domain/spam.ts';
import type { EventsTable } from '../storage/schema.ts';

/** What people did: nothing of a bot, and no touch that a spam host claims to have sent. */
export function withoutBots(rows: EventsTable[], isBot: boolean): EventsTable[] {
  if (isBot) return [];
  return rows.filter((row) => !isSpam(row));
}

/** Only touches name a referrer. */
function isSpam({ kind, body }: EventsTable): boolean {
  if (kind !== 'touch') return false;
  const { referrer = '' } = JSON.parse(body) as { referrer?: string };
  return referrer !== '' && isSpamHost(referrer);
}
