import type { Block } from './workspace.ts';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const tooLong = (value: unknown, max: number): boolean => typeof value === 'string' && value.length > max;

const blocksPerSurface = { message: 50, modal: 100, home: 100 } as const;
export type Surface = keyof typeof blocksPerSurface;

/**
 * What Slack would refuse about these blocks, one sentence each; empty when they are fine.
 * Limits: https://docs.slack.dev/reference/block-kit/blocks
 */
export function blockProblems(blocks: unknown, surface: Surface): string[] {
  if (!Array.isArray(blocks)) return ['blocks must be a list'];
  const most = blocksPerSurface[surface];
  const problems = blocks.length > most ? [`no more than ${most} blocks are allowed`] : [];
  const ids = blocks.flatMap((block: Fields) => (block['block_id'] === undefined ? [] : [block['block_id']]));
  if (new Set(ids).size < ids.length) problems.push('block_id is used twice');
  for (const [index, block] of blocks.entries()) {
    const found = isFields(block) ? problemsOfBlock(block, surface) : ['must be an object'];
    problems.push(...found.map((problem) => `block ${index}: ${problem}`));
  }
  return problems;
}

function problemsOfBlock(block: Fields, surface: Surface): string[] {
  const problems = tooLong(block['block_id'], 255) ? ['block_id is over 255'] : [];
  switch (block['type']) {
    case 'divider':
      return problems;
    case 'header':
      return [...problems, ...problemsOfText(block['text'], 150, 'plain_text')];
    case 'section':
      return [...problems, ...problemsOfSection(block)];
    case 'context':
      return [...problems, ...problemsOfContext(block)];
    case 'actions':
      return [...problems, ...problemsOfActions(block)];
    case 'input':
      return surface === 'modal' ? [...problems, ...problemsOfInput(block)] : ['inputs stand in modals only'];
    default:
      return [...problems, `unknown type ${String(block['type'])}`];
  }
}

function problemsOfText(text: unknown, max: number, only?: string): string[] {
  if (!isFields(text)) return ['text object is missing'];
  const { type, text: words } = text;
  if (type !== 'plain_text' && type !== 'mrkdwn') return ['text object has no known type'];
  if (only && type !== only) return [`text must be ${only}`];
  if (typeof words !== 'string' || words.length === 0) return ['text is empty'];
  if (!words.isWellFormed()) return ['text holds half a character'];
  return words.length > max ? [`text is ${words.length} characters, over ${max}`] : [];
}

function problemsOfSection(block: Fields): string[] {
  const problems: string[] = [];
  if (block['text'] === undefined && block['fields'] === undefined)
    problems.push('section needs text or fields');
  if (block['text'] !== undefined) problems.push(...problemsOfText(block['text'], 3000));
  const fields = list(block['fields']);
  if (block['fields'] !== undefined && (fields.length < 1 || fields.length > 10))
    problems.push('1 to 10 fields');
  problems.push(...fields.flatMap((field) => problemsOfText(field, 2000)));
  if (block['accessory'] !== undefined) problems.push(...problemsOfElement(block['accessory']));
  return problems;
}

function problemsOfContext(block: Fields): string[] {
  const elements = list(block['elements']);
  if (elements.length < 1 || elements.length > 10) return ['context has 1 to 10 elements'];
  return elements.flatMap((element) => problemsOfText(element, 2000));
}

function problemsOfActions(block: Fields): string[] {
  const elements = list(block['elements']) as Fields[];
  if (elements.length < 1 || elements.length > 25) return ['actions has 1 to 25 elements'];
  const ids = elements.map((element) => element['action_id']);
  const twice = new Set(ids).size < ids.length ? ['action_id is used twice in one block'] : [];
  return [...twice, ...elements.flatMap(problemsOfElement)];
}

function problemsOfInput(block: Fields): string[] {
  const hint = block['hint'] === undefined ? [] : problemsOfText(block['hint'], 2000, 'plain_text');
  return [
    ...problemsOfText(block['label'], 2000, 'plain_text'),
    ...hint,
    ...problemsOfElement(block['element']),
  ];
}

const inputTypes = [
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'users_select',
  'multi_users_select',
  'static_select',
  'datepicker',
  'timepicker',
];
/** How many options each has at most, and how long an option's text may be. */
const mostOptions: Record<string, number> = { checkboxes: 10, static_select: 100 };

function problemsOfElement(element: unknown): string[] {
  if (!isFields(element)) return ['element is missing'];
  const problems = tooLong(element['action_id'], 255) ? ['action_id is over 255'] : [];
  if (element['type'] === 'button') return [...problems, ...problemsOfButton(element)];
  if (element['type'] === 'checkboxes') return [...problems, ...problemsOfOptions(element)];
  if (element['type'] === 'static_select') return [...problems, ...problemsOfSelect(element)];
  if (element['type'] === 'datepicker') return [...problems, ...problemsOfDate(element)];
  if (!inputTypes.includes(String(element['type']))) return [`unknown element ${String(element['type'])}`];
  if (element['placeholder'] !== undefined)
    problems.push(...problemsOfText(element['placeholder'], 150, 'plain_text'));
  problems.push(...problemsOfMoment(element));
  const maxLength = element['max_length'];
  if (maxLength !== undefined && !(Number(maxLength) >= 1 && Number(maxLength) <= 3000)) {
    problems.push('max_length must be 1 to 3000');
  }
  if (tooLong(element['initial_value'], Number(maxLength ?? 3000)))
    problems.push('initial_value is too long');
  return problems;
}

function problemsOfMoment(element: Fields): string[] {
  const isLike = (name: string, form: RegExp): boolean => {
    const value = element[name];
    return value === undefined || (typeof value === 'string' && form.test(value));
  };
  return [
    ...(isLike('initial_date', /^\d{4}-\d{2}-\d{2}$/) ? [] : ['initial_date must be YYYY-MM-DD']),
    ...(isLike('initial_time', /^\d{2}:\d{2}$/) ? [] : ['initial_time must be HH:mm']),
  ];
}

function problemsOfButton(button: Fields): string[] {
  const problems = problemsOfText(button['text'], 75, 'plain_text');
  if (tooLong(button['value'], 2000)) problems.push('button value is over 2000');
  if (tooLong(button['url'], 3000)) problems.push('button url is over 3000');
  const { url } = button;
  if (url !== undefined && !(typeof url === 'string' && /^https?:\/\/[^\s/]/.test(url)))
    problems.push('button url is no address');
  if (tooLong(button['accessibility_label'], 75)) problems.push('accessibility_label is over 75');
  const style = button['style'];
  if (style !== undefined && style !== 'primary' && style !== 'danger') problems.push('unknown button style');
  return problems;
}

function problemsOfOptions(element: Fields): string[] {
  const options = list(element['options']) as Fields[];
  const most = mostOptions[String(element['type'])] ?? 10;
  if (options.length < 1 || options.length > most)
    return [`${String(element['type'])}: 1 to ${most} options`];
  return options.flatMap((option) => [
    ...problemsOfText(option['text'], 75),
    ...(tooLong(option['value'], 150) ? ['option value is over 150'] : []),
  ]);
}

function problemsOfSelect(element: Fields): string[] {
  const options = list(element['options']) as Fields[];
  const problems = options.length < 1 || options.length > 100 ? ['a select has 1 to 100 options'] : [];
  for (const option of options) {
    problems.push(...problemsOfText(option['text'], 75, 'plain_text'));
    if (tooLong(option['value'], 150)) problems.push('option value is over 150');
  }
  const initial = element['initial_option'];
  const isKnown = options.some((option) => JSON.stringify(option) === JSON.stringify(initial));
  return initial === undefined || isKnown ? problems : [...problems, 'initial_option is none of the options'];
}

function problemsOfDate(element: Fields): string[] {
  const { initial_date: day } = element;
  if (day === undefined || (typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day))) return [];
  return ['initial_date is no date'];
}

/** What Slack would refuse about this message. */
export function messageProblems(message: {
  text: string;
  blocks: Block[];
  metadata?: unknown;
}): string | null {
  if (message.text.length > 40_000) return 'msg_too_long';
  if (message.text === '' && message.blocks.length === 0) return 'no_text';
  const { metadata } = message;
  if (metadata === undefined) return null;
  const isComplete =
    isFields(metadata) && typeof metadata['event_type'] === 'string' && isFields(metadata['event_payload']);
  return isComplete ? null : 'invalid_metadata_format';
}

/** What Slack would refuse about this modal, one sentence each. */
export function viewProblems(view: unknown): string[] {
  if (!isFields(view)) return ['view must be an object'];
  if (view['type'] !== 'modal') return ['type must be modal'];
  const problems = problemsOfText(view['title'], 24, 'plain_text').map((problem) => `title: ${problem}`);
  for (const name of ['submit', 'close']) {
    if (view[name] === undefined) continue;
    problems.push(...problemsOfText(view[name], 24, 'plain_text').map((problem) => `${name}: ${problem}`));
  }
  if (tooLong(view['private_metadata'], 3000)) problems.push('private_metadata is over 3000');
  if (tooLong(view['callback_id'], 255)) problems.push('callback_id is over 255');
  const hasInput = list(view['blocks']).some((block) => isFields(block) && block['type'] === 'input');
  if (hasInput && view['submit'] === undefined) problems.push('a modal with inputs needs submit');
  return [...problems, ...blockProblems(view['blocks'], 'modal')];
}

/** A view may be so large. https://docs.slack.dev/reference/methods/views.publish */
const MOST_VIEW_BYTES = 250 * 1024;

/** What Slack would refuse about this Home, one sentence each. */
export function homeProblems(view: unknown): string[] {
  if (!isFields(view)) return ['view must be an object'];
  if (view['type'] !== 'home') return ['type must be home'];
  const problems = ['title', 'submit', 'close']
    .filter((name) => view[name] !== undefined)
    .map((name) => `a Home has no ${name}`);
  if (tooLong(view['private_metadata'], 3000)) problems.push('private_metadata is over 3000');
  if (tooLong(view['callback_id'], 255)) problems.push('callback_id is over 255');
  if (Buffer.byteLength(JSON.stringify(view)) > MOST_VIEW_BYTES) problems.push('view_too_large');
  return [...problems, ...blockProblems(view['blocks'], 'home')];
}
