import type { Status } from '@headwater/contract';
import type { ComponentChildren } from 'preact';
import { slackState } from '../status-words.ts';
import { distance } from '../time.ts';
import type { Live } from '../useLive.ts';
import { Moment } from './Moment.tsx';

/** The three things that must hold for a hot lead to arrive: the database, Slack, nothing stuck. */
export function Health({
  status,
  ready,
  nowMs,
}: {
  status: Status | null;
  ready: Live<unknown>;
  nowMs: number;
}) {
  return (
    <section aria-label="Health">
      <dl class="tiles">
        <Database ready={ready} />
        {status && <Slack slack={status.slack} nowMs={nowMs} />}
        {status && <Alerts deliveries={status.deliveries} nowMs={nowMs} />}
      </dl>
    </section>
  );
}

type Tone = 'good' | 'wait' | 'bad';

function Tile({ name, tone, children }: { name: string; tone: Tone; children: ComponentChildren }) {
  return (
    <div class={`tile ${tone}`}>
      <dt>{name}</dt>
      {children}
    </div>
  );
}

function Database({ ready: { value, failure } }: { ready: Live<unknown> }) {
  const isReady = failure === null && value !== null;
  const isDown = failure?.kind === 'unavailable';
  const words = isReady ? 'Ready' : isDown ? 'Not ready' : failure ? 'Not reachable' : '…';
  return (
    <Tile name="Database" tone={isReady ? 'good' : failure ? 'bad' : 'wait'}>
      <dd class="state">{words}</dd>
      <dd class="quiet">{isReady ? 'Takes hits and leads' : (failure?.detail ?? '')}</dd>
    </Tile>
  );
}

function Slack({ slack: { lastSeenAt, problems }, nowMs }: { slack: Status['slack']; nowMs: number }) {
  const state = slackState(lastSeenAt, nowMs);
  const [problem] = problems;
  if (problem) return <SlackProblem words={problem.words} />;
  return (
    <Tile name="Slack" tone={state === 'connected' ? 'good' : 'wait'}>
      <dd class="state">{state === 'connected' ? 'Connected' : 'Not connected'}</dd>
      <dd class="quiet">
        {state === 'never' && 'Alerts wait here until it is'}
        {state === 'connected' && 'Alerts are delivered'}
        {state === 'silent' && lastSeenAt !== null && (
          <>
            Last seen <Moment at={lastSeenAt} />
          </>
        )}
      </dd>
    </Tile>
  );
}

function SlackProblem({ words }: { words: string }) {
  return (
    <Tile name="Slack" tone="bad">
      <dd class="state">Refuses the bot</dd>
      <dd class="quiet">{words}</dd>
    </Tile>
  );
}

function Alerts({ deliveries, nowMs }: { deliveries: Status['deliveries']; nowMs: number }) {
  const { waiting, oldestWaitingAt, dead } = deliveries;
  return (
    <Tile name="Alerts waiting" tone={dead > 0 ? 'bad' : waiting > 0 ? 'wait' : 'good'}>
      <dd class="state">{waiting}</dd>
      <dd class="quiet">
        {oldestWaitingAt === null ? (
          'Nothing is stuck'
        ) : (
          <>
            Oldest since <Moment at={oldestWaitingAt} />, {distance(oldestWaitingAt, nowMs)}
          </>
        )}
      </dd>
      {dead > 0 && <dd class="problem">{dead} given up</dd>}
    </Tile>
  );
}
