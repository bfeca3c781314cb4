import { touchEvent, type LeadSubmission } from '@headwater/contract';
import type { EventBody } from '../domain/event.ts';
import { junkReason } from '../domain/junk.ts';
import { isSameForm } from '../domain/submission.ts';
import { newHistoryId, newSubmissionId, type LeadId } from '../ids.ts';
import { insertEvents } from '../storage/events.ts';
import { linkVisitor } from '../storage/identities.ts';
import { insertRepeat, insertSubmission, leadOfSubmission, submissionsOf } from '../storage/submissions.ts';
import type { EventsTable } from '../storage/schema.ts';
import { bringForwardTimer } from '../storage/timers.ts';
import { cardChannel, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { identifyLead } from './identifyLead.ts';
import { codesIn } from './readJourney.ts';
import { refreshLead, updateLead } from './refreshLead.ts';
import { storableBody } from './storableBody.ts';

export type SubmittedForm = Omit<LeadSubmission, 'touches' | 'inputs'> & {
  /** The browser's own record of its touches, not yet checked. */
  touches?: readonly unknown[] | undefined;
  /** `bot` where the sender looked like one: a lead is flagged, never dropped. */
  flags: string[];
  /** Posted by the form itself, without a script. */
  native?: boolean;
  /** The page that a form without JavaScript stands on, from its Referer header. */
  page?: string | undefined;
};

/** What the visitor did is being written by others at this moment: the lead is looked at again after this long. */
const LOOK_AGAIN_MS = 2_000;

/** How long a form without a script waits for one. */
const WAIT_FOR_SCRIPT_MS = 1_000;

/** Takes a form of a website: the lead, its journey, its routing and its alert are one transaction. */
export async function submitLead(
  { db, clock, signals }: Deps,
  form: SubmittedForm,
): Promise<{ outcome: 'received' | 'duplicate'; submission: string }> {
  const nowMs = clock.now();
  const submission = form.submission ?? newSubmissionId(nowMs);
  const outcome = await db
    .transaction()
    .execute((trx) => storeForm({ trx, nowMs }, { ...form, submission }))
    .catch((error: unknown) => {
      if (error instanceof RepeatedSubmission) return 'duplicate' as const;
      throw error;
    });
  signals.deliveries.ring();
  return { outcome, submission };
}

/** Undoes a transaction that found another process storing the same submission at the same moment. */
class RepeatedSubmission extends Error {}

async function storeForm(
  tx: InTransaction,
  form: SubmittedForm & { submission: string },
): Promise<'received' | 'duplicate'> {
  if (await leadOfSubmission(tx.trx, form.submission)) return 'duplicate';
  const { leadId, isNew } = await identifyLead(tx, form);
  const { touches, site, page: _page, ...submission } = form;
  const stored = { id: form.submission, leadId, site, receivedAt: tx.nowMs };
  const earlier = await submissionsOf(tx.trx, leadId);
  const isTwin = earlier.some((one) => isSameForm(submission, tx.nowMs, one));
  const isFirst = isTwin
    ? await insertRepeat(tx.trx, stored)
    : await insertSubmission(tx.trx, { ...stored, via: 'form', submission });
  if (!isFirst) throw new RepeatedSubmission();
  if (form.visitor !== undefined) await linkVisitor(tx.trx, form.visitor, leadId);
  const remembered = browserTouches(form, touches ?? [], tx.nowMs);
  const events = isTwin ? remembered : [...remembered, ...ownTouch(tx, leadId, form, remembered)];
  // in the order in which ingest writes them, or the two would wait for each other
  await insertEvents(
    tx.trx,
    events.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
  const lead = await refreshOrWait(tx, leadId, form);
  if (!isNew && !isTwin && junkReason(form) === null)
    await recordRepeat(tx, leadId, form, lead ? cardChannel(lead) : null);
  return 'received';
}

/**
 * A form that the browser posted by itself is announced a moment later: the snippet of the same page may be
 * about to say how its sender came, and routing should know. Of one that a script sent, the journey is looked
 * at again, since touches that are being stored by others at this moment are not seen yet.
 */
async function refreshOrWait(tx: InTransaction, leadId: LeadId, form: SubmittedForm) {
  const waitMs = form.native ? WAIT_FOR_SCRIPT_MS : LOOK_AGAIN_MS;
  const lead = form.native ? await updateLead(tx, leadId) : await refreshLead(tx, leadId);
  if (form.native || form.visitor !== undefined) {
    await bringForwardTimer(tx.trx, { kind: 'refresh_lead', leadId }, tx.nowMs + waitMs);
  }
  return lead;
}

async function recordRepeat(
  tx: InTransaction,
  leadId: LeadId,
  form: SubmittedForm,
  channel: string | null,
): Promise<void> {
  const id = newHistoryId(tx.nowMs);
  const note = form.form?.name ?? form.form?.id ?? form.message?.slice(0, 300) ?? null;
  await record(tx, { id, leadId, at: tx.nowMs, kind: 'submitted_again', actor: null, note }, channel);
}

/** The touches that the browser remembers; the same ids as those it sent, so none counts twice. */
function browserTouches(form: SubmittedForm, touches: readonly unknown[], nowMs: number): EventsTable[] {
  const { visitor, site } = form;
  if (visitor === undefined) return [];
  return touches.flatMap((touch) => {
    const { success, data } = touchEvent.safeParse(touch);
    if (!success) return [];
    const { id, kind, at, ...body } = data;
    const sent_at = form.sentAt ?? null;
    const row = { id, site, visitor, lead_id: null, kind, at, sent_at, received_at: nowMs };
    return [{ ...row, body: storableBody(body) }];
  });
}

/**
 * A form whose browser reported nothing still says where it stood; and a code typed into the form counts
 * like a link with that code, unless the browser came by such a link.
 */
function ownTouch(
  { nowMs }: InTransaction,
  leadId: LeadId,
  { submission, site, visitor, ref, form, page }: SubmittedForm & { submission: string },
  remembered: readonly EventsTable[],
): EventsTable[] {
  const isTyped = ref !== undefined && !remembered.some(({ body }) => namesCode(body, ref));
  const url = form?.url || page;
  const isAlone = visitor === undefined && url !== undefined;
  if (!isTyped && !isAlone) return [];
  const row = {
    id: submission,
    site,
    visitor: null,
    lead_id: leadId,
    kind: 'touch',
    at: nowMs,
    sent_at: null,
  };
  return [{ ...row, received_at: nowMs, body: storableBody({ url, ref }) }];
}

function namesCode(body: string, ref: string): boolean {
  const codes = codesIn(JSON.parse(body) as EventBody);
  return codes.some((code) => code.toLowerCase() === ref.toLowerCase());
}
