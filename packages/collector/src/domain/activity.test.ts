import { describe, expect, it } from 'vitest';
import { activityOf, actsOf } from './activity.ts';
import type { StoredEvent } from './event.ts';
import type { Submission } from './submission.ts';

const start = Date.parse('2026-03-02T10:00:00Z');
const event = (kind: string, minutes: number, body: StoredEvent['body']): StoredEvent => ({
  id: `${kind}${minutes}`,
  kind,
  visitor: 'v1',
  at: start + minutes * 60_000,
  sentAt: null,
  receivedAt: start,
  body,
});
const pricing = 'https://acme.com/pricing';
const props = { survey: 'role', answer: 'Marketing', segment: 'marketer' };

describe('what a lead did', () => {
  it('is told newest first, each kind of act once', () => {
    const events = [
      event('touch', 0, { url: 'https://acme.com/' }),
      event('page', 1, { url: pricing }),
      event('page', 2, { url: `${pricing}?a=1` }),
      event('engagement', 3, { url: pricing, visibleMs: 125_000, depth: 80 }),
      event('event', 4, { name: 'survey', props }),
      event('event', 5, { name: 'video_played', props: { seconds: 40 } }),
    ];
    const touches = [{ at: start, kind: 'touch', resolved: { channel: 'Email' } }];
    expect(activityOf(actsOf(events, touches, [])).map(({ text }) => text)).toEqual([
      'Event video_played',
      'Answered role: Marketing',
      'Read /pricing for 2 min (80 %)',
      'Viewed /pricing (2 times)',
      'Came through Email',
    ]);
  });

  it('is not what the snippet filled into a form', () => {
    const fields = {
      topic: 'Onboarding',
      utm_campaign: 'free-trial',
      hw_landing_page: '/demo',
      gclid: 'quote',
    };
    const form: Submission = { id: 's1', via: 'form', receivedAt: start, submission: { fields, flags: [] } };
    const [act] = actsOf([], [], [form]);
    expect(act?.hints).toContain('Onboarding');
    expect(act?.hints.join()).not.toMatch(/trial|demo|quote/);
  });
});
