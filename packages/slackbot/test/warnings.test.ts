import { afterEach, expect, it, vi } from 'vitest';
import { enterLead } from '../../collector/test/reporting.ts';
import { day, tuesday } from '../../collector/test/setup.ts';
import { revise, watch, type Watched } from '../../collector/test/warning-checks.ts';
import { startWithCollector, type WithCollector } from './home-running.ts';
import type { Mode } from './running.ts';

const soon = { timeout: 60_000, interval: 20 };
let running: WithCollector;
let watched: Watched;
afterEach(async () => {
  await watched.stop();
  await running.stop();
});

it.each<Mode>(['socket', 'http'])(
  'tells the channel of marketing once over %s, although the answer was lost',
  async (mode) => {
    running = await startWithCollector(mode, []);
    const { collector, slack } = running;
    watched = await watch(collector);
    await revise(collector, 'warnings', { channel: '#leads' });
    const stages = [{ stage: 'opportunity', at: tuesday - day, value: { amount: 1, currency: 'EUR' } }];
    await enterLead(collector.ask, { source: '<!channel> & co', at: tuesday - 2 * day, stages });
    slack.fail({ kind: 'lose_answer', method: 'chat.postMessage', times: 1 });
    await watched.lookAt(tuesday + day);
    await vi.waitFor(async () => {
      collector.clock.set(collector.clock.now() + 1000);
      const { waiting } = await collector.db
        .selectFrom('deliveries')
        .select((row) => row.fn.countAll<number>().as('waiting'))
        .where('done_at', 'is', null)
        .executeTakeFirstOrThrow();
      expect(waiting).toBe(0);
    }, soon);
    const messages = slack.messages('#leads').filter(({ text }) => text.includes('warning'));
    expect(messages).toHaveLength(1);
    expect(messages[0]!.text).toMatch(/^2 warnings: &lt;!channel&gt;.* has 100 % of the pipeline/);
    expect(JSON.stringify(messages[0]!.blocks)).toContain('/#/reports/diversification?model=last');
    expect(slack.calls('chat.postMessage').filter(({ error }) => error)).toEqual([]);
  },
);
