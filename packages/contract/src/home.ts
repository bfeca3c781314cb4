import { z } from 'zod';
import { lead } from './lead.ts';
import { absence, notifyWindow, workingHours } from './people.ts';
import { actor, money, slackUser } from './primitives.ts';
import { referral } from './referral.ts';

/** A lead in a list of somebody's own: enough to know who it is, how hot, and until when. */
export const homeLead = lead
  .pick({
    id: true,
    name: true,
    email: true,
    phone: true,
    linkedin: true,
    company: true,
    stage: true,
    score: true,
    temperature: true,
    latestSource: true,
  })
  .extend({
    /** False while it was only given to them and nobody has claimed it. */
    claimed: z.boolean(),
    /** Whether anybody has tried to reach them. */
    tried: z.boolean(),
    /** Until when it is to be claimed; null once it is. */
    deadline: z.string().nullable(),
    url: z.string(),
  });
export type HomeLead = z.infer<typeof homeLead>;

/** What became of the referrals that somebody made in a period. A won one also counts as qualified. */
export const referrerRank = z.object({
  referrer: z.string(),
  submitted: z.int(),
  qualified: z.int(),
  won: z.int(),
});
export type ReferrerRank = z.infer<typeof referrerRank>;

/** What referrals earned, one sum a currency. */
const earned = { pending: z.array(money), approved: z.array(money), paid: z.array(money) };

/** The first of a list, and how many there are in all. */
const some = <Row extends z.ZodType>(row: Row) => z.object({ shown: z.array(row), total: z.int() });

export const teamPool = z.object({ name: z.string(), members: z.array(z.string()) });
export type TeamPool = z.infer<typeof teamPool>;

/** `GET /v1/home`: everything that the Home of one person shows. */
export const home = z.object({
  slackUser: z.string(),
  /** Theirs and open: those to be claimed first, by deadline, then the claimed ones, hottest first. */
  leads: some(homeLead),
  /** Newest first. */
  referrals: some(referral.extend({ company: z.string().nullable() })),
  /** Of this quarter, `from` being its first day; the best referrer first. */
  leaderboard: z.object({ from: z.string(), rows: z.array(referrerRank.extend(earned)) }),
  /** Working minutes from alert to first claim of leads announced in the last 30 days, the quickest first. */
  responses: z.array(z.object({ slackUser: z.string(), claims: z.int(), medianMinutes: z.number() })),
  settings: z.object({
    hours: workingHours,
    /** Present and coming ones, the next first. */
    absences: z.array(absence),
    notify: notifyWindow.nullable(),
  }),
  /** What only managers see. `missed` are deadlines of the last 7 days; nobody's own are under null. */
  team: z
    .object({
      missed: z.array(z.object({ slackUser: z.string().nullable(), count: z.int() })),
      pools: z.array(teamPool),
    })
    .nullable(),
});
export type Home = z.infer<typeof home>;

/** Who changes something: with a bot's key the person in Slack, whose rights then count. */
const by = actor.optional();

const isInOrder = ({ from, until }: { from: string; until: string }): boolean => from <= until;
const order = { path: ['until'], message: 'is before the first day' };

/** Body of `PUT /v1/people/:slackUser/absences`: adds it, or changes the note of the one on these days. */
export const absenceChange = absence.extend({ by }).refine(isInOrder, order);
/** Body of `DELETE /v1/people/:slackUser/absences`. */
export const absenceRemoval = z.object({ from: z.iso.date(), until: z.iso.date(), by });
/** Body of `PUT /v1/people/:slackUser/notify`; null for any time. */
export const notifyChange = z.object({ notify: notifyWindow.nullable(), by });
/** Body of `PUT /v1/people/:slackUser/left`: from this day on; null takes it back. */
export const leaverChange = z.object({ from: z.iso.date().nullable(), by });
/** Body of `PUT /v1/pools/:name/members`: exactly these people, in this order. */
export const poolChange = z.object({ members: z.array(slackUser).min(1).max(500), by });

/** What stands in the settings after a change; `changed` is false where it stood there before. */
export const settingChanged = z.object({ changed: z.boolean(), version: z.int() });
