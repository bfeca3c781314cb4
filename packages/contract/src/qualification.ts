import { z } from 'zod';
import { buyingRole } from './buyingCentre.ts';
import { actor, eventId, instant, line, text } from './primitives.ts';
import { problem } from './problem.ts';
import { stage } from './submissions.ts';

export const frameworkKeys = ['bant', 'champ', 'anum', 'note'] as const;
export const framework = z.enum(frameworkKeys);
export type Framework = z.infer<typeof framework>;

export const letterKeys = [
  'budget',
  'authority',
  'need',
  'timeline',
  'challenges',
  'money',
  'prioritization',
  'urgency',
  'opportunity',
  'team',
  'effect',
] as const;
export const letterKey = z.enum(letterKeys);
export type LetterKey = z.infer<typeof letterKey>;

type Letter = { label: string; question: string };

/** Each letter once: the authority of BANT is that of CHAMP, so a lead that changes pools keeps what is known. */
export const letterTexts: Record<LetterKey, Letter> = {
  budget: { label: 'Budget', question: 'Is money set aside for it?' },
  authority: { label: 'Authority', question: 'Can they decide, or who does?' },
  need: { label: 'Need', question: 'Which real problem does it solve?' },
  timeline: { label: 'Timeline', question: 'When do they want it?' },
  challenges: { label: 'Challenges', question: 'What stands in their way today?' },
  money: { label: 'Money', question: 'Can and will they pay for it?' },
  prioritization: { label: 'Prioritization', question: 'How high is it on their list?' },
  urgency: { label: 'Urgency', question: 'What happens if they wait?' },
  opportunity: { label: 'Opportunity', question: 'What could they gain, and how big is it?' },
  team: { label: 'Team', question: 'Who is on the buying committee?' },
  effect: { label: 'Effect', question: 'What changes for them once they have it?' },
};

/** The frameworks with their letters, in the order in which they are asked. */
export const frameworks: Record<Framework, { name: string; letters: readonly LetterKey[] }> = {
  bant: { name: 'BANT', letters: ['budget', 'authority', 'need', 'timeline'] },
  champ: { name: 'CHAMP', letters: ['challenges', 'authority', 'money', 'prioritization'] },
  anum: { name: 'ANUM', letters: ['authority', 'need', 'urgency', 'money'] },
  note: { name: 'NOTE', letters: ['need', 'opportunity', 'team', 'effect'] },
};

export const letterStatuses = ['unknown', 'weak', 'confirmed'] as const;
export const letterStatus = z.enum(letterStatuses);
export type LetterStatus = z.infer<typeof letterStatus>;

export const MOST_EVIDENCE = 2000;

/** The day of the evidence; of a time, its day in UTC. */
const day = z.union([z.iso.date(), instant.overwrite(dayInUtc)]);

/**
 * What somebody says of one letter. `basedOn` is the version of it that they saw, 0 where there was none; without
 * it, a letter that somebody filled in is never overwritten.
 */
export const letterInput = z.object({
  status: letterStatus,
  evidence: text(MOST_EVIDENCE)
    .overwrite((said) => said.replaceAll('\r\n', '\n'))
    .trim()
    .default(''),
  at: day.nullish(),
  basedOn: z.int().min(0).optional(),
});
export type LetterInput = z.infer<typeof letterInput>;

export const letterInputs = z.partialRecord(letterKey, letterInput);
export type LetterInputs = z.infer<typeof letterInputs>;

/** Body of `POST /v1/leads/:id/qualify`. Letters that are not named stay as they are. */
export const qualifyRequest = z.object({
  framework: framework.optional(),
  letters: letterInputs,
  /** What they are to the purchase, where that changes. */
  role: buyingRole.optional(),
  by: actor.optional(),
  eventId: eventId.optional(),
});

/**
 * Body of `PUT /v1/leads/:id/qualification/draft`: kept for `by` alone, beside what they typed in other
 * frameworks; neither letters nor role means no draft. A draft that comes after its form was saved, which is
 * known by the event id, is not kept.
 */
export const qualificationDraft = z.object({
  by: actor,
  framework: framework.optional(),
  letters: letterInputs,
  role: buyingRole.nullish(),
  eventId: eventId.optional(),
});

/** One letter of a lead as it stands; version 0 while nobody has said anything. */
export const letterState = z.object({
  letter: letterKey,
  label: z.string(),
  question: z.string(),
  status: letterStatus,
  evidence: z.string(),
  at: z.string().nullable(),
  by: z.string().nullable(),
  changedAt: z.string().nullable(),
  version: z.int(),
});
export type LetterState = z.infer<typeof letterState>;

/** `GET /v1/leads/:id/qualification`: `confirmed` of its letters are, `needed` make the lead sql. */
export const qualification = z.object({
  leadId: z.string(),
  stage,
  role: buyingRole,
  framework,
  needed: z.int(),
  confirmed: z.int(),
  letters: z.array(letterState),
  /** What the person named by `?by=` has not saved yet. */
  draft: letterInputs.nullable(),
  /** The role that they chose and have not saved yet. */
  draftRole: buyingRole.nullable(),
});
export type Qualification = z.infer<typeof qualification>;

/** A letter that somebody else changed after it was read: it stays as in `present`, and `typed` is kept as a draft. */
export const letterConflict = z.object({ letter: letterKey, typed: letterInput, present: letterState });
export type LetterConflict = z.infer<typeof letterConflict>;

/** 409 of `qualify`: the letters that moved, and the whole as it is now, with what was typed as the draft. */
export const qualificationConflict = problem.extend({ conflicts: z.array(letterConflict), qualification });

/** What a card says of it; null before anybody has qualified the lead. */
export const qualificationSummary = z
  .object({
    framework,
    letters: z.array(z.object({ letter: letterKey, label: z.string(), status: letterStatus })),
  })
  .nullable()
  .default(null);
export type QualificationSummary = z.infer<typeof qualificationSummary>;

/** How leads are qualified. */
export const qualificationSettings = z.strictObject({
  framework,
  /** Another framework for the leads of a routing pool, by its name. */
  pools: z.record(line(80), framework),
  /** So many confirmed letters make a lead sql. */
  confirmedForSql: z.int().min(1).max(4),
  /** When a lead is marketing qualified by itself: once it is warm and fits, or never. */
  mqlFrom: z.enum(['warm', 'off']),
});
export type QualificationSettings = z.infer<typeof qualificationSettings>;

/** Runs on what is no time as well: that is refused afterwards. */
function dayInUtc(moment: string): string {
  const ms = Date.parse(moment);
  return Number.isNaN(ms) ? moment : new Date(ms).toISOString().slice(0, 'YYYY-MM-DD'.length);
}
