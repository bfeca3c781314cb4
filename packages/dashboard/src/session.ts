import { signal } from '@preact/signals';

const PLACE = 'headwater-key';

/** The key that requests are sent with; null while nobody is signed in. Kept until the tab is closed. */
export const key = signal<string | null>(sessionStorage.getItem(PLACE));

/** Why the sign-in form is shown again, or empty. */
export const signedOutBecause = signal('');

export function signIn(given: string): void {
  sessionStorage.setItem(PLACE, given);
  signedOutBecause.value = '';
  key.value = given;
}

export function signOut(because = ''): void {
  sessionStorage.removeItem(PLACE);
  signedOutBecause.value = because;
  key.value = null;
}
