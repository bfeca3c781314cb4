import type { EmployeeProgram } from '@headwater/contract';
import { digestMessage } from '../src/blocks/digest.ts';
import { morningMessage, recognitionMessage, weeklyMessage } from '../src/blocks/digests.ts';
import { homeView } from '../src/blocks/home.ts';
import { awayModal, notifyModal, poolModal } from '../src/blocks/home-modals.ts';
import { noticeMessage } from '../src/blocks/notice.ts';
import { referralModal } from '../src/blocks/referral-modal.ts';
import { reminderMessage } from '../src/blocks/reminder.ts';
import { sampleHome, sampleLeads } from '../test/home-samples.ts';
import { sampleCard } from '../test/samples.ts';
import { leadSurfaces } from './leads.ts';
import { qualificationSurfaces } from './qualification.ts';
import { referralSurfaces } from './referrals.ts';
import type { Surface } from './html.ts';

/** Who is mentioned in the pictures. */
export const people = { U0ANNA: 'Anna', U0BEN: 'Ben', U0CARA: 'Cara' };

const program: EmployeeProgram = {
  qualified: { amount: 25_000, currency: 'EUR' },
  won: { amount: 100_000, currency: 'EUR' },
  wonByDealValue: [],
  qualifiedMeans: 'Sales have confirmed three of these four: budget, authority, need and timeline.',
  paidWhen: 'Within 5 working days of the lead being qualified, and of the deal being won.',
  onCancellation: 'A reward that is not paid yet lapses.',
  landingUrl: '',
};

const card = sampleCard();
const warm = sampleCard({ name: 'Tom Muster', company: 'Muster AG', temperature: 'warm', score: 24 });

/** What the bot shows, by the name of its picture. */
export const surfaces: Record<string, Surface> = {
  ...leadSurfaces,
  digest: digestMessage([warm, card]),
  reminder: reminderMessage(card),
  ...qualificationSurfaces,
  home: homeView(sampleHome),
  'out-of-office': awayModal({ forOthers: true }),
  'notification-hours': notifyModal(sampleHome.settings.notify),
  pool: poolModal({ name: 'First line', members: ['U0ANNA', 'U0BEN'] }),
  'morning-list': morningMessage({ slackUser: 'U0ANNA', leads: sampleLeads, total: 2 }),
  'weekly-summary': weeklyMessage({
    from: '2029-12-31',
    until: '2030-01-06',
    leads: 12,
    claimed: 10,
    inTime: 9,
    medianMinutes: 4.5,
    sources: [
      { source: 'linkedin', leads: 7 },
      { source: 'google', leads: 5 },
    ],
    referrers: [{ referrer: 'U0BEN', leads: 2 }],
  }),
  recognition: recognitionMessage({ month: '2029-12', rows: sampleHome.leaderboard.rows, total: 5 }),
  refer: referralModal(program, { via: 'command' }),
  ...referralSurfaces,
  problem: noticeMessage({
    error: 'missing_scope',
    about: 'im:write',
    words:
      'Slack refuses what the app may not do: the scope im:write is missing. Add it under OAuth & Permissions in the app’s pages, then install the app again.',
    firstAt: '2030-01-07T09:00:00Z',
    lastAt: '2030-01-07T09:00:00Z',
  }),
};
