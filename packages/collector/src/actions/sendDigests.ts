import { latestDue, months, weeks } from '../domain/digestTimes.ts';
import { monthBefore, weekBefore, type Period } from '../domain/calendarPeriod.ts';
import { weeklySummaries, type WeekLead } from '../domain/weeklySummary.ts';
import type { NewDelivery } from '../storage/deliveries.ts';
import { firstMisses, noteDigest, referredBetween, routedBetween } from '../storage/digestsSent.ts';
import { peopleWithLeads } from '../storage/home.ts';
import { firstClaimsSince } from '../storage/responses.ts';
import { owe } from './deliver.ts';
import type { InTransaction } from './deps.ts';
import { digestContext, morningSchedules, planDigests, type DigestContext } from './planDigests.ts';
import { readStandings } from './readStandings.ts';
import { settingsValue } from './settings.ts';

/** The best of a month; the others are counted. */
const MOST_RECOGNISED = 10;

/**
 * Owes every digest that became due after `sinceMs`, and sets the timer to the next. Notes, deliveries and
 * timer are one transaction: a process that dies before its end has told nothing, and the timer is still due.
 */
export async function sendDigests(tx: InTransaction, sinceMs: number): Promise<void> {
  const context = await digestContext(tx.trx);
  await sendMornings(tx, context, sinceMs);
  await sendWeek(tx, context, sinceMs);
  await sendMonth(tx, context, sinceMs);
  await planDigests(tx.trx, context, tx.nowMs);
}

async function sendMornings(tx: InTransaction, context: DigestContext, sinceMs: number): Promise<void> {
  if (!context.digests.morning.on) return;
  const people = await peopleWithLeads(tx.trx);
  for (const [schedule, members] of morningSchedules(context, people, tx.nowMs)) {
    const due = latestDue(schedule, sinceMs, tx.nowMs);
    if (!due) continue;
    for (const slackUser of members) {
      const payload = { slackUser };
      await send(tx, due.period, { kind: 'morning_list', leadId: null, channel: slackUser, payload });
    }
  }
}

async function sendWeek(
  tx: InTransaction,
  { calendar, digests }: DigestContext,
  sinceMs: number,
): Promise<void> {
  if (!digests.weekly.on) return;
  const due = latestDue(weeks(calendar.timeZone, digests.weekly), sinceMs, tx.nowMs);
  if (!due) return;
  const week = weekBefore(due.period, calendar.timeZone);
  const summaries = weeklySummaries(await leadsOfWeek(tx, week), week);
  for (const [channel, summary] of summaries)
    await send(tx, due.period, { kind: 'weekly_summary', leadId: null, channel, payload: { summary } });
}

async function leadsOfWeek({ trx }: InTransaction, week: Period): Promise<WeekLead[]> {
  const routed = await routedBetween(trx, week);
  const claims = await firstClaimsSince(trx, week.fromMs);
  const misses = await firstMisses(trx, week.fromMs);
  const referred = Map.groupBy(await referredBetween(trx, week), ({ leadId }) => leadId);
  return routed.map(({ id, channel, source }) => {
    return {
      channel,
      source,
      claim: claims.get(id) ?? null,
      missedAt: misses.get(id) ?? null,
      referrers: (referred.get(id) ?? []).map(({ referrer }) => referrer),
    };
  });
}

async function sendMonth(
  tx: InTransaction,
  { calendar, digests }: DigestContext,
  sinceMs: number,
): Promise<void> {
  if (!digests.monthly.on) return;
  const due = latestDue(months(calendar, digests.monthly), sinceMs, tx.nowMs);
  if (!due) return;
  const month = monthBefore(due.period, calendar.timeZone);
  const standings = await readStandings(tx.trx, month);
  const ranks = standings.flatMap(({ referrer, referrals: submitted, qualified, won }) =>
    submitted > 0 ? [{ referrer, submitted, qualified, won }] : [],
  );
  if (ranks.length === 0) return;
  const total = ranks.reduce((sum, { submitted }) => sum + submitted, 0);
  const rows = ranks.slice(0, MOST_RECOGNISED);
  const channel = digests.monthly.channel ?? (await settingsValue(tx.trx, 'routing')).fallback.channel;
  const payload = { recognition: { month: month.from.slice(0, 7), rows, total } };
  await send(tx, due.period, { kind: 'recognition', leadId: null, channel, payload });
}

/** Once a period, whatever the settings said when. The month is told in one channel, also when another is named. */
async function send(tx: InTransaction, period: string, delivery: Omit<NewDelivery, 'id'>): Promise<void> {
  const { kind, channel } = delivery;
  const recipient = kind === 'recognition' ? '' : channel;
  const isNew = await noteDigest(tx.trx, { kind, recipient, period, sentAt: tx.nowMs });
  if (isNew) await owe(tx, delivery);
}
