import { type Core, listen, note, recall } from './core.ts';
import { fillHidden } from './hidden.ts';
import { readForm } from './read.ts';
import { watchRoots } from './roots.ts';
import { awaitTaking, goesAlong, type Submission } from './submission.ts';

/** Makes leads of the forms that are sent, wherever they stand. */
export function watchForms(core: Core): void {
  let pending: Submission | undefined;
  /** What was taken last: a form that is sent twice says nothing new. */
  let known = '';

  /** Listens only: the form goes its own way. */
  function hear(event: Event & { formData?: FormData }): void {
    const form = event.target as HTMLFormElement;
    const { formData } = event;
    if (core.options.forms === 'marked' && !('hwForm' in form.dataset)) return;
    const memory = recall(core);
    if (memory) fillHidden(form, memory, formData);
    if (formData && pending?.form === form) {
      pending.isRead = true;
      return;
    }
    // Somebody who is typing has sent nothing yet: the page keeps a draft.
    if (formData && document.activeElement?.matches(':read-write')) return note(core, 'form: a draft');
    const lead = readForm(form);
    if (!lead) return note(core, 'form: no way to reach anybody');
    const submission = { form, event, lead, isRead: !!formData, heardAtMs: Date.now() };
    pending = submission;
    awaitTaking(submission, core.options.api, () => take(submission));
  }

  function take(submission: Submission): void {
    if (pending !== submission) return;
    pending = undefined;
    const text = JSON.stringify(submission.lead);
    if (text === known) return note(core, 'form: the same again');
    known = text;
    note(core, 'form: a lead');
    core.headwater('lead', submission.lead);
  }

  watchRoots(core, hear);
  listen(core, window, 'pagehide', () => pending && goesAlong(pending) && take(pending));
}
