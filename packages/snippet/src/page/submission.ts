import { type FormLead, readForm } from './read.ts';

/** A form that was sent, or asked for its data. It is a lead once something tells that it was taken. */
export interface Submission {
  form: HTMLFormElement;
  /** Which announced that it is sent, or that its data is read. */
  event: Event;
  lead: FormLead;
  /** Its data was read, by the browser that sends it or by the page. */
  isRead: boolean;
  heardAtMs: number;
}

const CHECK_MS = 500;
const CHECKS = 20;

/**
 * Calls `taken` when the form is: at once where the browser sends it; where the page took it into its own hands, by
 * `preventDefault` or by reading its data, when a request of the page follows, or the form is emptied, hidden or
 * removed.
 * @param ownRequests what the addresses of our own requests begin with
 */
export function awaitTaking(submission: Submission, ownRequests: string, taken: () => void): void {
  const { form } = submission;
  const { PerformanceObserver } = form.ownerDocument.defaultView as Window & typeof globalThis;
  const requests = new PerformanceObserver((list) => {
    for (const { initiatorType, name } of list.getEntries() as PerformanceResourceTiming[]) {
      if (/fetch|xml|beacon/.test(initiatorType) && !name.startsWith(ownRequests)) taken();
    }
  });
  requests.observe({ type: 'resource' });

  let checks = 0;
  function check(): void {
    if (isSent(submission) || isGone(form) || !readForm(form)) taken();
    else if (checks++ < CHECKS) setTimeout(check, CHECK_MS);
    else requests.disconnect();
  }
  // The page's own listeners come first.
  setTimeout(check);
}

/** Whether the form goes along when the page is left: nobody can have read so soon why it was refused. */
export function goesAlong(submission: Submission): boolean {
  return submission.isRead || isSent(submission) || Date.now() - submission.heardAtMs < CHECK_MS;
}

function isSent({ event }: Submission): boolean {
  return event.type === 'submit' && !event.defaultPrevented;
}

/** Removed or hidden. Asked of its controls, since a form may have no box of its own while it is shown. */
function isGone(form: HTMLFormElement): boolean {
  return !form.isConnected || ![...form.elements].some((control) => control.getClientRects()[0]);
}
