import type { EmployeeProgram, Money, ReferralMessage } from '@headwater/contract';
import { withoutRewards } from '../domain/leavers.ts';
import { approverOf } from '../domain/reward.ts';
import { fewQualified, reviewReason } from '../domain/review.ts';
import type { LeadId, ReferralId } from '../ids.ts';
import { findHold, insertHold, trackRecordOf } from '../storage/referralHolds.ts';
import type { StoredReferral } from '../storage/referrals.ts';
import { lockRewardsOf } from '../storage/rewards.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { isNotWithUs } from './leaver.ts';
import { settingsValue } from './settings.ts';
import { showApprover } from './tellReward.ts';

/** Holds a new referral that looks wrong, in the transaction that stores it. Its lead is worked on like any other. */
export async function reviewReferral(
  tx: InTransaction,
  referral: StoredReferral,
  addresses: { email: string | undefined; referrerEmail: string | undefined },
): Promise<void> {
  const record = await trackRecordOf(tx.trx, referral);
  const because = reviewReason({ ...addresses, record });
  if (because !== null) await hold(tx, referral, because);
}

/** Holds a referral that earns something, where too few of the same person became qualified; once looked at, no more. */
export async function reviewEarning(tx: InTransaction, referral: StoredReferral): Promise<void> {
  const because = fewQualified(await trackRecordOf(tx.trx, referral));
  if (because !== null) await hold(tx, referral, because);
}

/** The programme as it is promised for one referral: of what is held, or was rejected, no amount is named. */
export async function programToTell(
  { trx }: InTransaction,
  { id }: StoredReferral,
  program: EmployeeProgram,
): Promise<EmployeeProgram> {
  const found = await findHold(trx, id as ReferralId);
  return found === undefined || found.state === 'released' ? program : withoutRewards(program);
}

async function hold(tx: InTransaction, referral: StoredReferral, because: string): Promise<void> {
  const referralId = referral.id as ReferralId;
  if (!(await insertHold(tx.trx, { referralId, because, at: tx.nowMs }))) return;
  await tellEmployee(tx, referral, { event: 'held', reason: because });
  await showReview(tx, referral);
  await redrawRewards(tx, referralId);
}

/** Shows the approver again what this referral earned: without buttons while it is held, with them afterwards. */
export async function redrawRewards(tx: InTransaction, referralId: ReferralId): Promise<void> {
  for (const reward of await lockRewardsOf(tx.trx, referralId))
    if (reward.state === 'pending') await showApprover(tx, reward);
}

/** Tells an employee what was decided about their referral. Customers and partners are not in our Slack. */
export async function tellEmployee(
  tx: InTransaction,
  { program, name, company, leadId, referrer }: StoredReferral,
  {
    event,
    reason,
    reward = null,
  }: { event: ReferralMessage['event']; reason: string | null; reward?: Money | null },
): Promise<void> {
  if (program !== 'employee' || (await isNotWithUs(tx, referrer))) return;
  const message: ReferralMessage = { event, name, company: company ?? '', reward, next: null, reason };
  const payload = { slackUser: referrer, message };
  await owe(tx, { kind: 'referral_message', leadId: leadId as LeadId, channel: referrer, payload });
}

/** Owes the approver the held referral as it stands. Where nobody is named it waits in the list of the held ones. */
export async function showReview(tx: InTransaction, referral: StoredReferral): Promise<void> {
  const slackUser = await readReviewer(tx, referral);
  if (slackUser === null || !(await findHold(tx.trx, referral.id as ReferralId))) return;
  const leadId = referral.leadId as LeadId;
  const payload = { slackUser, referralId: referral.id };
  await owe(tx, { kind: 'referral_review', leadId, channel: slackUser, payload });
}

/** Who looks at a held referral in Slack: whoever decides on its rewards. */
export async function readReviewer(
  { trx }: Pick<InTransaction, 'trx'>,
  { referrer }: Pick<StoredReferral, 'referrer'>,
): Promise<string | null> {
  return approverOf(referrer, await settingsValue(trx, 'referrals'), await settingsValue(trx, 'people'));
}
