import { z } from 'zod';
import {
  actor,
  cut,
  email,
  epochMs,
  line,
  givenMoney,
  publicId,
  reportedInstant,
  text,
  uuid,
} from './primitives.ts';

const person = {
  email: email.optional(),
  name: text(200).optional(),
  company: text(200).optional(),
  phone: text(50).optional(),
  linkedin: text(300).optional(),
  message: text(5000).optional(),
  heardFrom: text(500).optional(),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'an ISO 3166 code of two letters')
    .optional(),
  fields: z.record(z.string().max(128), text(2000)).optional(),
};

/** What a website sends is cut where it is too long: nobody may be lost because of a long message. */
const visitor = {
  ...person,
  name: cut(200).optional(),
  company: cut(200).optional(),
  phone: cut(50).optional(),
  linkedin: cut(300).optional(),
  message: cut(5000).optional(),
  heardFrom: cut(500).optional(),
  fields: z.record(cut(128), cut(2000)).optional(),
};

/** True when there is one way to tell this person from others. */
const hasIdentity = (who: {
  email?: unknown;
  phone?: unknown;
  linkedin?: unknown;
  name?: unknown;
  company?: unknown;
}) => Boolean(who.email || who.phone || who.linkedin || (who.name && who.company));

const identityNeeded = {
  path: ['email'],
  message: 'give an e-mail address, a phone number, a LinkedIn address, or name and company',
};

export const formInfo = z.object({
  id: cut(200).optional(),
  name: cut(200).optional(),
  url: cut(8192).optional(),
});

/** One field of a form as it stood there: what may say what it is for, and what was typed into it. */
export const formInput = z.object({
  type: cut(40).optional(),
  name: cut(200).optional(),
  id: cut(200).optional(),
  label: cut(300).optional(),
  autocomplete: cut(100).optional(),
  /** What the page declares the field to be: its `data-hw`. */
  hw: cut(100).optional(),
  value: cut(5000),
});
export type FormInput = z.infer<typeof formInput>;

/** Body of `POST /v1/leads` from a website. `honeypot` is a field that people do not see. */
export const leadSubmission = z
  .object({
    site: line(64),
    submission: publicId.optional(),
    visitor: uuid.optional(),
    sentAt: epochMs.optional(),
    ...visitor,
    form: formInfo.optional(),
    /** The fields of the form, unsorted; what is not given above is read from them. */
    inputs: z.array(formInput).max(500).optional(),
    ref: cut(128).optional(),
    touches: z.array(z.unknown()).max(50).optional(),
    timeZone: cut(64).optional(),
    honeypot: cut(500).optional(),
    consent: z.object({ marketing: z.boolean(), text: cut(2000).optional() }).optional(),
  })
  .refine(hasIdentity, identityNeeded);
export type LeadSubmission = z.infer<typeof leadSubmission>;

/** The largest body of `/v1/leads`, in bytes. */
export const MAX_LEAD_BYTES = 64 * 1024;

/** Answer to a website: the public never learns whether an address was known. */
export const submissionReceived = z.object({ submission: z.string(), status: z.literal('received') });
export type SubmissionReceived = z.infer<typeof submissionReceived>;

/** Body of `POST /v1/leads` with a key: a lead entered by hand, which must name its source. */
export const enteredLead = z
  .object({
    submission: uuid.optional(),
    source: line(200),
    medium: text(200).optional(),
    campaign: text(200).optional(),
    content: text(200).optional(),
    /** When they were met: the time of the touch. */
    at: reportedInstant.optional(),
    /** Since when they are a lead; from now on where it is left out. An earlier one told later counts. */
    createdAt: reportedInstant.optional(),
    ...person,
  })
  .refine(hasIdentity, identityNeeded);
export type EnteredLead = z.infer<typeof enteredLead>;

export const leadEntered = z.object({ leadId: z.string(), status: z.enum(['created', 'merged']) });
export type LeadEntered = z.infer<typeof leadEntered>;

/** Slugs of touches that happened off the website; their channels are in domain/channel.ts. */
export const offlineKinds = [
  'webinar',
  'trade-show',
  'workshop',
  'demo',
  'networking',
  'virtual-summit',
  'launch-event',
  'cold-call',
  'cold-email',
  'linkedin-outreach',
  'direct-mail',
  'abm',
  'sdr',
  'content',
  'newsletter',
  'podcast',
  'visit',
] as const;

/** Body of `POST /v1/leads/:id/touches`. */
export const offlineTouch = z.object({
  eventId: uuid,
  kind: z.enum(offlineKinds),
  at: reportedInstant,
  source: text(200).optional(),
  medium: text(200).optional(),
  campaign: text(200).optional(),
  content: text(200).optional(),
  /** Which of several: the webinar, the talk of a trade show. */
  session: text(200).optional(),
  url: text(8192).optional(),
  referrer: text(8192).optional(),
});
export type OfflineTouch = z.infer<typeof offlineTouch>;

export const stages = ['lead', 'mql', 'sql', 'opportunity', 'customer', 'disqualified', 'lost'] as const;
export const stage = z.enum(stages);
export type Stage = z.infer<typeof stage>;

const notNegative = givenMoney.refine(({ amount }) => amount >= 0, {
  path: ['amount'],
  message: 'is not below 0; what was given back is revenue of the kind refund or cancellation',
});

/** Body of `POST /v1/leads/:id/stage`. */
export const stageChange = z.object({
  stage,
  at: reportedInstant.optional(),
  value: notNegative.optional(),
  revenue: notNegative.optional(),
  margin: givenMoney.optional(),
  reason: text(1000).optional(),
  by: actor.optional(),
  eventId: line(255).optional(),
});
export type StageChange = z.infer<typeof stageChange>;
