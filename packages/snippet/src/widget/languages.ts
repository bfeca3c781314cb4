import { messages as english, type Messages } from './messages/en.ts';

/** Each in a file of its own beside the widget's; English is inside. */
const others = /^(de|es|fr|id|ko|ru)\b/i;

/** The language of the text around an element, as BCP 47 writes it, else the one the browser asks for. */
export function languageOf(element: Element): string {
  return element.closest<HTMLElement>('[lang]')?.lang || navigator.language;
}

/**
 * The messages of a language, loaded from where the widget itself came from. English for a language we do not speak
 * and for a file that does not come.
 */
export async function loadMessages(language: string): Promise<Messages> {
  const [spoken] = others.exec(language) ?? [];
  if (!spoken) return english;
  try {
    const url = `./hw-widget-${spoken.toLowerCase()}.js`;
    return ((await import(/* @vite-ignore */ url)) as { messages: Messages }).messages;
  } catch {
    return english;
  }
}

/** A sentence about one value. */
export function say(sentence: string, value: string): string {
  return sentence.replace('{}', () => value);
}
