import type { FollowUpSettings } from '@headwater/contract';

/** Who came by themselves is tried six times within ten working days, and first within the hour. */
export const defaultFollowUps: FollowUpSettings = {
  rules: [
    {
      name: 'Referrals and partners',
      when: { family: 'partnership' },
      attempts: 6,
      firstWithinMinutes: 60,
      daysBetween: 2,
    },
    {
      name: 'Inbound and paid',
      when: { family: ['inbound', 'paid'] },
      attempts: 6,
      firstWithinMinutes: 60,
      daysBetween: 2,
    },
    { name: 'Events', when: { family: 'event' }, attempts: 5, firstWithinMinutes: 240, daysBetween: 2 },
    { name: 'Outbound', when: { family: 'outbound' }, attempts: 4, firstWithinMinutes: 480, daysBetween: 3 },
    { name: 'All other leads', when: {}, attempts: 4, firstWithinMinutes: 240, daysBetween: 2 },
  ],
};
