import { viewProblems } from './limits.ts';
import { replaceView } from './web-api.ts';
import type { Block, OpenView, View, Workspace } from './workspace.ts';

/** What Slack sends for the inputs of a view. Throws where Slack would not let people submit. */
export function stateOf(
  blocks: Block[],
  values: Record<string, unknown>,
): Record<string, Record<string, unknown>> {
  const inputs = blocks.filter((block) => block.type === 'input');
  const unknown = Object.keys(values).filter((id) => !inputs.some((block) => block.block_id === id));
  if (unknown.length > 0) throw new Error(`the modal has no input ${unknown.join(', ')}`);
  return Object.fromEntries(
    inputs.map((block) => {
      const id = String(block.block_id);
      const element = block['element'] as { type: string; action_id: string; max_length?: number };
      const value = values[id];
      const isEmpty = value === undefined || value === '' || value === null;
      if (isEmpty && block['optional'] !== true) throw new Error(`the modal asks for ${id}`);
      if (typeof value === 'string' && value.length > (element.max_length ?? 3000))
        throw new Error(`${id} is too long`);
      return [id, { [element.action_id]: valueOf(element.type, isEmpty ? null : value) }];
    }),
  );
}

function valueOf(type: string, value: unknown): Record<string, unknown> {
  if (type === 'users_select') return { type, selected_user: value };
  if (type === 'multi_users_select') return { type, selected_users: value ?? [] };
  if (type === 'datepicker') return { type, selected_date: value };
  if (type === 'timepicker') return { type, selected_time: value };
  if (type === 'checkboxes') {
    const chosen = (value as string[] | null) ?? [];
    return {
      type,
      selected_options: chosen.map((one) => ({ value: one, text: { type: 'plain_text', text: one } })),
    };
  }
  return { type, value };
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
