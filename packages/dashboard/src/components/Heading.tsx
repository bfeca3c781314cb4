import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

/** The heading of a view, which takes the focus on navigation and names the browser's tab. */
export function Heading({ tab, children }: { tab: string; children: ComponentChildren }) {
  useEffect(() => {
    document.title = `${tab} · Headwater`;
  }, [tab]);
  return <h1 tabIndex={-1}>{children}</h1>;
}
