import type { CalendarSettings, DigestSettings, PeopleSettings, SettingsName } from '@headwater/contract';
import { months, mornings, nextAfter, weeks, type Schedule, type Working } from '../domain/digestTimes.ts';
import { hoursOfPerson, personOf } from '../domain/people.ts';
import { dayAt } from '../domain/calendarPeriod.ts';
import type { Db } from '../storage/dialect.ts';
import { moveTimer } from '../storage/digestsSent.ts';
import { ensureTimer, setTimer } from '../storage/timers.ts';
import type { Deps } from './deps.ts';
import { settingsValue } from './settings.ts';

const DAY_MS = 86_400_000;

/** Settings that say when digests come. */
const deciding: readonly SettingsName[] = ['calendar', 'people', 'digests'];

export type DigestContext = {
  calendar: CalendarSettings;
  people: PeopleSettings;
  digests: DigestSettings;
};

export async function digestContext(db: Db): Promise<DigestContext> {
  return {
    calendar: await settingsValue(db, 'calendar'),
    people: await settingsValue(db, 'people'),
    digests: await settingsValue(db, 'digests'),
  };
}

/** Sets the timer of the digests where there is none, and to the right time where there is. */
export async function ensureDigests(db: Db, nowMs: number): Promise<void> {
  const dueAt = nextDigest(await digestContext(db), nowMs);
  await ensureTimer(db, { kind: 'digests', sinceMs: nowMs }, dueAt);
  await moveTimer(db, { kind: 'digests', sinceMs: nowMs }, dueAt, nowMs);
}

/** After a change of settings, moves the timer to where they have it now. */
export async function moveDigests(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  changed: SettingsName,
): Promise<void> {
  if (!deciding.includes(changed)) return;
  const nowMs = clock.now();
  const dueAt = nextDigest(await digestContext(db), nowMs);
  await moveTimer(db, { kind: 'digests', sinceMs: nowMs }, dueAt, nowMs);
}

/** What became due up to now has been told: sets the timer to what comes next. */
export async function planDigests(db: Db, context: DigestContext, nowMs: number): Promise<void> {
  await setTimer(db, { kind: 'digests', sinceMs: nowMs }, nextDigest(context, nowMs));
}

/** When the next digest of all comes; where all are switched off, the settings are looked at again tomorrow. */
function nextDigest(context: DigestContext, nowMs: number): number {
  const { calendar, people, digests } = context;
  const schedules: Schedule[] = [
    ...(digests.weekly.on ? [weeks(calendar.timeZone, digests.weekly)] : []),
    ...(digests.monthly.on ? [months(calendar, digests.monthly)] : []),
  ];
  if (digests.morning.on) {
    // who is in no settings works as the calendar says
    const everybody = [...people.people.map(({ slackUser }) => slackUser), ''];
    schedules.push(...morningSchedules(context, everybody, nowMs).keys());
  }
  const times = schedules.map((schedule) => nextAfter(schedule, nowMs)).filter((time) => time !== null);
  return Math.min(nowMs + DAY_MS, ...times);
}

/** The people by when their mornings are: most of them work at the same hours. */
export function morningSchedules(
  { calendar, people, digests }: DigestContext,
  slackUsers: Iterable<string>,
  nowMs: number,
): Map<Schedule, string[]> {
  const known = new Map(people.people.map((person) => [person.slackUser, person]));
  const yesterday = dayAt(nowMs - DAY_MS, 'UTC');
  const groups = new Map<string, { schedule: Schedule; members: string[] }>();
  for (const slackUser of slackUsers) {
    const person = known.get(slackUser) ?? personOf({ people: [] }, slackUser);
    const hours = hoursOfPerson(person, calendar);
    const absences = person.absences.filter(({ until }) => until >= yesterday);
    const working: Working = { hours, absences };
    const key = JSON.stringify(working);
    const group = groups.get(key) ?? { schedule: mornings(working, digests.morning), members: [] };
    group.members.push(slackUser);
    groups.set(key, group);
  }
  return new Map([...groups.values()].map(({ schedule, members }) => [schedule, members]));
}
