import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { EmployeeProgram, ReferralSubmission } from '@headwater/contract';
import { inWords } from './money.ts';
import { clip, plain } from './text.ts';

/** From where the form was opened; kept in private_metadata. */
export type ReferralVia = ReferralSubmission['via'];

/** What somebody typed, by block id. */
export type ReferralValues = {
  name: string;
  company: string;
  email: string;
  phone: string;
  linkedin: string;
  relationship: string;
  introduction: boolean;
};

const empty: ReferralValues = {
  name: '',
  company: '',
  email: '',
  phone: '',
  linkedin: '',
  relationship: '',
  introduction: false,
};

/** `slackUser` is whoever fills it in, to whom the programme may promise nothing. */
type Form = {
  via: ReferralVia;
  slackUser?: string;
  values?: ReferralValues;
  /** The values were found in a message. */
  isFound?: boolean;
  problem?: string;
};

/** The form for one referral, with what there is to earn and when. `problem` says what went wrong before. */
export function referralModal(
  program: EmployeeProgram,
  { via, slackUser, values = empty, isFound = false, problem }: Form,
): ModalView {
  const told = slackUser && program.excluded?.includes(slackUser) ? [note(NOT_FOR_THEM)] : terms(program);
  return {
    type: 'modal',
    callback_id: 'refer_submit',
    private_metadata: via,
    title: plain('Refer somebody', 24),
    submit: plain('Refer', 24),
    close: plain('Cancel', 24),
    blocks: [
      ...(problem ? [note(problem)] : []),
      ...told,
      { type: 'divider' },
      ...(isFound ? [note(FOUND)] : []),
      ...inputs(values),
    ],
  };
}

const note = (text: string): KnownBlock => ({ type: 'section', text: plain(text) });

const FOUND = 'Filled in from the message, as far as it could be read. Please check it.';

const NOT_FOR_THEM =
  'By the rules of the programme you do not earn rewards yourself. Your referral is welcome all the same: whoever you name is looked after like anybody else, and you hear how it goes.';

function terms(program: EmployeeProgram): KnownBlock[] {
  const tiers = program.wonByDealValue
    .toSorted((one, other) => one.from.amount - other.from.amount)
    .map(({ from, reward }) => `• ${inWords(reward)} for a deal of ${inWords(from)} or more`);
  const earn = [
    `You earn ${inWords(program.qualified)} for a qualified lead and ${inWords(program.won)} more when the deal is won.`,
    ...tiers,
  ];
  const rest = [
    `What counts as qualified: ${program.qualifiedMeans}`,
    `When it is paid: ${program.paidWhen}`,
    `If the customer cancels: ${clip(program.onCancellation, 800)} ${ofPaid(program)}`,
  ];
  return [
    { type: 'section', text: plain(earn.join('\n')) },
    { type: 'context', elements: rest.map((line) => plain(line, 1000)) },
  ];
}

/** By the setting that decides it: words that others wrote might promise something else. */
const ofPaid = ({ keepAfterPayment = true }: EmployeeProgram): string =>
  keepAfterPayment
    ? 'A reward already paid is yours to keep.'
    : 'A reward already paid is taken back with a later payroll.';

type Field = { id: keyof Omit<ReferralValues, 'introduction'>; label: string; max: number; hint?: string };

const required: Field[] = [
  { id: 'name', label: 'Who is it?', max: 200 },
  { id: 'company', label: 'At which company?', max: 200 },
];
const optional: Field[] = [
  {
    id: 'email',
    label: 'E-mail',
    max: 254,
    hint: 'One way to reach them is enough: e-mail, phone or LinkedIn.',
  },
  { id: 'phone', label: 'Phone', max: 50 },
  { id: 'linkedin', label: 'LinkedIn', max: 300 },
  { id: 'relationship', label: 'How do you know them?', max: 1000 },
];

function inputs(values: ReferralValues): InputBlock[] {
  return [
    ...required.map((field) => textInput(field, values[field.id], false)),
    ...optional.map((field) => textInput(field, values[field.id], true)),
    introductionInput(values.introduction),
  ];
}

function textInput({ id, label, max, hint }: Field, value: string, isOptional: boolean): InputBlock {
  return {
    type: 'input',
    block_id: id,
    optional: isOptional,
    label: plain(label),
    ...(hint ? { hint: plain(hint) } : {}),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      max_length: max,
      multiline: id === 'relationship',
      ...(value ? { initial_value: clip(value, max) } : {}),
    },
  };
}

function introductionInput(isChosen: boolean): InputBlock {
  const option = { text: plain('I can introduce you', 75), value: 'yes' };
  return {
    type: 'input',
    block_id: 'introduction',
    optional: true,
    label: plain('Introduction'),
    element: {
      type: 'checkboxes',
      action_id: 'value',
      options: [option],
      ...(isChosen ? { initial_options: [option] } : {}),
    },
  };
}
