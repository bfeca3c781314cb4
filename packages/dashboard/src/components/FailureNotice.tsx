import { failureInWords, type Failure } from '../api.ts';
import { clockTime } from '../time.ts';

/** What could not be read and, where something older is still shown, from when that is. */
export function FailureNotice({ failure, shownFromMs }: { failure: Failure; shownFromMs: number | null }) {
  return (
    <p class="notice bad" role="alert">
      {failureInWords(failure)}
      {shownFromMs !== null && ` What you see is from ${clockTime(shownFromMs)}.`}
    </p>
  );
}
