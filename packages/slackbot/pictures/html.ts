import type { HomeView, KnownBlock, ModalView } from '@slack/types';

/** What is drawn: a message of the bot, a modal, or the app's Home. */
export type Surface = { text: string; blocks: KnownBlock[] } | ModalView | HomeView;

type Text = { type: string; text: string };
/** Blocks and elements as far as they are drawn; Slack's types name some thirty kinds. */
type Drawn = {
  type: string;
  text?: Text | string;
  fields?: Text[];
  elements?: Drawn[];
  element?: Drawn;
  accessory?: Drawn;
  label?: Text;
  hint?: Text;
  optional?: boolean;
  placeholder?: Text;
  initial_value?: string;
  initial_date?: string;
  initial_time?: string;
  initial_users?: string[];
  initial_option?: { text: Text };
  initial_user?: string;
  options?: { text: Text; description?: Text }[];
  option_groups?: { options: { text: Text }[] }[];
  style?: string;
  multiline?: boolean;
};

/** A page that shows a surface the way Slack lays it out, for docs; close, and not a copy of it. */
export function pageOf(surface: Surface, people: Record<string, string>): string {
  const words = (text: Text | string | undefined): string => drawText(text, people);
  const body = 'text' in surface ? drawMessage(surface, words) : drawView(surface, words);
  return `<!doctype html><meta charset="utf-8"><style>${style}</style>${body}`;
}

type Words = (text: Text | string | undefined) => string;

function drawMessage({ blocks }: { blocks: KnownBlock[] }, words: Words): string {
  const inside = blocks.map((block) => drawBlock(block as Drawn, words)).join('');
  return `<main class="message"><i>H</i><div><b>Headwater</b> <small>APP</small>${inside}</div></main>`;
}

function drawView(view: ModalView | HomeView, words: Words): string {
  const inside = view.blocks.map((block) => drawBlock(block as Drawn, words)).join('');
  if (view.type === 'home') return `<main class="home">${inside}</main>`;
  const submit = view.submit ? `<span class="button primary">${words(view.submit)}</span>` : '';
  const close = view.close ? `<span class="button">${words(view.close)}</span>` : '';
  return `<main class="modal"><h1>${words(view.title)}</h1>${inside}<footer>${close}${submit}</footer></main>`;
}

function drawBlock(block: Drawn, words: Words): string {
  switch (block.type) {
    case 'header':
      return `<h2>${words(block.text)}</h2>`;
    case 'section': {
      const fields = (block.fields ?? []).map((field) => `<div>${words(field)}</div>`).join('');
      const text = block.text ? `<div>${words(block.text)}</div>` : '';
      const beside = block.accessory ? drawElement(block.accessory, words) : '';
      return `<section>${text}${fields && `<div class="fields">${fields}</div>`}${beside}</section>`;
    }
    case 'context':
      return `<p class="context">${(block.elements ?? []).map((element) => words(element as Text)).join(' ')}</p>`;
    case 'actions':
      return `<p class="actions">${(block.elements ?? []).map((element) => drawElement(element, words)).join('')}</p>`;
    case 'divider':
      return '<hr>';
    case 'input': {
      const optional = block.optional ? ' <small>(optional)</small>' : '';
      const hint = block.hint ? `<p class="context">${words(block.hint)}</p>` : '';
      const field = block.element ? drawElement(block.element, words) : '';
      return `<label>${words(block.label)}${optional}${field}${hint}</label>`;
    }
    default:
      throw new Error(`nobody has drawn a ${block.type} yet`);
  }
}

function drawElement(element: Drawn, words: Words): string {
  if (element.type === 'button')
    return `<span class="button ${element.style ?? ''}">${words(element.text)}</span>`;
  if (element.type === 'radio_buttons' || element.type === 'checkboxes') {
    return (element.options ?? []).map(({ text }) => `<span class="choice">○ ${words(text)}</span>`).join('');
  }
  const chosen =
    element.initial_option?.text ??
    element.initial_value ??
    element.initial_date ??
    element.initial_time ??
    mentioned(element.initial_users);
  const shown = words(chosen) || `<em>${words(element.placeholder)}</em>`;
  const isChoice = /select|picker|overflow/.test(element.type);
  return `<span class="field ${element.multiline ? 'tall' : ''}"><span>${shown}</span>${isChoice ? '<b>⌄</b>' : ''}</span>`;
}

const mentioned = (users: string[] | undefined): Text | undefined =>
  users && { type: 'mrkdwn', text: users.map((user) => `<@${user}>`).join(' ') };

/** Plain text as it is; mrkdwn with what of it the bot uses: bold, italics, code, mentions, dates, links. */
function drawText(text: Text | string | undefined, people: Record<string, string>): string {
  if (text === undefined) return '';
  if (typeof text === 'string') return escapeHtml(text);
  if (text.type === 'plain_text') return escapeHtml(text.text).replaceAll('\n', '<br>');
  return text.text
    .replaceAll(/<@(\w+)>/g, (_, id: string) => `<mark>@${escapeHtml(people[id] ?? id)}</mark>`)
    .replaceAll(/<!date\^\d+\^[^|]*\|([^>]*)>/g, '$1')
    .replaceAll(/<#\w+\|([^>]*)>/g, '<mark>#$1</mark>')
    .replaceAll(/<(?:https?|mailto):[^|>]*\|([^>]*)>/g, '<a>$1</a>')
    .replaceAll(/(^|[\s(>])\*([^*\n]+)\*/g, '$1<b>$2</b>')
    .replaceAll(/(^|[\s(>])_([^_\n]+)_/g, '$1<em>$2</em>')
    .replaceAll(/`([^`\n]+)`/g, '<code>$1</code>')
    .replaceAll('\n', '<br>');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

const style = `
  body { margin: 0; font: 15px/1.46 Lato, system-ui, sans-serif; color: #1d1c1d; background: #fff; }
  main { width: 640px; padding: 16px 20px; box-sizing: border-box; }
  .message { display: flex; gap: 10px; } .message > div { flex: 1; min-width: 0; }
  .message > i { width: 36px; height: 36px; border-radius: 6px; background: #14505c; color: #fff; font: 700 20px/36px sans-serif; text-align: center; }
  .modal { border: 1px solid #ddd; border-radius: 10px; width: 520px; margin: 16px; } h1 { font-size: 20px; margin: 0 0 8px; }
  h2 { font-size: 18px; margin: 8px 0 4px; } small { color: #616061; font-size: 11px; font-weight: 400; }
  section { display: flex; gap: 12px; justify-content: space-between; margin: 8px 0; overflow-wrap: anywhere; } section > div { flex: 1; }
  .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; }
  .context { color: #616061; font-size: 13px; margin: 6px 0; } .actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 10px 0; }
  .button { border: 1px solid #bbb; border-radius: 6px; padding: 3px 12px; font-weight: 700; font-size: 14px; white-space: nowrap; align-self: start; }
  .primary { background: #007a5a; border-color: #007a5a; color: #fff; } .danger { color: #c01343; border-color: #c01343; }
  label { display: block; font-weight: 700; margin: 14px 0; } label > * { font-weight: 400; }
  .field { display: flex; justify-content: space-between; gap: 8px; border: 1px solid #999; border-radius: 6px; padding: 7px 12px; margin-top: 6px; min-height: 22px; }
  .tall { min-height: 66px; } .field em { color: #616061; font-style: normal; } .choice { display: block; margin-top: 6px; }
  footer { display: flex; justify-content: end; gap: 10px; margin-top: 20px; } hr { border: 0; border-top: 1px solid #ddd; }
  mark { background: #e8f5fa; color: #1264a3; border-radius: 3px; } a { color: #1264a3; } code { background: #f4f4f4; color: #c01343; }
`;
