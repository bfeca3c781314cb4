import type { LeadSubmission } from '@headwater/contract';
import { whenAllowed } from './consent.ts';
import { readPerson } from './fields.ts';
import { options } from './options.ts';
import { send } from './send.ts';

export type FormInfo = NonNullable<LeadSubmission['form']>;

/** What was last submitted: a form that is sent twice, or fires two events, says nothing new. */
let before = '';

/**
 * Sends a lead for the submission of a form that says how to reach somebody. Only listens: the form goes its
 * own way, whatever the page does with it.
 */
export function readForm({ target }: Event): void {
  const form = target as HTMLFormElement;
  if (options.forms === 'marked' && !('hwForm' in form.dataset)) return;
  const controls = [...(form.elements as HTMLCollectionOf<HTMLInputElement>)];
  const person = readPerson(controls.filter((control) => !control.closest('[data-hw-ignore]')));
  // Read as attributes, since a field called `name` or `id` hides the form's own property.
  const { id, name } = form.attributes as object as Partial<Record<string, Attr>>;
  const url = location.origin + location.pathname;
  const lead = { kind: 'lead', ...person, form: { url, id: id?.value, name: name?.value } } as const;
  const text = JSON.stringify(lead);
  if ((!person.email && !person.phone) || text === before) return;
  before = text;
  const at = Date.now();
  whenAllowed(() => send(lead, at));
}
