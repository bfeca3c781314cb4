import { viewProblems } from './limits.ts';
import { replaceView } from './web-api.ts';
import type { Block, OpenView, View, Workspace } from './workspace.ts';

/**
 * What Slack sends for the inputs of a view: what was typed, else what stood there at first. Throws where Slack
 * would not let people submit; a button in the view asks for nothing.
 */
export function stateOf(
  blocks: Block[],
  values: Record<string, unknown>,
  isComplete = true,
): Record<string, Record<string, unknown>> {
  const inputs = blocks.filter((block) => block.type === 'input');
  const unknown = Object.keys(values).filter((id) => !inputs.some((block) => block.block_id === id));
  if (unknown.length > 0) throw new Error(`the modal has no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    inputs.map((block) => {
      const id = String(block.block_id);
      const element = block['element'] as Element;
      const value = values[id] === undefined ? initialOf(element) : values[id];
      const isEmpty = value === undefined || value === '' || value === null || isNobody(value);
      if (isComplete && isEmpty && block['optional'] !== true) throw new Error(`the modal asks for ${id}`);
      if (typeof value === 'string' && value.length > (element.max_length ?? 3000))
        throw new Error(`${id} is too long`);
      return [id, { [element.action_id]: valueOf(element.type, isEmpty ? null : value) }];
    }),
  );
}

type Element = {
  type: string;
  action_id: string;
  max_length?: number;
  initial_value?: string;
  initial_date?: string;
  initial_user?: string;
  initial_users?: string[];
  initial_time?: string;
  initial_option?: { value: string };
  initial_options?: { value: string }[];
};

const isNobody = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** What stands in an input that nobody has touched. */
function initialOf(element: Element): unknown {
  const chosen = element.initial_options?.map(({ value }) => value);
  return (
    element.initial_value ??
    element.initial_date ??
    element.initial_time ??
    element.initial_user ??
    element.initial_users ??
    element.initial_option?.value ??
    chosen
  );
}

function valueOf(type: string, value: unknown): Record<string, unknown> {
  if (type === 'users_select') return { type, selected_user: value };
  if (type === 'datepicker') return { type, selected_date: value };
  if (type === 'static_select') return { type, selected_option: value === null ? null : optionOf(value) };
  if (type === 'multi_users_select') return { type, selected_users: value ?? [] };
  if (type === 'timepicker') return { type, selected_time: value };
  if (type === 'checkboxes') {
    const chosen = (value as string[] | null) ?? [];
    return { type, selected_options: chosen.map(optionOf) };
  }
  return { type, value };
}

const optionOf = (value: unknown) => ({ value, text: { type: 'plain_text', text: String(value) } });

/** What Slack sends when somebody chooses in an input of an open modal that asks the bot at once. */
export function choiceOf(
  { blocks }: View,
  { blockId, value, ts }: { blockId: string; value: unknown; ts: string },
): Record<string, unknown> {
  const block = blocks.find((one) => one.block_id === blockId);
  if (!block || block['dispatch_action'] !== true) throw new Error(`${blockId} tells the bot nothing`);
  const element = block['element'] as Element;
  return { ...valueOf(element.type, value), action_id: element.action_id, block_id: blockId, action_ts: ts };
}

/** Does to the modal what the bot answered: close it, show other content, or keep it open with errors. */
export function applyAnswer(workspace: Workspace, open: OpenView, body: unknown): void {
  const answer = (body ?? {}) as {
    response_action?: string;
    view?: Partial<View>;
    errors?: Record<string, string>;
  };
  switch (answer.response_action) {
    case 'errors': {
      const ids = open.view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
      const stray = Object.keys(answer.errors ?? {}).filter((id) => !ids.includes(id));
      if (stray.length > 0) throw new Error(`errors at unknown blocks: ${stray.join(', ')}`);
      return;
    }
    case 'update':
    case 'push': {
      const problems = viewProblems(answer.view);
      if (problems.length > 0)
        throw new Error(`the bot answered with an invalid view: ${problems.join('; ')}`);
      return replaceView(workspace, open, answer.view ?? {});
    }
    case undefined:
      open.isOpen = false;
  }
}
