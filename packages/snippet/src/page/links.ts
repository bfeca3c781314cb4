import { isWithin } from '../referrer.ts';
import { type Core, recall } from './core.ts';

/** Makes a link to another domain of ours say who follows it, for as long as it takes to follow it: `_hw=VISITOR.TIME`. */
export function carryVisitor(core: Core, event: Event, domains: string): void {
  const link = (event.composedPath()[0] as Element).closest('a');
  const before = link?.getAttribute('href');
  if (!link || !before || link.hostname === location.hostname || !isWithin(link.hostname, domains)) return;
  const memory = recall(core);
  if (!memory) return;
  link.search += `${link.search ? '&' : '?'}_hw=${memory.visitor}.${Date.now()}`;
  setTimeout(() => link.setAttribute('href', before));
}
