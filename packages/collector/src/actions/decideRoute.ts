import type { RoutingFacts } from '@headwater/contract';
import { protectsNobody } from '../domain/protection.ts';
import { factsOf } from '../domain/routing-facts.ts';
import type { Staff, Team } from '../domain/routing-pool.ts';
import { chooseRule, peopleCounted, poolsAsked, settleRoute, type Route } from '../domain/routing.ts';
import { staffAt, teamOf } from '../domain/staff.ts';
import { newRoutingId, type LeadId } from '../ids.ts';
import { accountOwner } from '../storage/accounts.ts';
import type { Db } from '../storage/dialect.ts';
import type { StoredLead } from '../storage/leads.ts';
import { lockTurns, takeTurn } from '../storage/pools.ts';
import { insertRouting } from '../storage/routings.ts';
import { hasCustomer, openLeadsOf } from '../storage/workload.ts';
import type { InTransaction } from './deps.ts';
import { readJourney } from './readJourney.ts';
import { settingsValue } from './settings.ts';

/**
 * Decides who should act on a lead that will be seen at `seenAtMs`. The turn of the pool that chose is taken in
 * the same transaction, and what was decided by is kept, so that other rules can be tried on it later.
 */
export async function decideRoute(
  { trx, nowMs }: InTransaction,
  lead: StoredLead,
  seenAtMs: number,
): Promise<Route> {
  const routing = await settingsValue(trx, 'routing');
  const facts = await factsOfLead(trx, lead);
  const chosen = chooseRule(facts, routing, protectsNobody);
  const pools = poolsAsked(chosen, routing).map(({ name }) => name);
  const turns = await lockTurns(trx, pools);
  const counted = (team: Team) => peopleCounted(chosen, facts, routing, team);
  const staff = await staffOf(trx, seenAtMs, { counted, turns, except: lead.id });
  const route = settleRoute(chosen, facts, routing, staff);
  if (route.turnOf !== null) await takeTurn(trx, route.turnOf);
  await insertRouting(trx, { id: newRoutingId(nowMs), leadId: lead.id, at: nowMs, facts });
  return route;
}

/** What routing looks at, as it is known now. */
export async function factsOfLead(db: Db, lead: StoredLead): Promise<RoutingFacts> {
  const account = {
    accountOwner: await accountOwner(db, lead.account),
    existingCustomer: await hasCustomer(db, lead.account),
  };
  return factsOf(lead, account, await readJourney(db, lead.id));
}

/** The sales team at a moment, with the open leads of those who are `counted`; `except` is not one of them. */
export async function staffOf(
  db: Db,
  atMs: number,
  {
    counted,
    turns,
    except,
  }: {
    counted: (team: Team) => readonly string[];
    turns: ReadonlyMap<string, number>;
    except: LeadId | null;
  },
): Promise<Staff> {
  const people = await settingsValue(db, 'people');
  const calendar = await settingsValue(db, 'calendar');
  const openLeads = await openLeadsOf(db, counted(teamOf(people)), except);
  return staffAt(atMs, { people, calendar }, { openLeads, turns });
}
