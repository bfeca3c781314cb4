import { signal } from '@preact/signals';
import { readAddress, type Address } from './address.ts';
import { signIn } from './session.ts';

export type Route = Exclude<Address, { kind: 'key' }>;

/** The view that the address names. */
export const route = signal<Route>({ kind: 'status' });

/** Keeps `route` in step with the address bar. */
export function followAddress(): void {
  addEventListener('hashchange', takeAddress);
  takeAddress();
}

/** A key in the address is taken over and leaves the address bar and the browser's history at once. */
function takeAddress(): void {
  const address = readAddress(location.hash);
  if (address.kind !== 'key') {
    route.value = address;
    return;
  }
  history.replaceState(null, '', location.pathname + location.search);
  signIn(address.key);
  route.value = { kind: 'status' };
}
