import type { LeadCourse, Money, RevenueEntryView } from '@headwater/contract';
import { courseOf, type RevenueEntry, type StageChange } from '../domain/course.ts';
import { isoTime } from '../domain/isoTime.ts';
import type { Db } from '../storage/dialect.ts';
import type { StoredLead } from '../storage/leads.ts';
import { revenueOf } from '../storage/revenue.ts';
import { stageChangesOf } from '../storage/stages.ts';

/** Ids are kept with the lead they were said of; the sender knows the rest. */
const asSent = (id: string): string => id.replace(/^lead_\w+:/, '');

/** The stages of a lead and the money it brought, as the interface shows them. */
export async function readCourse(
  db: Db,
  lead: StoredLead,
): Promise<{ course: LeadCourse; revenue: RevenueEntryView[]; revenueTotals: Money[] }> {
  const changes = await stageChangesOf(db, lead.id);
  const entries = await revenueOf(db, lead.id);
  const { reached, exits, value, revenue } = courseOf(lead.createdAt, changes, entries);
  const said = new Map([...changes, ...entries].map((each) => [each.id, each]));
  return {
    course: {
      reached: reached.map((each) => ({ ...each, at: isoTime(each.at) })),
      exits: exits.map((exit) => ({
        ...exit,
        at: isoTime(exit.at),
        cameBackAt: exit.cameBackAt === null ? null : isoTime(exit.cameBackAt),
      })),
      changes: changes.map(changeView),
      value,
    },
    revenue: revenue.map(({ id, at, ...entry }) => {
      const { actor: by = null, reason = null } = said.get(id) ?? {};
      return { ...entry, eventId: asSent(id), at: isoTime(at), by, reason: reason ?? null };
    }),
    revenueTotals: totalsOf(revenue),
  };
}

function changeView({ id, at, actor, ...said }: StageChange): LeadCourse['changes'][number] {
  const { stage, value = null, revenue = null, margin = null, reason = null } = said;
  return { eventId: asSent(id), stage, at: isoTime(at), by: actor, value, revenue, margin, reason };
}

/** What is left of it, each currency by itself, in the order in which they came first. */
function totalsOf(revenue: readonly RevenueEntry[]): Money[] {
  const sums = new Map<string, number>();
  for (const { amount } of revenue)
    sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amount);
  return [...sums].map(([currency, amount]) => ({ amount, currency }));
}
