import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import type { Field } from './fields.ts';
import type { Host } from './host.ts';
import { sendForm, type Sendable } from './sending.ts';

interface FormProps extends Sendable {
  host: Host;
  button: string;
  children?: ComponentChildren;
}

/** Fields, a button, and what became of it. The snippet need not read what is sent from here. */
export function Form({ host, button, children, ...sendable }: FormProps) {
  const { words, failure, isSending } = host;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void sendForm(host, sendable, event);
  };
  return (
    <form noValidate data-hw-ignore autocomplete="off" onSubmit={submit}>
      {sendable.fields.map((field) => (
        <Row host={host} field={field} />
      ))}
      {children}
      <div class="unseen" aria-hidden="true">
        <input name="honeypot" tabIndex={-1} autocomplete="off" />
      </div>
      <p class="problem" role="alert">
        {failure}
      </p>
      <button class="main" aria-disabled={isSending}>
        {isSending ? words.sending : failure ? words.retry : button}
      </button>
    </form>
  );
}

const types: Partial<Record<string, 'email' | 'tel'>> = { email: 'email', phone: 'tel' };

/** A field with its label, and what is wrong with it. */
function Row({ host, field }: { host: Host; field: Field }) {
  const { name, label, isRequired, autocomplete, value } = field;
  const { problems, words, show } = host;
  const problem = problems[name];
  const control = {
    id: name,
    name,
    required: isRequired,
    ...(value && { defaultValue: value }),
    ...(autocomplete && { autocomplete }),
    'aria-invalid': !!problem,
    'aria-describedby': `${name}-problem`,
    onInput: (): void => {
      if (problem) show({ problems: { ...problems, [name]: '' } });
    },
  };
  return (
    <div>
      <label for={name}>
        {label}
        {!isRequired && <small> ({words.optional})</small>}
      </label>
      {/message|note/.test(name) ? (
        <textarea rows={4} {...control} />
      ) : (
        <input {...({ type: types[name] ?? 'text', ...control } as InputHTMLAttributes)} />
      )}
      <p class="problem" id={`${name}-problem`}>
        {problem}
      </p>
    </div>
  );
}
