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

/** The events of the window that the core hears, some of them from below. */
interface Heard {
  blur: Event;
  focusin: Event;
  online: Event;
  pagehide: Event;
  pageshow: PageTransitionEvent;
  popstate: Event;
  scroll: Event;
  visibilitychange: Event;
}

/** Hears an event: after those who capture it, as src/page does, whose lead has to be there when the page is left. */
export function on<Type extends keyof Heard>(type: Type, hear: (event: Heard[Type]) => void): void {
  addEventListener(type, (event) => attempt(() => hear(event as Heard[Type])));
}
