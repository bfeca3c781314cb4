/**
 * Runs `task` now and again after as many milliseconds as it answers. Rests while the tab is hidden and
 * runs at once when it is looked at again. Answers what stops it.
 */
export function repeatWhileVisible(task: () => Promise<number>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let state: 'resting' | 'running' | 'stopped' = 'resting';

  const run = async (): Promise<void> => {
    if (state !== 'resting' || document.hidden) return;
    clearTimeout(timer);
    state = 'running';
    const waitMs = await task();
    if (hasStopped()) return;
    state = 'resting';
    timer = setTimeout(() => void run(), waitMs);
  };
  const hasStopped = (): boolean => state === 'stopped';
  const onChange = (): void => void run();

  document.addEventListener('visibilitychange', onChange);
  void run();
  return () => {
    state = 'stopped';
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onChange);
  };
}
