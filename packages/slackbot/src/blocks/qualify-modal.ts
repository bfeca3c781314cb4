import type { ContextBlock, InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { frameworks, letterStatuses, MOST_EVIDENCE } from '@headwater/contract';
import type {
  BuyingRole,
  Framework,
  LetterInput,
  LetterState,
  LetterStatus,
  Qualification,
} from '@headwater/contract';
import { capital } from './lead.ts';
import { frameworkInput, roleInput } from './qualify-choices.ts';
import { mrkdwn, person, plain } from './text.ts';

/** What the form is about, kept in private_metadata: what the person sees, of each letter its version. */
export type QualifyAbout = {
  leadId: string;
  framework: Framework;
  seen: Record<string, number>;
  /** As it is saved. */
  role: BuyingRole;
};

/** One input of the form for each part of each letter. */
export type Part = 'status' | 'evidence' | 'day';

/**
 * The id of an input. Slack keeps what stands in an input whose id stays the same when a modal is updated
 * (https://github.com/slackapi/bolt-js/issues/290): another version is another input.
 */
export const inputId = (letter: string, part: Part, version: number): string =>
  `${letter}.${part}.${version}`;

/** The ids that {@link inputId} makes. */
export const letterInputIds = /^[a-z]+\.(status|evidence|day)\.\d+$/;

/**
 * The form with every letter as it stands, or as the person typed it before. A letter that somebody else changed
 * since is shown beside what was typed; saving then means that one has seen it.
 */
export function qualifyModal(qualification: Qualification, notice?: string): ModalView {
  const { leadId, framework, letters, role } = qualification;
  const seen = Object.fromEntries(letters.map(({ letter, version }) => [letter, version]));
  const about: QualifyAbout = { leadId, framework, seen, role };
  return {
    type: 'modal',
    callback_id: 'qualify',
    private_metadata: JSON.stringify(about),
    title: plain('Qualify lead', 24),
    submit: plain('Save', 24),
    close: plain('Cancel', 24),
    blocks: [
      noticeBlock(notice ?? standing(qualification)),
      frameworkInput(framework),
      roleInput(qualification.draftRole ?? role),
      ...letters.flatMap((letter) => letterBlocks(letter, qualification.draft?.[letter.letter])),
      draftBlock,
    ],
  };
}

/** Says at the top of the form what happened to it. */
export const noticeBlock = (words: string): KnownBlock => ({
  type: 'section',
  block_id: 'notice',
  text: plain(words),
});

function standing({ framework, letters, confirmed, needed, draft, draftRole }: Qualification): string {
  const counted = `${frameworks[framework].name}: ${confirmed} of ${letters.length} confirmed, ${needed} make the lead sales qualified.`;
  return draft || draftRole ? `${counted} What you typed before and did not save is filled in.` : counted;
}

const draftBlock: KnownBlock = {
  type: 'actions',
  block_id: 'draft',
  elements: [
    {
      type: 'button',
      action_id: 'qualify_draft',
      text: plain('Save draft', 75),
      accessibility_label: 'Save a draft that only you see',
    },
  ],
};

function letterBlocks(state: LetterState, typed: LetterInput | undefined): KnownBlock[] {
  const { letter, label, question, version } = state;
  const { status, evidence, at } = typed ?? state;
  const id = (part: Part): string => inputId(letter, part, version);
  return [
    { type: 'divider' },
    ...meanwhile(state, typed),
    statusInput(id('status'), `${label}: ${question}`, status),
    evidenceInput(id('evidence'), `${label}: evidence`, evidence),
    dayInput(id('day'), `${label}: day of the evidence`, at ?? null),
  ];
}

/** Who said it, and what where the person typed something else. */
function meanwhile(state: LetterState, typed: LetterInput | undefined): ContextBlock[] {
  const { by, status, evidence, at, version, letter } = state;
  if (by === null) return [];
  const moved = typed !== undefined && typed.basedOn !== version;
  const said = `${person(by)} ${moved ? 'meanwhile ' : ''}set this to ${status}${at ? ` (${at})` : ''}`;
  const elements = moved && evidence ? [mrkdwn(`${said}:`), plain(evidence, 2000)] : [mrkdwn(`${said}.`)];
  return [{ type: 'context', block_id: `${letter}.said.${version}`, elements }];
}

const options = letterStatuses.map((status): PlainTextOption => ({
  text: plain(capital(status), 75),
  value: status,
}));

function statusInput(id: string, label: string, status: LetterStatus): InputBlock {
  const chosen = options.find(({ value }) => value === status);
  return {
    type: 'input',
    block_id: id,
    dispatch_action: true,
    label: plain(label),
    element: {
      type: 'static_select',
      action_id: 'value',
      options,
      ...(chosen ? { initial_option: chosen } : {}),
    },
  };
}

/**
 * The text stands there as it is: a person who leaves it alone must send back the same. Slack does not say what
 * stood in a form that is cancelled, so the bot hears of it while it is typed.
 * https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
 */
function evidenceInput(id: string, label: string, evidence: string): InputBlock {
  return {
    type: 'input',
    block_id: id,
    optional: true,
    dispatch_action: true,
    label: plain(label),
    element: {
      type: 'plain_text_input',
      action_id: 'value',
      dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
      multiline: true,
      max_length: MOST_EVIDENCE,
      ...(evidence ? { initial_value: evidence } : {}),
    },
  };
}

function dayInput(id: string, label: string, day: string | null): InputBlock {
  return {
    type: 'input',
    block_id: id,
    optional: true,
    dispatch_action: true,
    label: plain(label),
    hint: plain('Today, if you leave it empty.'),
    element: { type: 'datepicker', action_id: 'value', ...(day ? { initial_date: day } : {}) },
  };
}
