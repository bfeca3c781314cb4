import { attempt, type Core } from './core.ts';
import { controlsOf, type FormLead, readForm } from './read.ts';

/** A form that was sent, or asked for its data. It is a lead once something tells that it was taken. */
export interface Submission {
  form: HTMLFormElement;
  /** Which announced that it is sent, or that its data is read. */
  event: Event;
  lead: FormLead;
  /** Its data was read, by the browser that sends it or by the page. */
  isRead: boolean;
  heardAtMs: number;
  /** Whether a request of the page has followed. */
  wasCarried: () => boolean;
  /** Looks for no more signs. */
  stop: () => void;
}

const CHECK_MS = 500;
const CHECKS = 20;

/**
 * Calls `taken` when the form is: at once where the browser sends it; where the page took it into its own hands, by
 * `preventDefault` or by reading its data, when a request of the page follows, or the form is emptied, hidden or
 * removed.
 */
export function awaitTaking(submission: Submission, core: Core, taken: () => void): void {
  const { form } = submission;
  const view = form.ownerDocument.defaultView as Window & typeof globalThis;
  const isOfPage = (address: string): boolean => !address.startsWith(core.options.api);
  const restoreFetch = hearFetch(core, view, (asked) =>
    attempt(core, () => isOfPage((asked as Request).url ?? String(asked)) && taken()),
  );
  const carries = (entries: PerformanceEntryList): boolean =>
    (entries as PerformanceResourceTiming[]).some(
      ({ initiatorType, name }) => /fetch|xml|beacon/.test(initiatorType) && isOfPage(name),
    );
  const requests = new view.PerformanceObserver((list) =>
    attempt(core, () => carries(list.getEntries()) && taken()),
  );
  requests.observe({ type: 'resource' });
  // Browsers are slow to tell when they are busy.
  submission.wasCarried = () => carries(requests.takeRecords());
  submission.stop = () => {
    requests.disconnect();
    restoreFetch();
  };

  let checks = 0;
  function check(): void {
    if (isSent(submission) || submission.wasCarried() || isGone(form) || !readForm(form)) taken();
    else if (checks++ < CHECKS) return void setTimeout(() => attempt(core, check), CHECK_MS);
    submission.stop();
  }
  // The page's own listeners come first.
  setTimeout(() => attempt(core, check));
}

/**
 * Hears of calls of `fetch`, which are passed on as they are: a request whose answer nobody reads is never listed
 * among the resources.
 * @returns puts the page's own `fetch` back
 */
function hearFetch(core: Core, view: Window & typeof globalThis, hear: (asked: unknown) => void): () => void {
  const native: unknown = view.fetch;
  const restore = (): void => {
    if (view.fetch === heard) view.fetch = native as typeof fetch;
  };
  const heard: typeof fetch = (...given) => {
    hear(given[0]);
    return (native as typeof fetch).apply(view, given);
  };
  attempt(core, () => {
    view.fetch = heard;
  });
  return restore;
}

/** Whether the form goes along when the page is left: nobody can have read so soon why it was refused. */
export function goesAlong(submission: Submission): boolean {
  const { isRead, heardAtMs } = submission;
  return isRead || isSent(submission) || Date.now() - heardAtMs < CHECK_MS || submission.wasCarried();
}

function isSent({ event }: Submission): boolean {
  return event.type === 'submit' && !event.defaultPrevented;
}

/** Removed or hidden. Asked of its controls, since a form may have no box of its own while it is shown. */
export function isGone(form: HTMLFormElement): boolean {
  return !form.isConnected || !controlsOf(form).some((control) => control.getClientRects()[0]);
}
