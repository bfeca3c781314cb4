import type { LeadDetail } from '@headwater/contract';
import { startSlack, type Slack } from '../slack/slack.ts';
import { callsOf, type Calls } from './calls.ts';
import { newPlace, serve, setUp, type Serving } from './collector.ts';
import { botKey } from './slackbot.ts';

export type Workplace = {
  slack: Slack;
  serving: Serving;
  ask: Calls['ask'];
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
  const { ask, submit } = callsOf(site, () => serving.url);
  return {
    slack,
    serving,
    ask,
    submit: (name, form) => {
      const words = form === 'demo' ? 'Request a demo' : 'Contact us';
      return submit({ name, email: `${name}@${name}.example`, form: { id: form, name: words } });
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
