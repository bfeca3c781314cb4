import type { EmployeeProgram } from '@headwater/contract';
import { leadCardMessage } from '../src/blocks/card.ts';
import { digestMessage } from '../src/blocks/digest.ts';
import { disqualifyModal, reassignModal } from '../src/blocks/modals.ts';
import { referralModal } from '../src/blocks/referral-modal.ts';
import { reminderMessage } from '../src/blocks/reminder.ts';
import { sampleCard } from '../test/samples.ts';
import type { Surface } from './html.ts';

/** Who is mentioned in the pictures. */
export const people = { U0ANNA: 'Anna', U0BEN: 'Ben' };

const program: EmployeeProgram = {
  qualified: { amount: 25_000, currency: 'EUR' },
  won: { amount: 100_000, currency: 'EUR' },
  wonByDealValue: [],
  qualifiedMeans: 'Sales have confirmed three of these four: budget, authority, need and timeline.',
  paidWhen: 'Within 5 working days of the lead being qualified, and of the deal being won.',
  onCancellation: 'A reward that was paid is yours to keep.',
  landingUrl: '',
};

const card = sampleCard();
const warm = sampleCard({ name: 'Tom Muster', company: 'Muster AG', temperature: 'warm', score: 24 });

/** What the bot shows, by the name of its picture. */
export const surfaces: Record<string, Surface> = {
  card: leadCardMessage(card),
  'card-claimed': leadCardMessage(sampleCard({ owner: 'U0ANNA' })),
  digest: digestMessage([warm, card]),
  reminder: reminderMessage(card),
  reassign: reassignModal('lead_1'),
  disqualify: disqualifyModal('lead_1'),
  refer: referralModal(program, { via: 'command' }),
};
