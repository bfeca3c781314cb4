import type { ReferralMessage, Thanked } from '@headwater/contract';
import type { LeadId, ReferralId } from '../ids.ts';
import { findReferral } from '../storage/referrals.ts';
import { insertThanks } from '../storage/recognition.ts';
import { owe } from './deliver.ts';
import type { Deps } from './deps.ts';
import { isNotWithUs } from './leaver.ts';

/** A colleague thanks for a referral: once, and whoever referred hears who it was. Undefined for no such referral. */
export async function thankReferrer(
  { db, clock, signals }: Deps,
  id: ReferralId,
  by: string,
): Promise<Thanked['outcome'] | undefined> {
  const nowMs = clock.now();
  const outcome = await db.transaction().execute(async (trx) => {
    const referral = await findReferral(trx, id);
    if (referral?.program !== 'employee') return undefined;
    const { referrer, name, company, leadId } = referral;
    if (referrer === by) return 'own';
    if (!(await insertThanks(trx, id, { by, at: nowMs }))) return 'repeated';
    const none = { reward: null, next: null, reason: null };
    const message: ReferralMessage = { event: 'thanked', name, company: company ?? '', ...none, by };
    const payload = { slackUser: referrer, message };
    if (await isNotWithUs({ trx, nowMs }, referrer)) return 'thanked';
    await owe(
      { trx, nowMs },
      { kind: 'referral_message', leadId: leadId as LeadId, channel: referrer, payload },
    );
    return 'thanked';
  });
  signals.deliveries.ring();
  return outcome;
}
