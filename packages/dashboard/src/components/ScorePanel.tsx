import type { Lead } from '@headwater/contract';
import { signed } from '../lead-words.ts';
import { Panel } from './Panel.tsx';
import { TemperatureMark } from './TemperatureMark.tsx';

/** How warm, how many points, and why. */
export function ScorePanel({ lead: { temperature, temperatureReasons, score, scoreLines } }: { lead: Lead }) {
  return (
    <Panel id="score" title="Temperature and score">
      <h3>
        <TemperatureMark temperature={temperature} /> because
      </h3>
      <ul class="reasons">
        {temperatureReasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <h3>Score {score}</h3>
      <table class="score-lines" aria-label="Score lines">
        <thead class="unseen">
          <tr>
            <th scope="col">Points</th>
            <th scope="col">Because</th>
          </tr>
        </thead>
        <tbody>
          {scoreLines.map(({ points, because }) => (
            <tr key={because}>
              <td class="number">{signed(points)}</td>
              <td>{because}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
