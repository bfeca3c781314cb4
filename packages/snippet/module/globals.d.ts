import type { Headwater } from './index.js';

declare global {
  interface Window {
    /** Absent until the script tag has loaded, or `init` was called. */
    headwater?: Headwater;
  }

  interface HTMLElementTagNameMap {
    'hw-form': HTMLElement;
    'hw-referral': HTMLElement;
    'hw-survey': HTMLElement;
  }
}
