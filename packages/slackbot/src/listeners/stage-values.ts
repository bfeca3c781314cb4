import type { ViewOutput } from '@slack/bolt';
import { stage as stageSchema, type Money, type Stage, type StageChange } from '@headwater/contract';
import { stageNames } from '../blocks/lead.ts';
import { fieldsOfStage, stageFields, type StageField } from '../blocks/stage-fields.ts';
import type { StageForm, StageValues } from '../blocks/stage-modal.ts';
import { clip, utcDay } from '../blocks/text.ts';
import { decimalsOf, readMoney } from '../money-input.ts';

type Errors = Record<string, string>;

/**
 * What somebody asked for: a change, objections at fields, or `unasked` where the fields of the chosen stage
 * had not come yet when it was submitted.
 */
export type AskedStage =
  | { kind: 'change'; change: StageChange }
  | { kind: 'errors'; errors: Errors }
  | { kind: 'unasked' };

/** What stands in the modal, by block id. */
export function stageValues({ state }: Pick<ViewOutput, 'state'>): StageValues {
  const { data: stage } = stageSchema.safeParse(
    state.values['stage']?.['stage_chosen']?.selected_option?.value,
  );
  const typed = stageFields.map((field) => {
    const input = state.values[field]?.['value'];
    return [field, (input?.selected_date ?? input?.value)?.trim() || undefined] as const;
  });
  return { stage, ...Object.fromEntries(typed) };
}

/** The change of stage that the modal asks for. */
export function askedStage(form: StageForm, view: Pick<ViewOutput, 'state'>): AskedStage {
  const values = stageValues(view);
  const { stage, reason, date } = values;
  if (stage === undefined) return { kind: 'errors', errors: { stage: 'Please choose a stage.' } };
  const fields = fieldsOfStage[stage];
  if (fields.some((field) => view.state.values[field] === undefined)) return { kind: 'unasked' };
  const { amounts, errors } = amountsOf(stage, values);
  if (fields.includes('reason') && !reason) errors['reason'] = 'Please say why.';
  if (date !== undefined && date < form.since) {
    errors['date'] =
      `It reached ${stageNames[form.stage]} on ${utcDay(form.since)}: choose that day or a later one.`;
  }
  if (Object.keys(errors).length > 0) return { kind: 'errors', errors };
  // whatever else happened that day came before; the collector counts later today from now
  const at = date === undefined ? {} : { at: `${date}T23:59:59Z` };
  return { kind: 'change', change: { stage, ...amounts, ...at, ...(reason ? { reason } : {}) } };
}

type Amount = 'revenue' | 'value' | 'margin';

function amountsOf(
  stage: Stage,
  values: StageValues,
): { amounts: { [Name in Amount]?: Money }; errors: Errors } {
  const amounts: { [Name in Amount]?: Money } = {};
  const errors: Errors = {};
  const asked = fieldsOfStage[stage].filter(isAmount);
  const currency = values.currency?.toUpperCase() ?? '';
  if (asked.length > 0 && decimalsOf(currency) === null) {
    errors['currency'] = 'Please give the three letters of a currency, such as EUR.';
    return { amounts, errors };
  }
  for (const name of asked) {
    const typed = values[name];
    if (typed === undefined) continue;
    const money = readMoney(typed, currency);
    if (money) amounts[name] = money;
    else errors[name] = 'Please give an amount, such as 12000 or 12,000.50.';
  }
  if (stage === 'customer' && values.revenue === undefined)
    errors['revenue'] = 'Please say how much they bought for.';
  return { amounts, errors };
}

const isAmount = (field: StageField): field is Amount =>
  field === 'revenue' || field === 'value' || field === 'margin';

/** The collector's objections at the fields of the modal; at the stage where no field is meant. */
export function stageErrors(
  errors: readonly { path: string; message: string }[],
  view: Pick<ViewOutput, 'state'>,
): Errors {
  const found: Errors = {};
  for (const { path, message } of errors) {
    const [name = ''] = path.split('.');
    const field = name === 'at' ? 'date' : name;
    found[field in view.state.values ? field : 'stage'] ??= clip(message, 500);
  }
  return found;
}
