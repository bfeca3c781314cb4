import { rememberChange } from './read.ts';

/** The last time that somebody changed a control. */
let change: Event | undefined;

/** Hears of a control that somebody has changed. */
export function hearChange(event: Event): void {
  rememberChange(event.target as HTMLInputElement);
  change = event;
}

/**
 * Somebody who is writing has sent nothing yet, whatever the page does with the form: it keeps a draft. An event has
 * a phase for as long as the page is told of it.
 */
export function isWriting(form: HTMLFormElement): boolean {
  const { activeElement } = form.getRootNode() as Document | ShadowRoot;
  return (
    !!change?.eventPhase || !!activeElement?.matches(':read-write, select, [type=checkbox], [type=radio]')
  );
}
