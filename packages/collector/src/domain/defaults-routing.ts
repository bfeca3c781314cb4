import type { RoutingRule, RoutingSettings } from '@headwater/contract';

const channel = '#leads';
/** Everybody in the people settings. While nobody is, nobody is named and claiming decides. */
const mostExperienced = 'Most experienced';

/**
 * Five minutes for a hot lead, as the studies of answering times have it; half a working day for referrals and
 * for people who came to a webinar or an event, a day for others. A referral is worth the best person there is;
 * whom we have called cold has to be qualified before anybody sells to them.
 */
const rules: RoutingRule[] = [
  {
    name: 'Hot referrals',
    when: { temperature: 'hot', family: 'partnership' },
    then: { pool: mostExperienced, channel, deadlineMinutes: 5 },
  },
  { name: 'Hot leads', when: { temperature: 'hot' }, then: { channel, deadlineMinutes: 5 } },
  {
    name: 'Referrals',
    when: { family: 'partnership' },
    then: { pool: mostExperienced, channel, deadlineMinutes: 240 },
  },
  { name: 'Webinar and event leads', when: { family: 'event' }, then: { channel, deadlineMinutes: 240 } },
  {
    name: 'Cold outbound',
    when: { family: 'outbound' },
    then: { channel, deadlineMinutes: 480, qualifyFirst: true },
  },
  { name: 'All other leads', when: {}, then: { channel, deadlineMinutes: 480 } },
];

/** The rules of the trade, which work before a company has named its people. */
export const defaultRouting: RoutingSettings = {
  rules,
  pools: [{ name: mostExperienced, strategy: 'most_experienced', members: [] }],
  fallback: { channel },
};
