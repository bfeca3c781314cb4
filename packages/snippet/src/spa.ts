import { options } from './options.ts';
import { attempt, on } from './guard.ts';

/**
 * Calls `arrived` for each address the visitor comes to without leaving the document, once the page's own
 * navigation is done; `isPage` where it is another page. Pages differ by path, and by hash where the
 * application routes by it.
 */
export function onNavigation(href: string, arrived: (isPage: boolean) => void): void {
  const pageOf = (address: string) => address.replace(options.hash === 'on' ? /\?[^#]*/g : /[?#].*/, '');
  const navigated = (): void =>
    attempt(() => {
      const before = href;
      href = location.href;
      if (href !== before) arrived(pageOf(href) !== pageOf(before));
    });
  navigated();
  // A page may call something else so: a variable of its own, an element by its id.
  const { navigation } = window;
  if (navigation?.currentEntry) return navigation.addEventListener('currententrychange', navigated);
  on('popstate', navigated);
  for (const name of ['pushState', 'replaceState'] as const) {
    const native = history[name];
    history[name] = function (...given) {
      native.apply(this, given);
      navigated();
    };
  }
}
