import type { App, ViewOutput, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { ReferralSubmission } from '@headwater/contract';
import { sayingModal } from '../blocks/modals.ts';
import { referralModal, type ReferralValues, type ReferralVia } from '../blocks/referral-modal.ts';
import { clip, escaped } from '../blocks/text.ts';
import type { Submitted } from '../collector-client.ts';
import { answerModal, type ModalResult } from './answer-modal.ts';
import { createAddresses } from './addresses.ts';
import { AWAY, type ListenerContext } from './context.ts';

/**
 * The submitted referral form. The collector's objections appear at the fields they are about; that it
 * was taken is said by the collector's own message to the employee.
 */
export function listenToReferSubmit(app: App, context: ListenerContext): void {
  const addressOf = createAddresses(context.slack);
  app.view<ViewSubmitAction>('refer_submit', async ({ ack, body, view }) => {
    const submit = addressOf(body.user.id).then((referrerEmail) =>
      context.collector.submitReferral(toSubmission(view, { referrer: body.user.id, referrerEmail })),
    );
    const result = submit.then(
      (submitted) => toResult(submitted, fieldsOf(view)),
      (error: unknown): ModalResult => {
        context.log.error(error, 'a referral was not taken');
        return { kind: 'errors', errors: { name: AWAY } };
      },
    );
    const slackUser = body.user.id;
    const late = (settled: ModalResult) => formAgain(context, { view, slackUser, result: settled });
    await answerModal(context, { ack, viewId: view.id, result, late });
  });
}

type Referrer = { referrer: string; referrerEmail: string | null };

function toSubmission(view: ViewOutput, { referrer, referrerEmail }: Referrer): ReferralSubmission {
  const { name, company, introduction, ...optional } = valuesOf(view);
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== ''));
  return {
    submission: `${view.id}:${view.hash}`,
    via: viaOf(view),
    referrer,
    name,
    company,
    introduction,
    ...given,
    ...(referrerEmail && { referrerEmail }),
    strict: true,
  };
}

function valuesOf({ state }: ViewOutput): ReferralValues {
  const text = (id: string): string => state.values[id]?.['value']?.value?.trim() ?? '';
  return {
    name: text('name'),
    company: text('company'),
    email: text('email'),
    phone: text('phone'),
    linkedin: text('linkedin'),
    relationship: text('relationship'),
    introduction: (state.values['introduction']?.['value']?.selected_options ?? []).length > 0,
  };
}

const viaOf = (view: ViewOutput): ReferralVia => view.private_metadata as ReferralVia;
const fieldsOf = (view: ViewOutput): string[] => Object.keys(view.state.values);

/** Slack refuses an error at a field that the form does not have: those stand at the first one. */
function toResult(submitted: Submitted, fields: string[]): ModalResult {
  if (submitted.outcome === 'accepted') return { kind: 'done' };
  const errors: Record<string, string> = {};
  for (const { path, message } of submitted.errors) {
    const field = fields.includes(path) ? path : 'name';
    errors[field] ??= clip(kindly(path, message), 500);
  }
  return { kind: 'errors', errors };
}

/** Schemas speak to programmers. */
function kindly(path: string, message: string): string {
  if (path !== 'email' || message !== 'an e-mail address') return message;
  return 'This does not look like an e-mail address, such as name@company.com.';
}

/** The form again with what was typed, so that nobody has to type it twice. */
async function formAgain(
  { collector }: ListenerContext,
  { view, slackUser, result }: { view: ViewOutput; slackUser: string; result: ModalResult },
): Promise<ModalView> {
  if (result.kind === 'done') return sayingModal('Refer somebody', 'Thank you, it has arrived.');
  const problem = Object.values(result.errors).join('\n');
  return collector.employeeProgram().then(
    (program) => referralModal(program, { via: viaOf(view), slackUser, values: valuesOf(view), problem }),
    () => sayingModal('Refer somebody', escaped(problem, 2000)),
  );
}
