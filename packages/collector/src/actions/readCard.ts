import type { BuyingCentre, LeadCard } from '@headwater/contract';
import { activityOf, actsOf, lastActOf } from '../domain/activity.ts';
import { journeySummary } from '../domain/journeySummary.ts';
import type { LeadId } from '../ids.ts';
import { colleaguesOf } from '../storage/cardState.ts';
import type { Db } from '../storage/dialect.ts';
import { findLead, type StoredLead } from '../storage/leads.ts';
import { referralsOf } from '../storage/referrals.ts';
import { readJourney, type Journey } from './readJourney.ts';
import { leadView } from './readLead.ts';
import { summarizeQualification } from './readQualification.ts';

/** How many colleagues a card names. */
const COLLEAGUES_SHOWN = 5;

/** A lead as Slack shows it, as it is now; undefined when there is none. */
export async function readCard(db: Db, id: LeadId, publicUrl: string): Promise<LeadCard | undefined> {
  const stored = await findLead(db, id);
  if (!stored) return undefined;
  const { lastAct: _lastAct, ...content } = cardContent(await readJourney(db, stored.id));
  return {
    lead: await leadView(db, stored),
    ...content,
    referredBy: await referrerOf(db, stored.id),
    qualification: await summarizeQualification(db, stored.id),
    buyingCentre: await buyingCentreOf(db, stored),
    url: `${publicUrl}/#/leads/${stored.id}`,
  };
}

/** What a card shows of submissions and journey. */
export function cardContent({ events, touches, submissions }: Journey) {
  const acts = actsOf(events, touches, submissions);
  const messages = submissions.map(({ submission }) =>
    'message' in submission ? submission.message : undefined,
  );
  return {
    activity: activityOf(acts),
    journey: journeySummary(touches, acts),
    message: messages.findLast((message) => Boolean(message)) ?? null,
    lastAct: lastActOf(acts),
  };
}

async function referrerOf(db: Db, id: LeadId): Promise<string | null> {
  const referrals = await referralsOf(db, id);
  // a duplicate, or junk that was set aside, brought nobody
  const referral =
    referrals.find(({ state }) => state !== 'duplicate' && state !== 'rejected') ?? referrals[0];
  return referral?.referrer ?? null;
}

async function buyingCentreOf(db: Db, { id, account }: StoredLead): Promise<BuyingCentre> {
  if (account === null) return { people: [], more: 0 };
  const { people, count } = await colleaguesOf(db, { account, except: id, most: COLLEAGUES_SHOWN });
  const shown = people.map(({ id: leadId, name, email, role, stage, lastAct, lastActAt }) => ({
    leadId,
    who: name ?? email ?? 'Somebody',
    role,
    stage,
    lastAct: lastAct === null ? null : { at: new Date(lastActAt ?? 0).toISOString(), text: lastAct },
  }));
  return { people: shown, more: count - shown.length };
}
