import {
  frameworks,
  letterTexts,
  type Framework,
  type LetterInputs,
  type LetterKey,
  type LetterState,
  type Qualification,
  type QualificationSummary,
} from '@headwater/contract';
import {
  countConfirmed,
  lettersIn,
  mergeLetters,
  presentLetters,
  type LetterVersion,
} from '../domain/qualification.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { findLead, type StoredLead } from '../storage/leads.ts';
import { findDraft, lettersOf, type Draft, type StoredLetter } from '../storage/qualification.ts';
import { settingsValue } from './settings.ts';

/** Whose draft is shown, and in which framework; what was begun goes on where none is named. */
export type Asked = { by?: string | undefined; framework?: Framework | undefined };

/** How a lead is qualified so far, with the draft of a person; undefined when there is no such lead. */
export async function readQualification(
  db: Db,
  id: LeadId,
  asked: Asked,
): Promise<Qualification | undefined> {
  const lead = await findLead(db, id);
  return lead && qualificationView(db, lead, asked);
}

/** {@link readQualification} of a lead that was read. */
export async function qualificationView(
  db: Db,
  lead: StoredLead,
  { by, framework: asked }: Asked,
): Promise<Qualification> {
  const versions = await lettersOf(db, lead.id);
  const draft = by === undefined ? undefined : await findDraft(db, lead.id, by);
  const framework = asked ?? typedIn(versions, draft) ?? (await frameworkOf(db, lead, versions));
  const { letters } = frameworks[framework];
  const present = presentLetters(versions);
  const { confirmedForSql } = await settingsValue(db, 'qualification');
  return {
    leadId: lead.id,
    stage: lead.stage,
    role: lead.role,
    framework,
    needed: confirmedForSql,
    confirmed: countConfirmed(present, letters),
    letters: letters.map((letter) => letterState(letter, present.get(letter))),
    draft: draft ? stillTyped(versions, letters, draft.letters) : null,
    draftRole: draft && draft.role !== lead.role ? draft.role : null,
  };
}

/** The framework in which somebody typed last and did not save. */
function typedIn(versions: readonly StoredLetter[], draft: Draft | undefined): Framework | null {
  if (!draft) return null;
  const { framework, letters } = draft;
  return stillTyped(versions, frameworks[framework].letters, letters) ? framework : null;
}

/** What a card says of it; null before anybody has said anything. */
export async function summarizeQualification(db: Db, leadId: LeadId): Promise<QualificationSummary> {
  const versions = await lettersOf(db, leadId);
  const framework = latestFramework(versions);
  if (framework === undefined) return null;
  const present = presentLetters(versions);
  const letters = frameworks[framework].letters.map((letter) => ({
    letter,
    label: letterTexts[letter].label,
    status: present.get(letter)?.status ?? ('unknown' as const),
  }));
  return { framework, letters };
}

/** What was begun goes on; else what its pool asks, or everybody. */
export async function frameworkOf(
  db: Db,
  { assignment }: StoredLead,
  versions: readonly StoredLetter[],
): Promise<Framework> {
  const begun = latestFramework(versions);
  if (begun !== undefined) return begun;
  const { framework, pools } = await settingsValue(db, 'qualification');
  const { rules } = await settingsValue(db, 'routing');
  const pool = assignment?.pool ?? rules.find(({ name }) => name === assignment?.rule)?.then.pool;
  return (pool === undefined ? undefined : pools[pool]) ?? framework;
}

const latestFramework = (versions: readonly StoredLetter[]): Framework | undefined =>
  versions.toSorted((one, other) => one.savedAt - other.savedAt).at(-1)?.framework;

/** A letter as it stands; version 0 while nobody has said anything. */
export function letterState(letter: LetterKey, known: LetterVersion | undefined): LetterState {
  return {
    letter,
    ...letterTexts[letter],
    status: known?.status ?? 'unknown',
    evidence: known?.evidence ?? '',
    at: known?.at ?? null,
    by: known?.by ?? null,
    changedAt: known ? new Date(known.savedAt).toISOString() : null,
    version: known?.version ?? 0,
  };
}

/** Of a draft what its person changed: what they left as they saw it follows what others write. */
function stillTyped(
  versions: readonly StoredLetter[],
  letters: readonly LetterKey[],
  draft: LetterInputs,
): LetterInputs | null {
  const { written, clashes } = mergeLetters(versions, draft, '');
  const changed = new Set([...written, ...clashes].map(({ letter }) => letter));
  const typed = lettersIn(draft).filter(([letter]) => changed.has(letter) && letters.includes(letter));
  return typed.length > 0 ? Object.fromEntries(typed) : null;
}
