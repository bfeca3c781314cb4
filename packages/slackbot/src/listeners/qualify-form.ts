import type { ViewOutput } from '@slack/bolt';
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { buyingRole, type LetterInput, type LetterStatus } from '@headwater/contract';
import { frameworkInput, isFrameworkInput, ROLE_INPUT } from '../blocks/qualify-choices.ts';
import { inputId, noticeBlock, type Part, type QualifyAbout } from '../blocks/qualify-modal.ts';
import { plain } from '../blocks/text.ts';
import type { QualificationForm } from '../qualification-client.ts';

type Values = ViewOutput['state']['values'];

/** What stands in the form, letter by letter, each with the version that the person saw. */
export function formOf(view: ViewOutput, by: string): { leadId: string; form: QualificationForm } {
  const { leadId, framework, seen, role } = JSON.parse(view.private_metadata) as QualifyAbout;
  const letters = Object.fromEntries(
    Object.entries(seen).map(([letter, version]) => [
      letter,
      typedLetter(view.state.values, letter, version),
    ]),
  );
  const chosen = buyingRole.safeParse(view.state.values[ROLE_INPUT]?.['value']?.selected_option?.value);
  const changed = chosen.success && chosen.data !== role ? { role: chosen.data } : {};
  return { leadId, form: { framework, letters, ...changed, by, eventId: `${view.id}:${view.hash}` } };
}

function typedLetter(values: Values, letter: string, version: number): LetterInput {
  const part = (name: Part) => values[inputId(letter, name, version)]?.['value'];
  return {
    status: (part('status')?.selected_option?.value ?? 'unknown') as LetterStatus,
    evidence: part('evidence')?.value ?? '',
    at: part('day')?.selected_date ?? null,
    basedOn: version,
  };
}

/** The same form with what was typed in it, and words at its top. */
export function sameForm(view: ViewOutput, words: string): ModalView {
  const blocks = (view.blocks as KnownBlock[]).filter(({ block_id: id }) => id !== 'notice');
  return {
    type: 'modal',
    callback_id: view.callback_id,
    private_metadata: view.private_metadata,
    title: plain('Qualify lead', 24),
    submit: plain('Save', 24),
    close: plain('Cancel', 24),
    blocks: [
      noticeBlock(words),
      ...blocks.map((block) => (block.type === 'input' ? inputAgain(block, view) : block)),
    ],
  };
}

/** With what was typed; the framework is that of the letters, whatever was chosen. */
function inputAgain(block: InputBlock, view: ViewOutput): InputBlock {
  const shown = isFrameworkInput(block.block_id);
  if (!shown) return withTyped(block, view.state.values);
  const { framework } = JSON.parse(view.private_metadata) as QualifyAbout;
  return frameworkInput(framework, { isAnew: !shown.isAnew });
}

/** Of the elements of Slack, the form has these three. */
function withTyped(block: InputBlock, values: Values): InputBlock {
  const typed = values[block.block_id ?? '']?.['value'];
  const { element } = block;
  if (element.type === 'static_select') {
    const chosen = element.options?.find(({ value }) => value === typed?.selected_option?.value);
    return { ...block, element: { ...element, ...(chosen && { initial_option: chosen }) } };
  }
  if (element.type === 'plain_text_input') {
    const { initial_value: _before, ...empty } = element;
    return { ...block, element: { ...empty, ...(typed?.value && { initial_value: typed.value }) } };
  }
  if (element.type === 'datepicker') {
    const { initial_date: _before, ...empty } = element;
    return {
      ...block,
      element: { ...empty, ...(typed?.selected_date && { initial_date: typed.selected_date }) },
    };
  }
  return block;
}
