import { note, on } from './guard.ts';
import type { Core } from './page/core.ts';
import { options, type Options } from './options.ts';
import type { Headwater } from './commands.ts';

/** The script that hears what people do on the page: src/page. */
export interface PagePart {
  watchPage: (core: Core) => void;
}

/** The script of the widget: src/widget. */
interface WidgetPart {
  mount: (element: HTMLElement, given: Options) => Promise<void>;
  open: (kind: string, attributes: Record<string, string> | undefined, given: Options) => void;
}

/** Loads a script that stands beside this one; the nonce of this one goes along. */
export function load<Part>(name: string): Promise<Part> {
  return import(
    /* @vite-ignore */ /* webpackIgnore: true */ options.api.replace(/v1\/$/, name)
  ) as Promise<Part>;
}

/** Has forms watched as soon as there is one or somebody goes where one may be, and links where they lead to domains of ours. */
export function expectPeople(headwater: Headwater, loadPage: () => Promise<PagePart>): void {
  const watch = () => void loadPage().then(({ watchPage }) => watchPage({ headwater, options }), note);
  if (document.forms[0] || options.domains) watch();
  on('focusin', watch);
  on('blur', watch);
}

/**
 * Defines the elements `<hw-form>`, `<hw-referral>` and `<hw-survey>`, which load the widget when the first of
 * them appears. Where it cannot be loaded, what stands inside the element stays, and the element hears an `error`.
 */
export function defineElements(): void {
  for (const kind of ['form', 'referral', 'survey']) {
    customElements.define(
      `hw-${kind}`,
      class extends HTMLElement {
        connectedCallback(): void {
          load<WidgetPart>('hw-widget.js')
            .then(({ mount }) => mount(this, options))
            .catch(() => this.dispatchEvent(new Event('error')));
        }
      },
    );
  }
}

/** Opens one of them as a dialog; `kind` is its command's word, and the attributes are the element's. */
export function openWidget(kind: string, attributes?: Record<string, string>): void {
  void load<WidgetPart>('hw-widget.js').then(({ open }) => open(kind, attributes, options), note);
}
