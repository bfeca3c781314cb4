import { type Core, listen, note, recall } from './core.ts';
import { fillHidden } from './hidden.ts';
import { readForm } from './read.ts';
import { watchRoots } from './roots.ts';
import { awaitTaking, goesAlong, isGone, type Submission } from './submission.ts';
import { isWriting } from './writing.ts';

/** Makes leads of the forms that are sent, wherever they stand. */
export function watchForms(core: Core): void {
  let pending: Submission | undefined;
  /** What was taken last: a form that is sent twice says nothing new, and the next step may be another form. */
  let taken: Submission | undefined;

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
    if (formData && isWriting(form)) return note(core, 'form: a draft');
    const before = taken && isGone(taken.form) ? taken.lead.inputs : [];
    const lead = readForm(form, before);
    if (!lead) return note(core, 'form: no way to reach anybody');
    const submission: Submission = {
      form,
      event,
      lead,
      isRead: !!formData,
      heardAtMs: Date.now(),
      wasCarried: () => false,
      stop: () => {},
    };
    pending?.stop();
    pending = submission;
    awaitTaking(submission, core, () => take(submission));
  }

  function take(submission: Submission): void {
    if (pending !== submission) return;
    pending = undefined;
    submission.stop();
    const isSame = JSON.stringify(submission.lead) === JSON.stringify(taken?.lead);
    taken = submission;
    if (isSame) return note(core, 'form: the same again');
    note(core, 'form: a lead');
    core.headwater('lead', submission.lead);
  }

  watchRoots(core, hear);
  listen(core, window, 'pagehide', () => {
    if (pending && goesAlong(pending)) take(pending);
    pending?.stop();
  });
}
