import type { Command, Memory } from '../commands.ts';

/** What the snippet remembers of this visitor; undefined where there is no consent, or no snippet. */
export function recall(): Memory | undefined {
  let memory: Memory | undefined;
  tellSnippet('get', (known) => {
    memory = known;
  });
  return memory;
}

/** Calls the snippet as a page would. */
export function tellSnippet(...command: Command): void {
  try {
    window.headwater?.(...command);
  } catch {
    // the page has something else of that name
  }
}
