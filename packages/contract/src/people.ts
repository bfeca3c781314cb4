import { z } from 'zod';
import { line, slackUser } from './primitives.ts';

/** A time of day on the wall, `HH:MM`. */
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');

export const timeZoneName = line(64).refine(isTimeZone, 'an IANA time zone such as Europe/Berlin');

/** Working hours of a week. `days` are ISO weekdays, 1 is Monday; an end at or before the start is on the next day. */
export const workingHours = z.strictObject({
  timeZone: timeZoneName,
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
  from: timeOfDay,
  to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'HH:MM'),
});
export type WorkingHours = z.infer<typeof workingHours>;

/** A country, or one of its states or regions, whose public holidays are free: `DE`, `DE-BY`, `US-CA`. */
export const holidayRegion = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3}){0,2}$/, 'a country or region such as DE-BY');

/** Days out of office, both included, in the person's time zone. */
export const absence = z.strictObject({
  from: z.iso.date(),
  until: z.iso.date(),
  note: line(200).optional(),
});
export type Absence = z.infer<typeof absence>;

/** Direct messages that can wait come between these times only; an end at or before the start is on the next day. */
export const notifyWindow = z.strictObject({ from: timeOfDay, to: timeOfDay });
export type NotifyWindow = z.infer<typeof notifyWindow>;

const words = z.array(line(80)).max(50).default([]);

/** Somebody of the sales team. What is left out is as the calendar says. */
export const salesPerson = z.strictObject({
  slackUser,
  /** How they are called where Slack is not at hand. */
  name: line(80).optional(),
  hours: workingHours.optional(),
  holidays: holidayRegion.optional(),
  absences: z.array(absence).max(100).default([]),
  /** Open leads they can have at a time; none means any number. */
  capacity: z.int().min(0).max(10_000).optional(),
  /** Any measure: years, deals won. The highest is the most experienced. */
  experience: z.number().min(0).max(10_000).default(0),
  specialisations: words,
  industries: words,
  languages: words,
  territories: words,
  /** Who hears of what they miss. */
  manager: slackUser.optional(),
  notify: notifyWindow.optional(),
  /** The first day on which they are not with the company any more. */
  left: z.iso.date().optional(),
});
export type SalesPerson = z.infer<typeof salesPerson>;

/** Who works here. People who are in a pool and not in this list work as the calendar says, without a limit. */
export const peopleSettings = z.strictObject({
  people: z
    .array(salesPerson)
    .max(2000)
    .superRefine((people, context) => {
      const seen = new Set<string>();
      for (const [index, { slackUser: id }] of people.entries()) {
        if (seen.has(id))
          context.addIssue({ code: 'custom', path: [index, 'slackUser'], message: 'is here twice' });
        seen.add(id);
      }
    }),
  /** Who hears of missed deadlines of people without a manager of their own. */
  manager: slackUser.optional(),
  /** Who is told when something in Slack has to be put right. */
  admin: slackUser.optional(),
});
export type PeopleSettings = z.infer<typeof peopleSettings>;

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
