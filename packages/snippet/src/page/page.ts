import { attempt, type Core, listen } from './core.ts';
import { watchForms } from './forms.ts';
import { carryVisitor } from './links.ts';

let isWatching = false;

/** Hears what people do on the page: with links to other domains of ours, and with forms. Called again it does nothing. */
export function watchPage(core: Core): void {
  if (isWatching) return;
  isWatching = true;
  const { domains = '', forms } = core.options;
  attempt(core, () => {
    // the second is a click that opens another tab
    for (const type of domains ? ['click', 'auxclick'] : []) {
      listen(core, window, type, (event) => carryVisitor(core, event, domains));
    }
    if (forms !== 'off') watchForms(core);
  });
}
