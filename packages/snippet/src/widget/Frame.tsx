import type { ComponentChildren } from 'preact';
import { isDialog, opensItself, tell, written, type Host } from './host.ts';
import { rememberAsked } from './survey.ts';

interface FrameProps {
  host: Host;
  heading: string;
  /** What is said when it is done, and on a button that begins anew. */
  thanks: string;
  again?: string;
  children: ComponentChildren;
}

/** What is around every element: a card in the page, or a dialog. */
export function Frame({ host, heading, thanks, again, children }: FrameProps) {
  const { element, words, isDone, isSending, copied, show } = host;
  const isModal = isDialog(element);
  const Card = isModal ? 'dialog' : 'section';
  return (
    <>
      {isModal && !opensItself(element) && <slot onClick={(event) => open(event, host)} />}
      <Card class="card" aria-labelledby="heading" onClose={() => closed(host)}>
        {isModal && (
          <button type="button" class="close" aria-label={words.close} onClick={close}>
            ×
          </button>
        )}
        <h2 id="heading" tabIndex={-1}>
          {isDone ? words.thanks : heading}
        </h2>
        {isDone ? <p>{written(host, 'thanks', thanks)}</p> : children}
        {isDone && again && (
          <button type="button" onClick={() => show({ isDone: false }, 'h2')}>
            {again}
          </button>
        )}
        <p class="unseen" role="status">
          {isSending ? words.sending : copied}
        </p>
        <slot name="note" />
      </Card>
    </>
  );
}

/** Shows the dialog and takes whoever opened it to its heading. */
export function openDialog(root: ParentNode): void {
  const dialog = root.querySelector('dialog');
  if (!dialog || dialog.open) return;
  dialog.showModal();
  root.querySelector('h2')?.focus();
}

/** What the page put inside opens the dialog instead of what else it does. */
function open(event: Event, { box }: Host): void {
  event.preventDefault();
  openDialog(box);
}

function close({ currentTarget }: { currentTarget: Element }): void {
  currentTarget.closest('dialog')?.close();
}

/** What was typed stays for the next time; what was sent is done with, and a question that was closed is answered. */
function closed(host: Host): void {
  rememberAsked(written(host, 'survey'));
  if (host.isDone) host.show({ isDone: false });
  tell(host, 'close');
  if (opensItself(host.element)) host.element.remove();
}
