import { slackState } from '../status-words.ts';

/** What to do while Slack is not connected; nothing once it is. */
export function SlackSteps({ lastSeenAt, nowMs }: { lastSeenAt: string | null; nowMs: number }) {
  const state = slackState(lastSeenAt, nowMs);
  if (state === 'connected') return null;
  return (
    <details class="steps">
      <summary>{state === 'never' ? 'How to connect Slack' : 'How to get Slack back'}</summary>
      {state === 'never' ? <Connect /> : <Reconnect />}
    </details>
  );
}

function Connect() {
  return (
    <ol>
      <li>
        On <a href="https://api.slack.com/apps">api.slack.com/apps</a>, create an app from the manifest in{' '}
        <code>deploy/</code> and install it to your workspace.
      </li>
      <li>
        Set <code>SLACK_BOT_TOKEN</code> (xoxb-…) and <code>SLACK_APP_TOKEN</code> (xapp-…) where Headwater
        runs.
      </li>
      <li>Start Headwater again. Alerts that wait are sent then.</li>
    </ol>
  );
}

function Reconnect() {
  return (
    <p>
      The bot has asked for no work for more than a minute. Look at what Headwater prints, check the tokens,
      and start it again. Alerts that wait are sent then.
    </p>
  );
}
