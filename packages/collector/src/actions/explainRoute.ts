import type { ExplainAnswer, RoutingFacts, RoutingSettings } from '@headwater/contract';
import { addWorkingMinutes, nextDigestAt } from '../domain/calendar.ts';
import { protectsNobody } from '../domain/protection.ts';
import { chooseRule, peopleCounted, poolsAsked, settleRoute } from '../domain/routing.ts';
import { workingTimeOf } from '../domain/workingTime.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { findLead } from '../storage/leads.ts';
import { turnsOf } from '../storage/pools.ts';
import { factsOfLead, staffOf } from './decideRoute.ts';
import type { Deps } from './deps.ts';
import { settingsValue } from './settings.ts';

/** A lead, or what one would be; `settings` instead of those in force, `atMs` instead of now. */
export type ExplainQuestion = {
  about: { leadId: LeadId } | { facts: RoutingFacts };
  settings: RoutingSettings | undefined;
  atMs: number | undefined;
};

/**
 * Who would have the lead now and why, with every rule tried. Nothing is stored and no turn is taken: asked
 * again, the answer is the same. Undefined when there is no such lead.
 */
export async function explainRoute(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { about, settings, atMs = clock.now() }: ExplainQuestion,
): Promise<ExplainAnswer | undefined> {
  const subject = await subjectOf(db, about);
  if (!subject) return undefined;
  const { facts, leadId } = subject;
  const routing = settings ?? (await settingsValue(db, 'routing'));
  const calendar = await settingsValue(db, 'calendar');
  const seenAtMs = facts.temperature === 'hot' ? atMs : (nextDigestAt(atMs, calendar) ?? atMs);
  const chosen = chooseRule(facts, routing, protectsNobody);
  const pools = poolsAsked(chosen, routing).map(({ name }) => name);
  const staff = await staffOf(db, seenAtMs, {
    counted: (team) => peopleCounted(chosen, facts, routing, team),
    turns: await turnsOf(db, pools),
    except: leadId,
  });
  const { turnOf: _pool, ...route } = settleRoute(chosen, facts, routing, staff);
  const { deadlineMinutes: minutes } = route;
  const people = await settingsValue(db, 'people');
  const working = workingTimeOf(route.owner, { calendar, people });
  const deadline =
    minutes === null ? null : new Date(addWorkingMinutes(seenAtMs, minutes, working)).toISOString();
  return { ...route, deadline, facts };
}

async function subjectOf(
  db: Db,
  about: ExplainQuestion['about'],
): Promise<{ facts: RoutingFacts; leadId: LeadId | null } | undefined> {
  if ('facts' in about) return { facts: about.facts, leadId: null };
  const lead = await findLead(db, about.leadId);
  return lead && { facts: await factsOfLead(db, lead), leadId: lead.id };
}
