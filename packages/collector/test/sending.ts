import { v7 } from 'uuid';
import type { Answer, Ask } from './setup.ts';

/** What a page reports, in the words of the wire protocol. */
export type Sent = { id: string; kind: string; at: number; url?: string; [field: string]: unknown };

export const touch = (at: number, url = 'https://acme.com/', more: object = {}): Sent => ({
  id: v7(),
  kind: 'touch',
  at,
  url,
  ...more,
});

export const page = (at: number, url = 'https://acme.com/pricing'): Sent => ({
  id: v7(),
  kind: 'page',
  at,
  url,
});

/** A page that was left after a minute. */
export const engagement = (at: number, url = 'https://acme.com/pricing', more: object = {}): Sent => ({
  id: v7(),
  kind: 'engagement',
  at,
  url,
  visibleMs: 60_000,
  depth: 80,
  ...more,
});

export const survey = (at: number, props: object): Sent => ({
  id: v7(),
  kind: 'event',
  at,
  name: 'survey',
  props,
});

export const batch = (events: unknown[], more: object = {}) => ({
  site: 'acme',
  visitor: v7(),
  sentAt: Date.parse('2026-03-03T10:00:00.000Z'),
  events,
  ...more,
});

let people = 0;

/** A person nobody has heard of, asking for a demo, which makes a hot lead. */
export const demoRequest = (more: object = {}) => {
  people += 1;
  return {
    site: 'acme',
    submission: v7(),
    email: `person${people}@firm${people}.de`,
    name: `Person ${numeral(people)}`,
    company: `Firm ${numeral(people)}`,
    form: { id: 'demo', name: 'Request a demo', url: 'https://acme.com/demo' },
    ...more,
  };
};

/** A person who took a whitepaper, which makes a warm lead. */
export const whitepaper = (more: object = {}) =>
  demoRequest({
    form: { id: 'wp', name: 'Download the whitepaper', url: 'https://acme.com/whitepaper' },
    ...more,
  });

const numeral = (n: number): string => Array.from(String(n), (digit) => 'zabcdefghi'[Number(digit)]).join('');

/** Sends a form, and answers with the lead that it made or joined. */
export async function leadOf(ask: Ask, form: { email?: string; phone?: string }): Promise<Answer['body']> {
  const sent = await ask('POST', '/v1/leads', form);
  if (sent.status > 201) throw new Error(JSON.stringify(sent.body));
  const found = await ask('POST', '/v1/leads/search', { email: form.email?.toLowerCase() }, admin);
  return found.body.data[0];
}

const admin = { Authorization: 'Bearer hw_key_admin_of_the_tests' };
