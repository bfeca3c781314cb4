import { accountOf } from '../domain/account.ts';
import { actsOf } from '../domain/activity.ts';
import { originalAndLatest } from '../domain/journey.ts';
import { junkReason } from '../domain/junk.ts';
import { scoreLead } from '../domain/scoring.ts';
import { segmentOf } from '../domain/survey.ts';
import { genuine, personOf, type Submission } from '../domain/submission.ts';
import type { LeadId } from '../ids.ts';
import { ensureAccount } from '../storage/accounts.ts';
import { lockLead, saveProjection, type LeadProjection, type StoredLead } from '../storage/leads.ts';
import { bringForwardTimer, setTimer } from '../storage/timers.ts';
import { announceLead } from './announceLead.ts';
import type { InTransaction } from './deps.ts';
import { reachMql } from './reachMql.ts';
import { keepCards } from './keepCards.ts';
import { keepJourney } from './keepJourney.ts';
import { readJourney, type Journey } from './readJourney.ts';
import { settingsValue } from './settings.ts';

/**
 * Recomputes what follows from a lead's submissions and journey, and announces it when it became warm or hot.
 * Running it again changes nothing; whichever of form and touches arrives last brings the same result.
 */
export async function refreshLead(tx: InTransaction, id: LeadId): Promise<StoredLead | undefined> {
  const lead = await updateLead(tx, id);
  if (lead) await announceLead(tx, await reachMql(tx, lead));
  return lead;
}

/** Like {@link refreshLead}, without announcing: there is more to come. */
export async function updateLead(tx: InTransaction, id: LeadId): Promise<StoredLead | undefined> {
  const lead = await lockLead(tx.trx, id);
  if (!lead) return undefined;
  const { refreshed, coolsAt, journey } = await recomputeLead(tx, lead);
  if (coolsAt !== null) await bringForwardTimer(tx.trx, { kind: 'refresh_lead', leadId: lead.id }, coolsAt);
  await keepCards(tx, lead, refreshed, journey);
  return refreshed;
}

/** Recomputes a lead without telling anybody, and again when it cools down: its rule changed, not what it did. */
export async function rebuildLead(tx: InTransaction, id: LeadId): Promise<void> {
  const lead = await lockLead(tx.trx, id);
  if (!lead) return;
  const { coolsAt } = await recomputeLead(tx, lead);
  const timer = { kind: 'recompute_lead', leadId: lead.id } as const;
  if (coolsAt !== null) await setTimer(tx.trx, timer, coolsAt);
}

/** Recomputes what is stored of a locked lead, and owes nobody anything. `coolsAt`: when it has to be done again. */
export async function recomputeLead(
  tx: InTransaction,
  lead: StoredLead,
): Promise<{ refreshed: StoredLead; coolsAt: number | null; journey: Journey }> {
  const journey = await readJourney(tx.trx, lead.id);
  const { projection, coolsAt } = await projectLead(tx, lead, journey);
  await saveProjection(tx.trx, lead.id, projection);
  if (projection.account !== null) await ensureAccount(tx.trx, projection.account, tx.nowMs);
  const refreshed = { ...lead, ...projection };
  await keepJourney(tx.trx, refreshed, journey);
  return { refreshed, coolsAt, journey };
}

/** What follows from a journey, and when time alone makes the lead colder. */
export async function projectLead(
  { trx, nowMs }: InTransaction,
  lead: StoredLead,
  { events, touches, submissions }: Journey,
): Promise<{ projection: LeadProjection; coolsAt: number | null }> {
  const counted = genuine(submissions);
  const scoring = await settingsValue(trx, 'scoring');
  const present = touches.filter(({ body }) => body.history !== true);
  const { score, lines, temperature, reasons, coolsAt } = scoreLead(
    actsOf(events, present, counted),
    nowMs,
    scoring,
  );
  const { original, latest } = originalAndLatest(touches, lead.createdAt);
  const person = personOf(counted);
  const flags = flagsOf(submissions);
  const projection: LeadProjection = {
    ...person,
    segment: segmentOf(events),
    account: person.email === null ? null : accountOf(person.email),
    score,
    scoreLines: lines,
    temperature,
    temperatureReasons: reasons,
    originalSource: original,
    latestSource: latest,
    flags,
    junk: flags.some((flag) => flag.startsWith('junk_')),
  };
  return { projection, coolsAt };
}

/** A lead is junk while every submission is; one good one rescues it. */
function flagsOf(submissions: readonly Submission[]): string[] {
  const flags = submissions.map((each) =>
    each.via === 'form' ? [...each.submission.flags, ...junkFlags(each)] : [],
  );
  const isGood = flags.some((each) => !each.some((flag) => flag.startsWith('junk_')));
  const kept = flags.flat().filter((flag) => !isGood || !flag.startsWith('junk_'));
  return [...new Set(kept)].sort();
}

function junkFlags(form: Extract<Submission, { via: 'form' }>): string[] {
  const reason = junkReason(form.submission);
  return reason === null ? [] : [`junk_${reason}`];
}
