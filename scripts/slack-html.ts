import type { Block } from '../test/slack/workspace.ts';

type Fields = Record<string, unknown>;
type Text = { type: 'plain_text' | 'mrkdwn'; text: string };

/** By which names people stand in pictures. */
const people: Record<string, string> = { U0ANNA: 'Anna', U0BEN: 'Ben', U0CARA: 'Cara' };

/** A message of the bot as it looks in a channel. */
export function messageHtml(blocks: readonly Block[]): string {
  return `<div class="message"><div class="avatar">H</div><div class="content"><p class="who">Headwater <span>APP</span></p>${blocks.map(blockHtml).join('')}</div></div>`;
}

/** What the bot shows under somebody's message. */
export function unfurlHtml(said: string, blocks: readonly Block[]): string {
  return `<div class="message"><div class="avatar person">A</div><div class="content"><p class="who">Anna</p><p>${escaped(said)}</p><div class="unfurl">${blocks.map(blockHtml).join('')}</div></div></div>`;
}

/** A modal as it opens over the channel. */
export function modalHtml(view: {
  title?: unknown;
  submit?: unknown;
  close?: unknown;
  blocks: unknown;
}): string {
  const foot = [view.close, view.submit]
    .flatMap((text, index) =>
      text ? [`<button class="${index === 1 ? 'primary' : ''}">${textHtml(text as Text)}</button>`] : [],
    )
    .join('');
  const body = (view.blocks as Block[]).map(blockHtml).join('');
  return `<div class="modal"><h1>${textHtml(view.title as Text)}</h1>${body}<footer>${foot}</footer></div>`;
}

function blockHtml(block: Block): string {
  const text = block['text'] as Text | undefined;
  switch (block.type) {
    case 'header':
      return `<h2>${textHtml(text)}</h2>`;
    case 'divider':
      return '<hr>';
    case 'section': {
      const fields = ((block['fields'] ?? []) as Text[])
        .map((field) => `<div>${textHtml(field)}</div>`)
        .join('');
      const accessory = block['accessory'] ? elementHtml(block['accessory'] as Fields) : '';
      return `<div class="section"><div>${text ? textHtml(text) : ''}${fields ? `<div class="fields">${fields}</div>` : ''}</div>${accessory}</div>`;
    }
    case 'context':
      return `<div class="context">${(block['elements'] as Text[]).map((each) => `<span>${textHtml(each)}</span>`).join(' ')}</div>`;
    case 'actions':
      return `<div class="actions">${(block['elements'] as Fields[]).map(elementHtml).join('')}</div>`;
    case 'input': {
      const optional = block['optional'] === true ? ' <em>(optional)</em>' : '';
      const hint = block['hint'] ? `<small>${textHtml(block['hint'] as Text)}</small>` : '';
      return `<div class="input"><label>${textHtml(block['label'] as Text)}${optional}</label>${elementHtml(block['element'] as Fields)}${hint}</div>`;
    }
    default:
      throw new Error(`no picture of a block of type ${block.type}`);
  }
}

function elementHtml(element: Fields): string {
  if (element['type'] === 'button') {
    return `<button class="${(element['style'] as string | undefined) ?? ''}">${textHtml(element['text'] as Text)}</button>`;
  }
  if (element['type'] === 'checkboxes') {
    const options = element['options'] as { text: Text }[];
    return options.map(({ text }) => `<div class="option">☐ ${textHtml(text)}</div>`).join('');
  }
  const chosen = (element['initial_option'] as { text: Text } | undefined)?.text.text;
  const value = element['initial_value'] ?? element['initial_date'] ?? chosen;
  const shown =
    typeof value === 'string'
      ? escaped(value)
      : `<i>${textHtml(element['placeholder'] as Text | undefined)}</i>`;
  const arrow = String(element['type']).endsWith('select') ? '<b>⌄</b>' : '';
  return `<div class="field ${element['multiline'] ? 'tall' : ''}"><span>${shown}</span>${arrow}</div>`;
}

function textHtml(text: Text | undefined): string {
  if (!text) return '&nbsp;';
  const html = text.type === 'mrkdwn' ? formatted(text.text) : escaped(text.text);
  return html.replaceAll('\n', '<br>');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What Slack makes of its own markup; what came from outside is escaped already. */
function formatted(text: string): string {
  return text.replaceAll(/<([^>]*)>|`([^`\n]+)`|\*([^*\n]+)\*/g, (_, token, code, bold) => {
    if (code !== undefined) return `<code>${code as string}</code>`;
    if (bold !== undefined) return `<b>${bold as string}</b>`;
    return tokenHtml(token as string);
  });
}

function tokenHtml(token: string): string {
  const [target = '', words] = token.split('|');
  if (target.startsWith('@'))
    return `<span class="mention">@${people[target.slice(1)] ?? target.slice(1)}</span>`;
  return target.startsWith('!') ? (words ?? '') : `<a>${words ?? target}</a>`;
}

export const styles = `
  * { box-sizing: border-box; margin: 0; }
  body { font: 15px/1.47 Lato, "Open Sans", Helvetica, Arial, sans-serif; color: #1d1c1d; background: #fff; padding: 16px; width: 720px; }
  .message { display: flex; gap: 10px; padding: 6px 4px; }
  .avatar { width: 36px; height: 36px; border-radius: 8px; background: #0b3d4f; color: #fff; font-weight: 700; display: grid; place-items: center; flex: none; }
  .avatar.person { background: #8a5a9e; }
  .content { flex: 1; min-width: 0; } .who { font-weight: 900; } .who span { font-size: 10px; background: #e8e8e8; color: #616061; padding: 1px 4px; border-radius: 2px; vertical-align: 2px; }
  h2 { font-size: 18px; line-height: 1.33; margin: 8px 0 4px; } hr { border: 0; border-top: 1px solid #ddd; margin: 12px 0; }
  .section { margin: 8px 0; display: flex; gap: 16px; justify-content: space-between; align-items: flex-start; overflow-wrap: anywhere; }
  .section > div:first-child { flex: 1; } .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px; }
  .context { color: #616061; font-size: 13px; margin: 6px 0; } .actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 10px 0 4px; }
  button { font: 700 13px/1 inherit; font-family: inherit; font-size: 13px; height: 30px; padding: 0 12px; border: 1px solid #bbb; border-radius: 4px; background: #fff; color: #1d1c1d; flex: none; }
  button.primary { background: #007a5a; border-color: #007a5a; color: #fff; } button.danger { color: #e01e5a; border-color: #e01e5a; }
  .mention { background: #e8f5fa; color: #1264a3; border-radius: 3px; padding: 0 2px; } a { color: #1264a3; } code { color: #e01e5a; background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; padding: 0 3px; font-size: 12px; }
  .unfurl { border-left: 4px solid #ddd; padding-left: 12px; margin-top: 4px; }
  .modal { border: 1px solid #ccc; border-radius: 8px; padding: 20px 24px; width: 520px; box-shadow: 0 4px 16px #0002; } .modal h1 { font-size: 20px; margin-bottom: 12px; }
  .input { margin: 14px 0; } label { font-weight: 700; display: block; margin-bottom: 4px; } label em { font-weight: 400; color: #616061; } small { color: #616061; font-size: 13px; display: block; margin-top: 4px; }
  .field { border: 1px solid #8d8d8d; border-radius: 4px; min-height: 36px; padding: 6px 10px; display: flex; justify-content: space-between; } .field.tall { min-height: 80px; } .field i { color: #868686; font-style: normal; } .option { margin: 2px 0; }
  footer { display: flex; justify-content: flex-end; gap: 10px; margin-top: 20px; } footer button { height: 36px; font-size: 15px; }
`;
