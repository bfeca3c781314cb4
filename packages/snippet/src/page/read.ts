import type { FormInput, LeadSubmission } from '@headwater/contract';
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

/** The controls of a form, of which one may be called `elements`. */
export function controlsOf(form: HTMLFormElement): HTMLInputElement[] {
  return [
    ...(Reflect.get(HTMLFormElement.prototype, 'elements', form) as HTMLCollectionOf<HTMLInputElement>),
  ];
}

/**
 * What the form says about a person; undefined where it names no way to reach them, or is for signing in or searching.
 * @param before what the form before it said, of which this one is the next step: it may name the way
 */
export function readForm(form: HTMLFormElement, before: FormInput[] = []): FormLead | undefined {
  const dropped = [...changed].filter(([control, its]) => its === form && !control.isConnected);
  const controls = [...controlsOf(form), ...dropped.map(([control]) => control)];
  const isOther = ({ type, autocomplete }: HTMLInputElement) =>
    type === 'search' || autocomplete === 'current-password';
  if (controls.some(isOther) || isIgnored(form.ownerDocument.defaultView?.frameElement)) return;
  const { inputs, isReachable } = readInputs(controls.filter((control) => !isIgnored(control)));
  if (!isReachable && (!before[0] || !inputs[0])) return;
  // Read as attributes, since a field called `name` or `id` hides the form's own property.
  const { id, name } = form.attributes as object as Partial<Record<string, Attr>>;
  const url = location.origin + location.pathname;
  const all = isReachable ? inputs : [...before, ...inputs];
  return { inputs: all, form: { url, id: id?.value, name: name?.value } };
}

/** What the page excludes, and what is disabled, of which a browser sends nothing either. */
function isIgnored(element?: Element | null): boolean {
  return !!element?.closest('[data-hw-ignore]') || !!element?.matches(':disabled');
}
