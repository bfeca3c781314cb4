import { referralModal, type ReferralValues, type ReferralVia } from '../blocks/referral-modal.ts';
import type { ListenerContext } from './context.ts';
import { openModal } from './open-modal.ts';

type Opening = {
  triggerId: string;
  via: ReferralVia;
  slackUser: string;
  /** What the message says from which it is opened. */
  found?: ReferralValues;
};

/** Opens the referral form, the same from everywhere, with the terms as they are now. */
export async function openReferral(
  context: ListenerContext,
  { triggerId, found, ...form }: Opening,
): Promise<void> {
  const view = context.collector
    .employeeProgram()
    .then((program) => referralModal(program, found ? { ...form, values: found, isFound: true } : form));
  await openModal(context, { triggerId, title: 'Refer somebody', view });
}
