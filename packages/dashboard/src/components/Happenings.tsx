import type { Activity, HistoryEntry } from '@headwater/contract';
import { historyInWords } from '../lead-words.ts';
import { Moment } from './Moment.tsx';
import { Panel } from './Panel.tsx';

/** What the lead did, newest first. */
export function ActivityPanel({ activity }: { activity: Activity[] }) {
  return (
    <Panel id="activity" title="Activity">
      {activity.length === 0 && <p>Nothing was seen of them on a site.</p>}
      <ul class="happenings">
        {activity.map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <span>{text}</span>
            <Moment at={at} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What was done about the lead. */
export function HistoryPanel({ history }: { history: HistoryEntry[] }) {
  return (
    <Panel id="history" title="History">
      {history.length === 0 && <p>Nothing has been done about this lead yet.</p>}
      <ul class="happenings">
        {history.map((entry) => (
          <li key={entry.id}>
            <span>
              {historyInWords(entry)}
              {entry.note !== null && <span class="quiet">{entry.note}</span>}
            </span>
            <Moment at={entry.at} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
