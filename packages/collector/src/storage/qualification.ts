import type { BuyingRole, Framework, LetterInputs } from '@headwater/contract';
import type { LetterVersion } from '../domain/qualification.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
import type { QualificationLettersTable } from './qualificationTables.ts';

/** A letter with the framework that it was asked in. */
export type StoredLetter = LetterVersion & { framework: Framework };

/** Every version of every letter of a lead, the last version of each last. */
export async function lettersOf(db: Db, leadId: LeadId): Promise<StoredLetter[]> {
  const rows = await db
    .selectFrom('qualification_letters')
    .selectAll()
    .where('lead_id', '=', leadId)
    .orderBy('version')
    .orderBy('saved_at')
    .execute();
  return rows.map(toStoredLetter);
}

/** Adds a version; two of one number cannot be, whatever happens at the same time. */
export async function insertLetter(db: Db, leadId: LeadId, letter: StoredLetter): Promise<void> {
  await db
    .insertInto('qualification_letters')
    .values({
      lead_id: leadId,
      letter: letter.letter,
      version: letter.version,
      framework: letter.framework,
      status: letter.status,
      evidence: letter.evidence,
      evidence_day: letter.at,
      actor: letter.by,
      saved_at: letter.savedAt,
    })
    .execute();
}

/** `letters` may be of several frameworks; `framework` is the one that was open last. */
export type Draft = { framework: Framework; letters: LetterInputs; role: BuyingRole | null };

export async function findDraft(db: Db, leadId: LeadId, person: string): Promise<Draft | undefined> {
  const row = await db
    .selectFrom('qualification_drafts')
    .select(['framework', 'letters', 'role'])
    .where('lead_id', '=', leadId)
    .where('person', '=', person)
    .executeTakeFirst();
  return row && { ...row, letters: JSON.parse(row.letters) as LetterInputs };
}

/** Keeps what a person typed, in the place of what they had typed before. */
export async function saveDraft(
  db: Db,
  {
    leadId,
    person,
    framework,
    letters,
    role,
    savedAt,
  }: Draft & { leadId: LeadId; person: string; savedAt: number },
): Promise<void> {
  const draft = { framework, letters: JSON.stringify(letters), role, saved_at: savedAt };
  await db
    .insertInto('qualification_drafts')
    .values({ lead_id: leadId, person, ...draft })
    .onConflict((conflict) => conflict.columns(['lead_id', 'person']).doUpdateSet(draft))
    .execute();
}

export async function removeDraft(db: Db, leadId: LeadId, person: string): Promise<void> {
  await db
    .deleteFrom('qualification_drafts')
    .where('lead_id', '=', leadId)
    .where('person', '=', person)
    .execute();
}

/**
 * Gives a lead what was known of another. Of a letter that both have, what was said last counts, as one more
 * version. Drafts go with it where the person has none for this lead.
 */
export async function moveQualification(db: Db, from: LeadId, to: LeadId): Promise<void> {
  const known = Map.groupBy(await lettersOf(db, to), ({ letter }) => letter);
  for (const [letter, versions] of Map.groupBy(await lettersOf(db, from), (each) => each.letter)) {
    const present = known.get(letter)?.at(-1);
    const last = versions.at(-1);
    if (!last || (present && present.savedAt >= last.savedAt)) continue;
    await insertLetter(db, to, { ...last, version: (present?.version ?? 0) + 1 });
  }
  await db
    .updateTable('qualification_drafts')
    .set({ lead_id: to })
    .where('lead_id', '=', from)
    .where('person', 'not in', (query) =>
      query.selectFrom('qualification_drafts as own').select('own.person').where('own.lead_id', '=', to),
    )
    .execute();
}

function toStoredLetter(row: QualificationLettersTable): StoredLetter {
  const {
    letter,
    version,
    framework,
    status,
    evidence,
    evidence_day: at,
    actor: by,
    saved_at: savedAt,
  } = row;
  return { letter, version, framework, status, evidence, at, by, savedAt };
}
