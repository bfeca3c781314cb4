import { quarterReport, rewardDetail, thanked, type QuarterReport, type Thanked } from '@headwater/contract';
import type { Decision } from './collector-client.ts';
import { CollectorError, type Answer, type CollectorHttp } from './collector-http.ts';

type RewardDecision = { by: string; eventId: string; reason?: string };

/** What the bot asks of the collector about rewards and who earns them. */
export type RewardCalls = {
  decideOnReward: (id: string, what: 'approve' | 'reject', decision: RewardDecision) => Promise<Decision>;
  /** Who decides on a reward; null where nobody is named. */
  approverOf: (rewardId: string) => Promise<string | null>;
  /** On a referral that is held to be looked at. */
  decideOnReview: (referralId: string, what: 'release' | 'reject', by: string) => Promise<Decision>;
  thankFor: (referralId: string, by: string) => Promise<Thanked['outcome']>;
  /** Of this quarter, or of one such as `2026-Q1` or `last`. */
  referralReport: (quarter?: string) => Promise<QuarterReport>;
};

export function createRewardCalls(
  { ask, insist }: CollectorHttp,
  toDecision: (answer: Answer) => Decision,
): RewardCalls {
  const reward = (id: string): string => `/v1/rewards/${encodeURIComponent(id)}`;

  return {
    async decideOnReward(id, what, decision) {
      return toDecision(await insist('POST', `${reward(id)}/${what}`, decision));
    },
    async approverOf(id) {
      return read(rewardDetail, await ask('GET', reward(id))).approver;
    },
    async decideOnReview(referralId, what, by) {
      const path = `/v1/referrals/${encodeURIComponent(referralId)}/${what}`;
      return toDecision(await insist('POST', path, { by }));
    },
    async thankFor(referralId, by) {
      const path = `/v1/referrals/${encodeURIComponent(referralId)}/thank`;
      return read(thanked, await insist('POST', path, { by })).outcome;
    },
    async referralReport(quarter) {
      const which = quarter === undefined ? '' : `?quarter=${encodeURIComponent(quarter)}`;
      return read(quarterReport, await ask('GET', `/v1/reports/referrals${which}`));
    },
  };
}

type Schema<Shape> = { safeParse: (value: unknown) => { success: true; data: Shape } | { success: false } };

function read<Shape>(schema: Schema<Shape>, { body }: Answer): Shape {
  const result = schema.safeParse(body);
  if (!result.success) throw new CollectorError('the answer has another shape than agreed');
  return result.data;
}
