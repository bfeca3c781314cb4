import { referralModal, type ReferralVia } from '../blocks/referral-modal.ts';
import { sayingModal } from '../blocks/modals.ts';
import { AWAY, within, type ListenerContext } from './context.ts';

/** A trigger lives 3 s: where the terms take longer than this, the modal opens without them first. */
const TERMS_WITHIN_MS = 1500;
const TITLE = 'Refer somebody';

/** Opens the referral form, the same from everywhere, with the terms as they are now. */
export async function openReferral(
  { collector, slack, log }: ListenerContext,
  { triggerId, via }: { triggerId: string; via: ReferralVia },
): Promise<void> {
  const form = collector.employeeProgram().then(
    (program) => referralModal(program, { via }),
    (error: unknown) => {
      log.error(error, 'the terms of the programme are not known');
      return sayingModal(TITLE, AWAY);
    },
  );
  const inTime = await within(TERMS_WITHIN_MS, form);
  const view = inTime ?? sayingModal(TITLE, 'One moment, the form is on its way…');
  const opened = await slack.views.open({ trigger_id: triggerId, view });
  if (inTime || !opened.view?.id) return;
  await slack.views.update({ view_id: opened.view.id, view: await form });
}
