import { options } from './options.ts';

/** Writes a decision or a swallowed fault to the console, where `data-debug` asks for it. */
export function note(...what: unknown[]): void {
  // oxlint-disable-next-line no-console
  if ('debug' in options) console.log(...what);
}

/** What the task returns, or undefined where it throws: whatever we get wrong, the page never hears of it. */
export function attempt<Result>(task: () => Result): Result | undefined {
  try {
    return task();
  } catch (fault) {
    note(fault);
  }
}

/** Hears an event before the page does, since the page may stop it. */
export function on<Type extends keyof WindowEventMap>(
  type: Type,
  heard: (event: WindowEventMap[Type]) => void,
): void {
  addEventListener(type, (event) => attempt(() => heard(event)), true);
}
