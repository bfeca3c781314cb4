import type { BuiltLink, LinkRequest } from '@headwater/contract';
import { useState } from 'preact/hooks';
import { failureInWords } from '../api.ts';
import { send } from '../api-send.ts';
import { key } from '../session.ts';
import { CopyField } from './CopyField.tsx';

type Field = keyof LinkRequest;
const fields: readonly [field: Field, label: string, example: string][] = [
  ['url', 'Page', 'https://www.example.com/demo'],
  ['source', 'Source', 'linkedin'],
  ['medium', 'Medium', 'paid_social'],
  ['campaign', 'Campaign', 'q1-launch'],
  ['content', 'Content', 'blue-button, where several are compared'],
];

/** A form that makes a link by the naming convention, and says what it will count as. */
export function LinkBuilder() {
  const [link, setLink] = useState<BuiltLink | null>(null);
  const [wrong, setWrong] = useState<ReadonlyMap<string, string>>(new Map());
  const [failed, setFailed] = useState('');

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const given = [...new FormData(event.currentTarget as HTMLFormElement)].filter(
      ([, value]) => value !== '',
    );
    const asked = { source: '', medium: '', url: '', ...Object.fromEntries(given) };
    const answer = await send<BuiltLink>('/v1/links', asked, key.value ?? '');
    const problems = answer.kind === 'ok' ? [] : answer.fields;
    setLink(answer.kind === 'ok' ? answer.value : null);
    setWrong(new Map(problems.map(({ path, message }) => [path, message])));
    setFailed(answer.kind === 'ok' || problems.length > 0 ? '' : failureInWords(answer));
  };

  return (
    <section class="panel" aria-labelledby="builder">
      <h2 id="builder">Build a link</h2>
      <form class="builder" onSubmit={(event) => void submit(event)} noValidate>
        {fields.map(([field, label, example]) => (
          <LinkField
            key={field}
            field={field}
            label={label}
            example={example}
            wrong={wrong.get(field) ?? ''}
          />
        ))}
        <button type="submit">Build</button>
      </form>
      <div aria-live="polite">
        {failed !== '' && <p class="problem">{failed}</p>}
        {link && <Built link={link} />}
      </div>
    </section>
  );
}

type FieldProps = { field: Field; label: string; example: string; wrong: string };

function LinkField({ field, label, example, wrong }: FieldProps) {
  const id = `link-${field}`;
  return (
    <div class={field === 'url' ? 'wide' : ''}>
      <label for={id}>{label}</label>
      <input
        id={id}
        name={field}
        inputMode={field === 'url' ? 'url' : 'text'}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-invalid={wrong !== ''}
        aria-describedby={`${id}-help`}
      />
      <p id={`${id}-help`} class={wrong === '' ? 'quiet' : 'problem'}>
        {wrong === '' ? `for example ${example}` : wrong}
      </p>
    </div>
  );
}

function Built({ link: { url, channel, family, changed, warnings } }: { link: BuiltLink }) {
  return (
    <>
      <CopyField id="built-link" label="Your link" text={url} />
      <p>
        Counts as <strong>{channel}</strong>
        {family !== null && ` (${family})`}.
      </p>
      {changed.map(({ path, from, to }) => (
        <p key={path} class="quiet address">
          {path}: “{from}” is written {to}
        </p>
      ))}
      {warnings.map((warning) => (
        <p key={warning} class="notice wait">
          {warning}
        </p>
      ))}
    </>
  );
}
