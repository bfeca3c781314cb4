import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { stages, type Stage } from '@headwater/contract';
import type { AboutLead } from './about-lead.ts';
import { stageNames } from './lead.ts';
import { fieldsOfStage, stageInput, type StageField } from './stage-fields.ts';
import { plain, utcDay } from './text.ts';

/** What the modal is made of. `stage` is the present one, reached on the day `since`; kept in private_metadata. */
export type StageForm = AboutLead & { who: string; stage: Stage; since: string; currency: string };

/** What somebody chose and typed, by block id. */
export type StageValues = { stage?: Stage | undefined } & { [Field in StageField]?: string | undefined };

/** Asks where a lead stands now, and for what belongs to that stage once one is chosen. */
export function stageModal(form: StageForm, typed: StageValues = {}, problem?: string): ModalView {
  const { who, stage, since, currency } = form;
  const fields = typed.stage === undefined ? [] : fieldsOfStage[typed.stage];
  const blocks: KnownBlock[] = [
    ...(problem ? [{ type: 'section' as const, text: plain(problem) }] : []),
    { type: 'section', text: plain(`${who}\n${stageNames[stage]} since ${utcDay(since)}`, 600) },
    stageSelect(stage, typed.stage),
    ...fields.map((field) =>
      stageInput(field, typed[field] ?? (field === 'currency' ? currency : undefined)),
    ),
  ];
  return {
    type: 'modal',
    callback_id: 'move_stage',
    private_metadata: JSON.stringify(form),
    title: plain('Move stage', 24),
    submit: plain('Move', 24),
    close: plain('Cancel', 24),
    blocks,
  };
}

/** Choosing one asks the bot for the fields of that stage. */
function stageSelect(present: Stage, chosen: Stage | undefined): InputBlock {
  const options = stages.filter((stage) => stage !== present).map(option);
  const initial = options.find(({ value }) => value === chosen);
  return {
    type: 'input',
    block_id: 'stage',
    dispatch_action: true,
    label: plain('New stage'),
    element: {
      type: 'static_select',
      action_id: 'stage_chosen',
      options,
      placeholder: plain('Choose a stage', 150),
      ...(initial ? { initial_option: initial } : {}),
    },
  };
}

const option = (stage: Stage): PlainTextOption => ({ text: plain(stageNames[stage], 75), value: stage });
