import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startRunning, type Running } from './running.ts';
import { sampleCard } from './samples.ts';

const soon = { timeout: 60_000, interval: 20 };

let running: Running;
beforeEach(async () => {
  running = await startRunning();
});
afterEach(() => running.stop());

type Pressed = { user: string; acked: boolean };

/** Somebody presses every 15 ms, each a person of their own, until `until` says that it is enough. */
async function pressUntil(until: (pressed: readonly Pressed[]) => boolean): Promise<Pressed[]> {
  const { slack } = running;
  const pressed: Pressed[] = [];
  const answers: Promise<unknown>[] = [];
  for (let person = 0; !until(pressed); person += 1) {
    const user = `U0REP${person}`;
    slack.addPerson(user);
    const press = slack.press({ user, channel: '#sales-hot', actionId: 'claim' });
    answers.push(press.then(({ acked }) => pressed.push({ user, acked })));
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  await Promise.all(answers);
  return pressed;
}

describe('the socket under load', () => {
  it('is cut, and refused once as it comes back: every press has an effect or an error people see', async () => {
    const { slack, collector } = running;
    await running.startBot('socket');
    collector.owe('#sales-hot', { kind: 'lead_card', payload: sampleCard() });
    await vi.waitFor(() => expect(running.done()).toHaveLength(1), soon);

    let cutAt = 0;
    let backAt = 0;
    const pressed = await pressUntil((sofar) => {
      if (cutAt === 0 && sofar.length >= 20) {
        slack.fail({
          kind: 'refuse',
          error: 'invalid_auth',
          method: 'apps.connections.open',
          times: 1,
        });
        slack.cutSockets('cable');
        cutAt = performance.now();
        return false;
      }
      if (cutAt > 0 && backAt === 0 && slack.connections() > 0) backAt = performance.now();
      return backAt > 0 && performance.now() - backAt > 500;
    });

    expect(backAt - cutAt).toBeLessThan(15_000);
    expect(pressed.some(({ acked }) => !acked)).toBe(true);
    expect(pressed.at(-1)?.acked).toBe(true);
    const winner = String(collector.decided[0]?.body['owner']);
    const acked = pressed.filter((press) => press.acked && press.user !== winner);
    await vi.waitFor(() => {
      const told = new Set(slack.ephemerals().map(({ to }) => to));
      expect(acked.filter(({ user }) => !told.has(user))).toEqual([]);
    }, soon);
    expect(collector.decided).toHaveLength(1);
  });
});
