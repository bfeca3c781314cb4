import { type Core, listen } from './core.ts';
import { hearChange } from './writing.ts';

/**
 * Hears of forms wherever they stand: in the page, in open shadow roots, in frames of the same origin. Submissions
 * do not come out of shadow roots and frames, but the focus leads into them.
 */
export function watchRoots(core: Core, hear: (event: Event) => void): void {
  const watched = new WeakSet<EventTarget>();

  function watch(root: EventTarget): void {
    if (watched.has(root)) return;
    watched.add(root);
    listen(core, root, 'submit', hear);
    // `form.submit()` fires no submit event.
    listen(core, root, 'formdata', hear);
    listen(core, root, 'change', hearChange);
    listen(core, root, 'focusin', followFocus);
  }

  function followFocus(): void {
    let focused: Element | null | undefined = document.activeElement;
    while (focused) {
      const root: Document | ShadowRoot | null | undefined =
        focused.shadowRoot ?? (focused as Partial<HTMLIFrameElement>).contentDocument;
      if (root) watch(root);
      focused = root?.activeElement;
    }
  }

  watch(window);
  // The focus goes into a frame.
  listen(core, window, 'blur', followFocus);
  followFocus();
}
