import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { LeadDetail } from '@headwater/contract';
import { startSlack, type Slack } from '../slack/slack.ts';
import { adminKey, newPlace, serve, setUp, type Serving } from './collector.ts';
import { origin, timeOrderedId } from './reports.ts';
import { botKey } from './slackbot.ts';

export type Workplace = {
  slack: Slack;
  serving: Serving;
  ask: <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;
  /** A form that makes a hot lead: asking for a demo counts more than writing to us. */
  submit: (name: string, form: 'demo' | 'contact') => Promise<void>;
  leadsNamed: (start: string) => Promise<LeadDetail[]>;
  stop: () => Promise<void>;
};

/** A website, a collector as a process of its own and a Slack; the bots are started by the test. */
export async function startWorkplace(
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<Workplace> {
  const place = await newPlace(databaseUrl);
  const site = await setUp(place);
  const slack = await startSlack({ channels: ['#sales-hot', '#leads'] });
  const serving = await serve({ ...place, env: { ...place.env, ...env, BOT_KEY: botKey } });
  const ask: Workplace['ask'] = async (method, path, body) => {
    const headers = {
      authorization: `Bearer ${adminKey}`,
      'content-type': 'application/json',
      'if-match': '"0"',
    };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(serving.url + path, { method, headers, ...content });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as never;
  };
  return {
    slack,
    serving,
    ask,
    async submit(name, form) {
      const words = form === 'demo' ? 'Request a demo' : 'Contact us';
      const lead = {
        site,
        submission: timeOrderedId(),
        name,
        email: `${name}@${name}.example`,
        form: { id: form, name: words },
      };
      const body = JSON.stringify(lead);
      const send = () => fetch(`${serving.url}/v1/leads`, { method: 'POST', body, headers: { origin } });
      let answer = await send();
      // a busy machine makes the database slow: whoever is told so comes again, as the snippet does
      while (answer.status === 503) {
        await pause(100);
        answer = await send();
      }
      expect([200, 201]).toContain(answer.status);
    },
    async leadsNamed(start) {
      const { data } = await ask<{ data: { id: string }[] }>('POST', '/v1/leads/search', {
        q: start,
        limit: 100,
      });
      return Promise.all(data.map(({ id }) => ask<LeadDetail>('GET', `/v1/leads/${id}`)));
    },
    async stop() {
      serving.signal('SIGTERM');
      await serving.ended;
      await slack.stop();
    },
  };
}

/** Lets the collector's clock run, from now and by leaps. */
export function runClock({ ask }: Workplace): { leap: (ms: number) => void; stop: () => void } {
  let aheadMs = 0;
  const tick = (): void =>
    void ask('POST', '/v1/test/clock', { now: new Date(Date.now() + aheadMs).toISOString() }).catch(() => {});
  const timer = setInterval(tick, 200);
  return {
    leap(ms) {
      aheadMs += ms;
      tick();
    },
    stop: () => clearInterval(timer),
  };
}

/** The leads that messages tell of, by name and in their order: those of cards and those of digests. */
export function namesIn(messages: ReturnType<Slack['messages']>): string[] {
  return messages.flatMap(({ blocks }) => {
    const texts = blocks.map((block) => (block['text'] as { text?: string } | undefined)?.text ?? '');
    const header = texts.find((text) => / leads? (is|are) waiting|has its person/.test(text));
    const lines = header === undefined ? texts.filter((text) => /^\w+ lead: |^Claimed: /.test(text)) : texts;
    return lines.flatMap((text) => /\b[a-z]+-\d+\b/.exec(text)?.[0] ?? []);
  });
}
