import type { MrkdwnElement, PlainTextElement } from '@slack/types';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Controls, and the marks that turn the reading direction of what follows: neither belongs in a message. */
const unwanted = /(?![\n\t])[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;
const clean = (text: string): string => text.toWellFormed().replace(unwanted, ' ').trim();

/**
 * At most `max` UTF-16 units of what `render` makes of each whole character; `…` stands for the rest.
 * An emoji of several code points is kept or left out as one.
 */
function fit(text: string, max: number, render: (character: string) => string): string {
  let fitted = '';
  let roomForMore = '';
  for (const { segment } of graphemes.segment(text)) {
    const next = fitted + render(segment);
    if (next.length > max) return `${roomForMore}…`;
    fitted = next;
    if (fitted.length < max) roomForMore = fitted;
  }
  return fitted;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text from outside, cut to at most `max` characters. */
export function clip(text: string, max: number): string {
  return fit(clean(text), max, (character) => character);
}

/**
 * Text from outside for mrkdwn, at most `max` characters after escaping: it cannot mention anybody or
 * forge a link. https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escaped(text: string, max: number): string {
  return fit(clean(text), max, (character) => character.replace(/[&<>]/g, (sign) => entities[sign] ?? sign));
}

/** A text object that shows its text as it is, whatever it holds; `–` where there is nothing to show. */
export function plain(text: string, max = 3000): PlainTextElement {
  return { type: 'plain_text', text: clip(text, max) || '–', emoji: false };
}

/** A text object with formatting. Only for words of our own, and what {@link escaped} returns. */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text };
}

/** A person: mentioned where it is a Slack user, else by the name of the key, escaped. */
export function person(actor: string): string {
  return /^[UW][A-Z0-9]{2,30}$/.test(actor) ? `<@${actor}>` : escaped(actor, 80);
}

/** A link with our own words to an address of our own. */
export function link(url: string, words: string): string {
  return `<${escaped(url, 2000).replaceAll('|', '%7C')}|${words}>`;
}

const utc = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** `12 Jan, 14:05 UTC`. */
export function utcTime(iso: string): string {
  return `${utc.format(new Date(iso))} UTC`;
}

const utcDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** `12 Jan 2030`, by UTC. */
export function utcDay(iso: string): string {
  return utcDate.format(new Date(iso));
}

/** A moment that Slack shows in each reader's own time zone. */
export function dateToken(iso: string): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  return `<!date^${seconds}^{date_short_pretty}, {time}|${utcTime(iso)}>`;
}
