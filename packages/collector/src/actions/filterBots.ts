import { isSpamHost } from '../domain/spam.ts';

/** What people did: nothing of a bot, and no touch that a spam host claims to have sent. */
export function withoutBots<Event extends { kind: string }>(events: Event[], isBot: boolean): Event[] {
  return isBot ? [] : events.filter((event) => !isSpam(event));
}

/** Only touches name a referrer. */
const isSpam = (event: { kind: string; referrer?: string | undefined }): boolean =>
  event.kind === 'touch' && event.referrer !== undefined && isSpamHost(event.referrer);
