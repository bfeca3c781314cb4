import type { InputBlock } from '@slack/types';
import type { Stage } from '@headwater/contract';
import { clip, plain } from './text.ts';

export const stageFields = ['revenue', 'value', 'margin', 'currency', 'reason', 'date'] as const;
export type StageField = (typeof stageFields)[number];

/** What each stage asks for. */
export const fieldsOfStage: Record<Stage, readonly StageField[]> = {
  lead: ['date'],
  mql: ['date'],
  sql: ['date'],
  opportunity: ['value', 'currency', 'date'],
  customer: ['revenue', 'margin', 'currency', 'date'],
  disqualified: ['reason', 'date'],
  lost: ['reason', 'date'],
};

/** An input of the stage modal; its block id is the field. `typed` is what stood there before. */
export function stageInput(field: StageField, typed: string | undefined): InputBlock {
  const base = { type: 'input', block_id: field } as const;
  const text = (max: number) => ({
    type: 'plain_text_input' as const,
    action_id: 'value',
    max_length: max,
    ...(typed ? { initial_value: clip(typed, max) } : {}),
  });
  const example = plain('For example 12000 or 12,000.50');
  switch (field) {
    case 'revenue':
      return { ...base, label: plain('Revenue'), hint: example, element: text(30) };
    case 'value':
      return { ...base, optional: true, label: plain('Value of the deal'), hint: example, element: text(30) };
    case 'margin':
      return { ...base, optional: true, label: plain('Margin'), hint: example, element: text(30) };
    case 'currency':
      return {
        ...base,
        label: plain('Currency'),
        hint: plain('Three letters, such as EUR'),
        element: text(3),
      };
    case 'reason':
      return { ...base, label: plain('Why?'), element: { ...text(1000), multiline: true } };
    case 'date':
      return {
        ...base,
        optional: true,
        label: plain('On which day?'),
        hint: plain('Leave this empty if it happened just now.'),
        element: { type: 'datepicker', action_id: 'value', ...(typed ? { initial_date: typed } : {}) },
      };
  }
}
