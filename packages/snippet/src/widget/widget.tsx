import { render } from 'preact';
import type { Place } from './api.ts';
import { openDialog } from './Frame.tsx';
import { opensItself, type Host } from './host.ts';
import { languageOf, loadMessages } from './languages.ts';
import { LeadForm } from './LeadForm.tsx';
import { Referral } from './Referral.tsx';
import { codeOf } from './referral.ts';
import { Survey } from './Survey.tsx';
import { choicesOf, wasAsked } from './survey.ts';
import css from './widget.css?inline';

// in the wrong colors it would be worse than what the page wrote
if (!CSS.supports('color:light-dark(red,red)')) throw new Error('no light-dark()');

// no style attribute and no style element: strict policies forbid them
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/**
 * Shows what an element stands for, in a shadow root of its own. Until all of it is ready, and where something is
 * missing, the element stays as the page wrote it; then the promise is rejected. An element that was in the page
 * before goes on where it was.
 */
export async function mount(element: HTMLElement, place: Place): Promise<void> {
  const words = await loadMessages(languageOf(element));
  await untilParsed();
  if (!element.isConnected) return;
  const root = element.shadowRoot ?? attach({ element, place, words, problems: {} });
  if (opensItself(element)) openDialog(root);
}

const opened: Partial<Record<string, HTMLElement>> = {};

/**
 * Puts an element into the page as a dialog, `lead`, `referral` or `survey`. The same one comes again with what was
 * typed there.
 */
export function open(kind: string, attributes: Record<string, string> = {}): void {
  const made = (opened[kind + JSON.stringify(attributes)] ??= document.createElement(
    `hw-${kind === 'lead' ? 'form' : kind}`,
  ));
  for (const [name, value] of Object.entries({ dialog: '', ...attributes })) made.setAttribute(name, value);
  if (!made.isConnected) document.body.append(made);
}

/** What an element holds may come after its start, while the page is still being read. */
async function untilParsed(): Promise<void> {
  if (document.readyState !== 'loading') return;
  await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));
}

const views = { 'hw-form': LeadForm, 'hw-referral': Referral, 'hw-survey': Survey };

function attach(start: Omit<Host, 'box' | 'show'>): ShadowRoot {
  const { element, words } = start;
  const View = views[element.localName as keyof typeof views];
  const box = document.createElement('div');
  const show: Host['show'] = (change, focus) => {
    Object.assign(host, change);
    render(<View host={host} />, box);
    if (focus) box.querySelector<HTMLElement>(focus)?.focus();
  };
  const host: Host = { ...start, box, show };
  box.lang = words.lang;
  if (isDue(element)) show({});
  const root = element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet];
  root.addEventListener('keydown', keepTyping);
  root.append(box);
  if (View === Referral && codeOf(element)) root.querySelector('form')?.requestSubmit();
  return root;
}

/** Everything but a survey that was answered before. */
function isDue(element: Element): boolean {
  if (element.localName !== 'hw-survey') return true;
  if (!choicesOf(element)[0]) throw new Error('hw-survey: no answers');
  return !wasAsked(element.getAttribute('survey') ?? '');
}

/** To the page, letters typed in here come from something that is no field, and may be its shortcuts. */
function keepTyping(event: Event): void {
  if ((event as KeyboardEvent).key?.length === 1) event.stopPropagation();
}
