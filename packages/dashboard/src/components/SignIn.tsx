import type { Status } from '@headwater/contract';
import { useEffect, useRef, useState } from 'preact/hooks';
import { failureInWords, read } from '../api.ts';
import { signedOutBecause, signIn } from '../session.ts';
import { Heading } from './Heading.tsx';

/** Asks for a key, and lets nobody in with one that the collector does not take. */
export function SignIn() {
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState(signedOutBecause.value);
  const [isChecking, setChecking] = useState(false);
  useEffect(() => field.current?.focus(), []);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const given = field.current?.value.trim() ?? '';
    setChecking(true);
    const found = given === '' ? 'Enter your key.' : await problemWith(given);
    setChecking(false);
    setProblem(found);
    if (found === '') signIn(given);
    else field.current?.focus();
  };

  return (
    <div class="sign-in">
      <Heading tab="Sign in">Sign in</Heading>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <label for="key">Key</label>
        <input
          ref={field}
          id="key"
          name="key"
          type="password"
          autocomplete="current-password"
          spellcheck={false}
          required
          aria-invalid={problem !== ''}
          aria-describedby="key-problem key-hint"
        />
        <p id="key-problem" class="problem" role="alert">
          {problem}
        </p>
        <button type="submit" disabled={isChecking}>
          {isChecking ? 'Checking…' : 'Sign in'}
        </button>
      </form>
      <p id="key-hint" class="quiet">
        The first start printed an admin key. Whoever runs Headwater makes others:
        <code class="block">npx headwater key add --role marketing</code>
      </p>
    </div>
  );
}

/** Why this key cannot be used; empty when it can. */
async function problemWith(given: string): Promise<string> {
  const answer = await read<Status>('/v1/status', given);
  return answer.kind === 'ok' ? '' : failureInWords(answer);
}
