import { z } from 'zod';

/** Text from outside, at most `max` characters. NUL is dropped: PostgreSQL cannot store it. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .overwrite((value) => value.replaceAll('\0', ''));

/** Like {@link text}, but cut where it is too long: nothing is refused for the length of a label. */
export const cut = (max: number) => z.string().overwrite((value) => value.replaceAll('\0', '').slice(0, max));

/** Like {@link text}, trimmed and not empty. */
export const line = (max: number) => text(max).trim().min(1);

/** An id made by the sender; UUIDv7 is best (it sorts by time), any UUID is taken. */
export const uuid = z.guid().toLowerCase();

/**
 * {@link uuid} of a sender without a key. Version 5 is derived from what it names, as the ids of imported rows
 * are: whoever knows a row must not be able to come before it.
 */
export const publicId = uuid.refine(
  (id) => id[14] !== '5',
  'must not be a UUID of version 5: make a new one',
);

/** Milliseconds since 1970-01-01T00:00:00Z, up to the year 9999. */
export const epochMs = z.int().min(0).max(253_402_300_799_999);

/** An RFC 3339 time in UTC. */
export const instant = z.iso.datetime({ offset: true });

/** An {@link instant} of something that happened: nothing that is told of happened before 1970. */
export const reportedInstant = instant.refine((time) => !(Date.parse(time) < 0), 'a time since 1970');

/** Money in minor units (cents) of an ISO 4217 currency. */
export const money = z.object({
  amount: z.int(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as EUR'),
});
export type Money = z.infer<typeof money>;

/**
 * The largest single amount, in minor units: 100 billion euros. Numbers are exact up to 2^53, so sums are to the
 * cent up to 90,071,992,547,409.91 euros: one amount shall not come near that by itself.
 */
export const MOST_MINOR = 10_000_000_000_000;

const bounded = `is at most ${MOST_MINOR} minor units`;

/** {@link money} as somebody reports it, below 0 too. */
export const givenMoney = money.extend({
  amount: z.int().min(-MOST_MINOR, bounded).max(MOST_MINOR, bounded),
});

/** {@link givenMoney} that somebody pays or is paid. */
export const paidMoney = givenMoney.refine(({ amount }) => amount >= 0, {
  path: ['amount'],
  message: 'is not below 0',
});

/** Loose on purpose: a server that refuses an odd but working address loses a lead. */
export const email = z
  .string()
  .trim()
  .max(254, { abort: true }) // before the expression, which is slow on long texts
  .regex(/^[^\s@\0]+@[^\s@\0]+\.[^\s@\0]+$/, 'an e-mail address');

/** A Slack user id, which is how people of the sales team are named. */
export const slackUser = z.string().regex(/^[UW][A-Z0-9]{2,30}$/, 'a Slack user id such as U024BE7LH');

/** A Slack channel: an id, or a name with its hash sign. */
export const slackChannel = line(80);

/** Recognises a repeated request; from Slack it is user + action_ts + action_id. */
export const eventId = line(255);

/** Who does something: a person in Slack, or the name of an API key. */
export const actor = line(80);
