import type { LeadSubmission } from '@headwater/contract';
import { readInputs } from './inputs.ts';

/** What the page learns of a form that says how to reach somebody. */
export type FormLead = Required<Pick<LeadSubmission, 'inputs' | 'form'>>;

/** What people changed, in which form: a form of several steps may have dropped it when it is sent. */
const changed = new Map<HTMLInputElement, HTMLFormElement | null>();

/** Remembers a control that somebody changed, for as long as its form is there. */
export function rememberChange(control: HTMLInputElement): void {
  changed.set(control, control.form);
  for (const [other, form] of changed) if (!form?.isConnected) changed.delete(other);
}

/** What the form says about a person; undefined where it names no way to reach them, or is for signing in. */
export function readForm(form: HTMLFormElement): FormLead | undefined {
  const dropped = [...changed].filter(([control, its]) => its === form && !control.isConnected);
  const controls = [...form.elements, ...dropped.map(([control]) => control)] as HTMLInputElement[];
  if (controls.some(({ autocomplete }) => autocomplete === 'current-password')) return;
  const isIgnored = (element?: Element | null) => element?.closest('[data-hw-ignore]');
  if (isIgnored(form.ownerDocument.defaultView?.frameElement)) return;
  const inputs = readInputs(controls.filter((control) => !isIgnored(control)));
  // Read as attributes, since a field called `name` or `id` hides the form's own property.
  const { id, name } = form.attributes as object as Partial<Record<string, Attr>>;
  const url = location.origin + location.pathname;
  return inputs && { inputs, form: { url, id: id?.value, name: name?.value } };
}
