import { options } from './options.ts';
import { forget } from './store.ts';
import { attempt } from './guard.ts';

declare global {
  interface Navigator {
    readonly globalPrivacyControl?: boolean;
    readonly doNotTrack: string | null;
  }
}

type Task = () => unknown;

/** The visitor's answer; undefined while there is none. */
export let allowed: boolean | undefined;
const waiting: Task[] = [];

/** Runs a task that reads, stores or sends now, once consent is given, or never. What waits is in memory alone. */
export function whenAllowed(task: Task): void {
  void (allowed ?? waiting.push(task));
  if (allowed) attempt(task);
}

/** Takes the visitor's answer; the latest counts. What waited for it is done, or dropped with all that is kept. */
export function allow(answer: boolean): void {
  allowed = answer;
  if (!answer) forget();
  for (const task of waiting.splice(0)) whenAllowed(task);
}

/** Takes a yes for granted where nobody has to be asked, and the browser does not say no for its user. */
export function assumeConsent(): void {
  if (options.consent === 'required') return;
  if ('signals' in options && (navigator.globalPrivacyControl || navigator.doNotTrack === '1')) return;
  void (allowed ?? allow(true));
}
