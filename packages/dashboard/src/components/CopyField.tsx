import { useRef, useState } from 'preact/hooks';

/** A line of text with a button that copies it. */
export function CopyField({ id, label, text }: { id: string; label: string; text: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [said, say] = useState('');

  const copy = async (): Promise<void> => {
    field.current?.select();
    say((await copied(text)) ? 'Copied' : 'Selected: copy it with your keyboard');
  };

  return (
    <div class="copy">
      <label for={id}>{label}</label>
      <div class="copy-line">
        <input
          ref={field}
          id={id}
          readOnly
          value={text}
          spellcheck={false}
          onFocus={() => field.current?.select()}
        />
        <button type="button" aria-label={`Copy: ${label}`} onClick={() => void copy()}>
          Copy
        </button>
      </div>
      <p class="quiet" aria-live="polite">
        {said}
      </p>
    </div>
  );
}

/** The clipboard is not there on plain http, except on this machine. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
