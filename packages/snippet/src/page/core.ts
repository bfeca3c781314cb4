import type { Headwater, Memory } from '../commands.ts';
import type { Options } from '../options.ts';

/** What the core gives to this part: what the script tag says, and the page's `headwater`. */
export interface Core {
  options: Options;
  headwater: Headwater;
}

/** What is known of the visitor; undefined before consent, and after a no. */
export function recall({ headwater }: Core): Memory | undefined {
  let recalled: Memory | undefined;
  headwater('get', (memory) => {
    recalled = memory;
  });
  return recalled;
}

/** Writes a decision or a swallowed fault to the console, where `data-debug` asks for it. */
export function note({ options }: Core, ...what: unknown[]): void {
  // oxlint-disable-next-line no-console
  if ('debug' in options) console.log(...what);
}

/** Whatever we get wrong, the page never hears of it. */
export function attempt(core: Core, task: () => unknown): void {
  try {
    task();
  } catch (fault) {
    note(core, fault);
  }
}

/** Hears an event before the page does, since the page may stop it. */
export function listen(core: Core, root: EventTarget, type: string, hear: (event: Event) => unknown): void {
  root.addEventListener(type, (event) => attempt(core, () => hear(event)), true);
}
