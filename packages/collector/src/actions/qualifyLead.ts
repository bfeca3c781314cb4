import {
  frameworks,
  letterTexts,
  type BuyingRole,
  type Framework,
  type LetterConflict,
  type LetterInputs,
  type LetterKey,
  type Qualification,
} from '@headwater/contract';
import { dayAt } from '../domain/calendarPeriod.ts';
import {
  countConfirmed,
  inWords,
  lettersIn,
  mergeLetters,
  presentLetters,
  wasWritten,
  type LetterClash,
} from '../domain/qualification.ts';
import { decisionId, type LeadId } from '../ids.ts';
import { isRecorded } from '../storage/history.ts';
import { findLead, lockLead, type StoredLead } from '../storage/leads.ts';
import {
  findDraft,
  insertLetter,
  lettersOf,
  removeDraft,
  saveDraft,
  type StoredLetter,
} from '../storage/qualification.ts';
import { storeRole } from './changeRole.ts';
import { storeStage } from './changeStage.ts';
import { cardChannel, oweCardUpdate, record } from './deliver.ts';
import type { Deps, InTransaction } from './deps.ts';
import { frameworkOf, letterState, qualificationView } from './readQualification.ts';
import { settingsValue } from './settings.ts';

/** `framework` undefined is the one of the lead. */
export type Form = {
  framework?: Framework | undefined;
  letters: LetterInputs;
  role?: BuyingRole | null | undefined;
  by: string;
  eventId?: string | undefined;
};

type Misplaced = { outcome: 'misplaced'; letter: LetterKey; framework: Framework };

/** `misplaced`: the framework has no such letter. `conflict`: the other letters are saved. */
export type QualifyAnswer =
  | { outcome: 'saved' | 'unchanged' | 'duplicate'; qualification: Qualification }
  | { outcome: 'conflict'; conflicts: LetterConflict[]; qualification: Qualification }
  | Misplaced
  | { outcome: 'unknown' };

/**
 * Saves what somebody knows of a lead's letters, and makes it sql when enough are confirmed. A letter that
 * somebody else changed meanwhile stays as it is, and what was typed stays as the person's draft.
 */
export async function qualifyLead(
  { db, clock, signals }: Deps,
  id: LeadId,
  request: Form,
): Promise<QualifyAnswer> {
  const nowMs = clock.now();
  const answer = await db.transaction().execute(async (trx): Promise<QualifyAnswer> => {
    const lead = await lockLead(trx, id);
    return lead ? saveForm({ trx, nowMs }, lead, request) : { outcome: 'unknown' };
  });
  signals.deliveries.ring();
  return answer;
}

async function saveForm(tx: InTransaction, lead: StoredLead, form: Form): Promise<QualifyAnswer> {
  const id = decisionId(lead.id, form.eventId, tx.nowMs);
  const known = await lettersOf(tx.trx, lead.id);
  const framework = form.framework ?? (await frameworkOf(tx.trx, lead, known));
  const misplaced = misplacedIn(form.letters, framework);
  if (misplaced) return misplaced;
  const { timeZone } = await settingsValue(tx.trx, 'calendar');
  const today = dayAt(tx.nowMs, timeZone);
  const { written, clashes: all } = mergeLetters(known, form.letters, today);
  const repeated = await isRecorded(tx.trx, id);
  const clashes = repeated ? all.filter((clash) => !wasWritten(known, clash, form.by)) : all;
  if (!repeated) {
    const letters = written.map((each) => ({ ...each, framework, by: form.by, savedAt: tx.nowMs }));
    await store(tx, lead, { id, letters, framework, form, clashes, all: [...known, ...letters] });
  }
  const present = (await findLead(tx.trx, lead.id)) ?? lead;
  const qualification = await qualificationView(tx.trx, present, { by: form.by, framework });
  if (clashes.length > 0)
    return { outcome: 'conflict', conflicts: conflictsOf(clashes, known), qualification };
  if (repeated) return { outcome: 'duplicate', qualification };
  const changed = written.length > 0 || present.stage !== lead.stage || present.role !== lead.role;
  return { outcome: changed ? 'saved' : 'unchanged', qualification };
}

type Saving = {
  id: string;
  letters: StoredLetter[];
  framework: Framework;
  form: Form;
  clashes: LetterClash[];
  all: StoredLetter[];
};

async function store(tx: InTransaction, lead: StoredLead, saving: Saving): Promise<void> {
  const { letters, framework, form, clashes, all } = saving;
  for (const letter of letters) await insertLetter(tx.trx, lead.id, letter);
  if (letters.length > 0) await tell(tx, lead, saving);
  const draft = Object.fromEntries(clashes.map(({ letter, typed }) => [letter, typed]));
  await keepDraft(tx, lead.id, { framework, letters: draft, by: form.by });
  if (form.role) await storeRole(tx, lead, { role: form.role, by: form.by, eventId: roleEvent(form) });
  const moved = await makeSql(tx, lead, { framework, all, form });
  if (letters.length > 0 && !moved) await oweCardUpdate(tx, lead);
}

/** The line of the letters has the event's own id. */
const roleEvent = ({ eventId }: Form): string | undefined =>
  eventId === undefined ? undefined : `${eventId}:role`;

async function tell(tx: InTransaction, lead: StoredLead, { id, letters, framework, form }: Saving) {
  const note = inWords(frameworks[framework].name, letters, (letter) => letterTexts[letter].label);
  const entry = { id, leadId: lead.id, at: tx.nowMs, kind: 'qualified' as const, actor: form.by, note };
  await record(tx, entry, cardChannel(lead));
}

/** Moves a lead that is not sql yet, when enough is confirmed; one that went further or fell out stays. */
async function makeSql(
  tx: InTransaction,
  lead: StoredLead,
  { framework, all, form }: Pick<Saving, 'framework' | 'all' | 'form'>,
): Promise<boolean> {
  if (lead.stage !== 'lead' && lead.stage !== 'mql') return false;
  const { confirmedForSql } = await settingsValue(tx.trx, 'qualification');
  const confirmed = countConfirmed(presentLetters(all), frameworks[framework].letters);
  if (confirmed < confirmedForSql) return false;
  const { by, eventId } = form;
  // the line of the letters has the event's own id
  const stageEvent = eventId === undefined ? undefined : `${eventId}:sql`;
  const { outcome } = await storeStage(tx, lead, { stage: 'sql', by, eventId: stageEvent });
  return outcome === 'changed';
}

/**
 * Keeps what somebody typed and has not saved; it moves nothing. No letters: their draft is gone.
 * Answers `unknown` when there is no such lead.
 */
export async function saveQualificationDraft(
  { db, clock }: Deps,
  id: LeadId,
  form: Form,
): Promise<{ outcome: 'saved'; qualification: Qualification } | Misplaced | { outcome: 'unknown' }> {
  const nowMs = clock.now();
  return db.transaction().execute(async (trx) => {
    const lead = await lockLead(trx, id);
    if (!lead) return { outcome: 'unknown' };
    const framework = form.framework ?? (await frameworkOf(trx, lead, await lettersOf(trx, lead.id)));
    const misplaced = misplacedIn(form.letters, framework);
    if (misplaced) return misplaced;
    const isLate =
      form.eventId !== undefined && (await isRecorded(trx, decisionId(lead.id, form.eventId, nowMs)));
    if (isEmpty(form)) await removeDraft(trx, lead.id, form.by);
    else if (!isLate) await keepDraft({ trx, nowMs }, lead.id, { ...form, framework });
    const qualification = await qualificationView(trx, lead, { by: form.by, framework });
    return { outcome: 'saved', qualification };
  });
}

const isEmpty = ({ letters, role }: Form): boolean => lettersIn(letters).length === 0 && !role;

/** What stands in this framework is replaced; what was typed in others stays. */
async function keepDraft(
  { trx, nowMs }: InTransaction,
  leadId: LeadId,
  { framework, letters, role = null, by }: Form & { framework: Framework },
): Promise<void> {
  const before = lettersIn((await findDraft(trx, leadId, by))?.letters ?? {});
  const elsewhere = before.filter(([letter]) => !frameworks[framework].letters.includes(letter));
  const typed = { ...Object.fromEntries(elsewhere), ...letters };
  if (lettersIn(typed).length === 0 && role === null) return removeDraft(trx, leadId, by);
  await saveDraft(trx, { leadId, person: by, framework, letters: typed, role, savedAt: nowMs });
}

function misplacedIn(form: LetterInputs, framework: Framework): Misplaced | null {
  const stray = lettersIn(form).find(([letter]) => !frameworks[framework].letters.includes(letter));
  return stray ? { outcome: 'misplaced', letter: stray[0], framework } : null;
}

function conflictsOf(clashes: readonly LetterClash[], known: readonly StoredLetter[]): LetterConflict[] {
  const present = presentLetters(known);
  return clashes.map(({ letter, typed }) => ({
    letter,
    typed,
    present: letterState(letter, present.get(letter)),
  }));
}
