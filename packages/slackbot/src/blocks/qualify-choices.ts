import type { InputBlock, PlainTextOption } from '@slack/types';
import { buyingRoleNames, buyingRoles, frameworkKeys, frameworks } from '@headwater/contract';
import type { BuyingRole, Framework } from '@headwater/contract';
import { plain } from './text.ts';

export const ROLE_INPUT = 'role';
const FRAMEWORK_INPUT = 'framework';

/**
 * The framework of the form; choosing another asks the bot for its letters. Slack keeps what is chosen in an
 * input of the same id: where the other could not be shown, `isAnew` makes it one that shows this one.
 */
export function frameworkInput(framework: Framework, { isAnew = false } = {}): InputBlock {
  const options = frameworkKeys.map((key) => optionOf(key, nameOf(key)));
  return {
    type: 'input',
    block_id: [FRAMEWORK_INPUT, framework, ...(isAnew ? ['anew'] : [])].join('.'),
    dispatch_action: true,
    label: plain('Framework'),
    element: {
      type: 'static_select',
      action_id: 'qualify_framework',
      options,
      initial_option: optionOf(framework, nameOf(framework)),
    },
  };
}

/** True for the input that {@link frameworkInput} makes, shown for the first time or anew. */
export function isFrameworkInput(blockId = ''): { isAnew: boolean } | null {
  const [name, , anew] = blockId.split('.');
  return name === FRAMEWORK_INPUT ? { isAnew: anew !== undefined } : null;
}

function nameOf(framework: Framework): string {
  const { name, letters } = frameworks[framework];
  return `${name}: ${letters.join(', ')}`;
}

/** What they are in the buying centre of their company. */
export function roleInput(role: BuyingRole): InputBlock {
  return {
    type: 'input',
    block_id: ROLE_INPUT,
    dispatch_action: true,
    label: plain('Their role in the purchase'),
    hint: plain('It stands on their card and on those of their colleagues.'),
    element: {
      type: 'static_select',
      action_id: 'value',
      options: buyingRoles.map((each) => optionOf(each, buyingRoleNames[each])),
      initial_option: optionOf(role, buyingRoleNames[role]),
    },
  };
}

const optionOf = (value: string, words: string): PlainTextOption => ({ text: plain(words, 75), value });
