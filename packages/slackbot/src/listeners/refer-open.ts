import { referralModal, type ReferralVia } from '../blocks/referral-modal.ts';
import type { ListenerContext } from './context.ts';
import { openModal } from './open-modal.ts';

/** Opens the referral form, the same from everywhere, with the terms as they are now. */
export async function openReferral(
  context: ListenerContext,
  { triggerId, via, slackUser }: { triggerId: string; via: ReferralVia; slackUser: string },
): Promise<void> {
  const view = context.collector
    .employeeProgram()
    .then((program) => referralModal(program, { via, slackUser }));
  await openModal(context, { triggerId, title: 'Refer somebody', view });
}
