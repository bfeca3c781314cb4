import type { Home, HomeLead, MorningList, PeopleSettings, RoutingSettings } from '@headwater/contract';
import { byUrgency } from '../domain/homeLeads.ts';
import { hoursOfPerson, personOf } from '../domain/people.ts';
import { dayAt, quarterAt } from '../domain/calendarPeriod.ts';
import { isManager } from '../domain/team.ts';
import type { Db } from '../storage/dialect.ts';
import { countReferrals, missedSince, ownLeads } from '../storage/home.ts';
import type { Deps } from './deps.ts';
import { readReferrals } from './readReferrals.ts';
import { readQuarter } from './readReferralReport.ts';
import { readResponseTimes } from './readResponseTimes.ts';
import { settingsValue } from './settings.ts';

const DAY_MS = 86_400_000;
const MISSED_OF_DAYS = 7;
/** More than this no Home has room for. */
const MOST_LEADS = 100;
const MOST_REFERRALS = 20;
const MOST_ROWS = 20;

/** What the Home of a person shows, read in one transaction so that its parts agree. */
export async function readHome({ db, clock, publicUrl }: Deps, slackUser: string): Promise<Home> {
  const nowMs = clock.now();
  return db.transaction().execute(async (trx): Promise<Home> => {
    const calendar = await settingsValue(trx, 'calendar');
    const people = await settingsValue(trx, 'people');
    const quarter = quarterAt(nowMs, calendar.timeZone);
    const leads = await leadsOf(trx, slackUser, publicUrl);
    const { data: referrals } = await readReferrals(trx, { referrer: slackUser, limit: MOST_REFERRALS });
    const person = personOf(people, slackUser);
    const { holidays: _holidays, ...hours } = hoursOfPerson(person, calendar);
    const today = dayAt(nowMs, hours.timeZone);
    return {
      slackUser,
      leads: { shown: leads.slice(0, MOST_LEADS), total: leads.length },
      referrals: { shown: referrals, total: await countReferrals(trx, slackUser) },
      leaderboard: {
        from: quarter.from,
        rows: await rankedReferrers({ db: trx, clock }),
      },
      responses: await responsesOfMonth({ db: trx, clock }),
      settings: {
        hours,
        absences: person.absences
          .filter(({ until }) => until >= today)
          .toSorted((one, other) => one.from.localeCompare(other.from)),
        notify: person.notify ?? null,
      },
      team: await teamOf(trx, { people, slackUser, nowMs }),
    };
  });
}

/** How long each took to claim leads announced in the last thirty days, in working time, the quickest first. */
async function responsesOfMonth(deps: Pick<Deps, 'db' | 'clock'>): Promise<Home['responses']> {
  const report = await readResponseTimes(deps, { groupBy: 'owner' });
  const claims = (report?.rows ?? []).flatMap(({ key, claimed, claim }) => {
    const medianMinutes = claim.workingMinutes.median;
    return medianMinutes === null ? [] : [{ slackUser: key, claims: claimed, medianMinutes }];
  });
  return claims
    .toSorted(
      (one, other) => one.medianMinutes - other.medianMinutes || one.slackUser.localeCompare(other.slackUser),
    )
    .slice(0, MOST_ROWS);
}

async function rankedReferrers(deps: Pick<Deps, 'db' | 'clock'>): Promise<Home['leaderboard']['rows']> {
  const { rows } = await readQuarter(deps);
  return rows
    .slice(0, MOST_ROWS)
    .map(({ referrals, team: _team, ...row }) => ({ submitted: referrals, ...row }));
}

/** The open leads of a person, the most urgent first. */
async function leadsOf(db: Db, slackUser: string, publicUrl: string): Promise<HomeLead[]> {
  const leads = await ownLeads(db, slackUser);
  return leads.map((lead) => ({ ...lead, url: `${publicUrl}/#/leads/${lead.id}` })).toSorted(byUrgency);
}

/** A message shows 50 blocks. */
const MOST_IN_MORNING = 45;

/** The open leads of a person as a list to begin the day with. */
export async function morningListOf(db: Db, slackUser: string, publicUrl: string): Promise<MorningList> {
  const leads = await leadsOf(db, slackUser, publicUrl);
  return { slackUser, leads: leads.slice(0, MOST_IN_MORNING), total: leads.length };
}

type Viewer = { people: PeopleSettings; slackUser: string; nowMs: number };

async function teamOf(db: Db, { people, slackUser, nowMs }: Viewer): Promise<Home['team']> {
  if (!isManager(people, slackUser)) return null;
  const { pools } = await settingsValue(db, 'routing');
  return { missed: await missedSince(db, nowMs - MISSED_OF_DAYS * DAY_MS), pools: pools.map(teamPool) };
}

const teamPool = ({ name, members }: RoutingSettings['pools'][number]) => ({
  name,
  members: members.map((member) => member.slackUser),
});
