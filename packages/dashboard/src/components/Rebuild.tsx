import type { RebuildProgress } from '@headwater/contract';
import { distance } from '../time.ts';
import { useLive } from '../useLive.ts';

const BUSY_PACE_MS = 1_000;
const CALM_PACE_MS = 10_000;
const isBusy = (progress: RebuildProgress | null): boolean =>
  progress !== null && progress.startedAt !== null && progress.finishedAt === null;

/** How far the recomputing of history is, or when it was done; nothing where there was none. */
export function Rebuild() {
  const { value, atMs } = useLive<RebuildProgress>('/v1/rebuild', (newest) =>
    isBusy(newest) ? BUSY_PACE_MS : CALM_PACE_MS,
  );
  if (!value?.startedAt) return null;
  const { done, total, finishedAt, reason } = value;
  if (finishedAt !== null)
    return (
      <p class="quiet">
        {done} leads recomputed {distance(finishedAt, atMs ?? 0)} ({reason}).
      </p>
    );
  return (
    <section class="panel" aria-labelledby="rebuild">
      <h2 id="rebuild">Recomputing history</h2>
      <progress aria-labelledby="rebuild" max={Math.max(total, 1)} value={done} />
      <p>
        {done} of {total} leads, because of: {reason}. Nothing is stopped by it.
      </p>
    </section>
  );
}
