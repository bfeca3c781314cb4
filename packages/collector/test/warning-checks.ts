import { pino } from 'pino';
import { leaseAnswer, type WarningMessage } from '@headwater/contract';
import { checkWarnings, ensureWarnings, type WarningDeps } from '../src/actions/checkWarnings.ts';
import { createReports } from '../src/reports/thread.ts';
import { asAdmin, asBot, type TestCollector } from './setup.ts';

export type Watched = {
  deps: WarningDeps;
  /** Moves the clock there and looks for warnings if it is time. */
  lookAt: (ms: number) => Promise<boolean>;
  /** The messages that Slack is owed, done with. */
  messages: () => Promise<(WarningMessage & { channel: string })[]>;
  /** What was told and is not done with yet, as `kind:subject`. */
  told: () => Promise<string[]>;
  stop: () => Promise<void>;
};

/** Looks for warnings when the test says so, with a thread of reports of its own. */
export async function watch(collector: TestCollector): Promise<Watched> {
  const reports = createReports({ databaseUrl: collector.databaseUrl, log: pino({ level: 'silent' }) });
  const deps: WarningDeps = { ...collector.deps, reports };
  await ensureWarnings(deps);
  const messages = async () => {
    const { body } = await collector.ask('POST', '/v1/deliveries/lease', { max: 100 }, asBot);
    const { data } = leaseAnswer.parse(body);
    for (const { id } of data) await collector.ask('POST', `/v1/deliveries/${id}/done`, {}, asBot);
    return data.flatMap((delivery) =>
      delivery.kind === 'warnings' ? [{ ...delivery.payload, channel: delivery.channel }] : [],
    );
  };
  return {
    deps,
    lookAt: (ms) => {
      collector.clock.set(ms);
      return checkWarnings(deps);
    },
    messages,
    told: async () =>
      (await messages()).flatMap(({ warnings }) => warnings.map(({ kind, subject }) => `${kind}:${subject}`)),
    stop: () => reports.stop(),
  };
}

/** Writes settings over what stands there. */
export async function revise(collector: TestCollector, name: string, changes: object): Promise<void> {
  const { body } = await collector.ask('GET', `/v1/settings/${name}`, undefined, asAdmin);
  const headers = { ...asAdmin, 'If-Match': `"${body.version}"` };
  const answer = await collector.ask('PUT', `/v1/settings/${name}`, { ...body.value, ...changes }, headers);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}
