import { describe, expect, it } from 'vitest';
import type { InputBlock } from '@slack/types';
import type { EmployeeProgram } from '@headwater/contract';
import { defaultSettings } from '../../../collector/src/domain/defaults.ts';
import { viewProblems } from '../../../../test/slack/limits.ts';
import { disqualifyModal, reassignModal, sayingModal } from './modals.ts';
import { referralModal } from './referral-modal.ts';

const euros = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });
const program: EmployeeProgram = {
  qualified: euros(100),
  won: euros(500),
  wonByDealValue: [
    { from: euros(50_000), reward: euros(2000) },
    { from: euros(20_000), reward: euros(1000) },
  ],
  qualifiedMeans: 'budget and need are confirmed',
  paidWhen: 'within 5 working days',
  onCancellation: 'what is open lapses.',
  landingUrl: '',
};

describe('the referral form', () => {
  const shown = JSON.stringify(referralModal(program, { via: 'command' }));
  it.each([
    ['what there is to earn', 'You earn €100 for a qualified lead and €500 more when the deal is won.'],
    [
      'what bigger deals earn, smallest first',
      '• €1,000 for a deal of €20,000 or more\\n• €2,000 for a deal of €50,000',
    ],
    ['what counts as qualified', 'budget and need are confirmed'],
    ['when it is paid', 'within 5 working days'],
    ['what happens on cancellation', 'what is open lapses. A reward already paid is yours to keep.'],
  ])('says %s', (_, words) => {
    expect(shown).toContain(words);
  });

  it('says of a paid reward what the setting will do, whatever else the words are', () => {
    const { onCancellation } = defaultSettings.referrals;
    const words = (keepAfterPayment: boolean) =>
      JSON.stringify(
        referralModal({ ...program, onCancellation, keepAfterPayment }, { via: 'command' }),
      ).match(/(?<=cancels: )[^"]*/)?.[0];
    expect(words(true)).toMatch(/ is not paid\. A reward already paid is yours to keep\.$/);
    expect(words(false)).toMatch(
      / is not paid\. A reward already paid is taken back with a later payroll\.$/,
    );
    expect(words(false)).not.toContain('keep');
  });

  it('asks for who and company, and leaves the rest to choice', () => {
    const { blocks } = referralModal(program, { via: 'command' });
    const inputs = blocks.filter((block) => block.type === 'input') as InputBlock[];
    expect(inputs.map((input) => [input.block_id, input.optional])).toEqual([
      ['name', false],
      ['company', false],
      ['email', true],
      ['phone', true],
      ['linkedin', true],
      ['relationship', true],
      ['introduction', true],
    ]);
  });

  it('is the same wherever it was opened, but for where that was', () => {
    const other = JSON.stringify(referralModal(program, { via: 'message_shortcut' }));
    expect(other.replace('message_shortcut', 'command')).toBe(shown);
  });

  it('holds the limits with terms and values of any length, and with what went wrong before', () => {
    const long = '<!channel>👩‍👩‍👧‍👦'.repeat(600);
    const values = {
      name: long,
      company: long,
      email: long,
      phone: long,
      linkedin: long,
      relationship: long,
      introduction: true,
    };
    const terms = { ...program, qualifiedMeans: long, paidWhen: long, onCancellation: long };
    const view = referralModal(terms, { via: 'api', values, problem: long });
    expect(viewProblems(view)).toEqual([]);
  });
});

it.each([
  ['reassign', reassignModal({ leadId: 'lead_1' })],
  ['disqualify', disqualifyModal({ leadId: 'lead_1' })],
])('the modal to %s carries the lead and holds the limits', (callbackId, view) => {
  expect(view).toMatchObject({ callback_id: callbackId, private_metadata: 'lead_1' });
  expect(viewProblems(view)).toEqual([]);
});

it('a modal that says something needs no button to submit', () => {
  expect(viewProblems(sayingModal('One moment', 'Working on it…'))).toEqual([]);
});
