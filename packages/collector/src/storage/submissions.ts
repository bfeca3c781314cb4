import type { Submission, SubmissionBody } from '../domain/submission.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from './dialect.ts';
import { prepared } from './prepared.ts';
import type { SubmissionsTable } from './schema.ts';

export type NewSubmission = Submission & { leadId: LeadId; site: string | null };

/** The lead that a submission of this id was stored for, if it was. */
export async function leadOfSubmission(db: Db, id: string): Promise<LeadId | undefined> {
  const row = await db.selectFrom('submissions').select('lead_id').where('id', '=', id).executeTakeFirst();
  return row?.lead_id;
}

/** Adds a submission; false when one with this id was there. */
export async function insertSubmission(
  db: Db,
  { via, submission, ...stored }: NewSubmission,
): Promise<boolean> {
  return insertRow(db, { ...stored, via, body: JSON.stringify(submission) });
}

/** Remembers the id of a submission that said what an earlier one had said; false when it was there. */
export async function insertRepeat(db: Db, stored: Stored): Promise<boolean> {
  return insertRow(db, { ...stored, via: 'repeat', body: '{}' });
}

type Stored = { id: string; leadId: LeadId; site: string | null; receivedAt: number };

async function insertRow(
  db: Db,
  { id, leadId, site, receivedAt, via, body }: Stored & { via: string; body: string },
): Promise<boolean> {
  const inserted = await db
    .insertInto('submissions')
    .values({ id, lead_id: leadId, site, via, received_at: receivedAt, body })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** More than a person sends; a machine that sends forms all day must not make each one slower. */
export const MOST_SUBMISSIONS = 50;

const newestOf = prepared((db, { leadId }: { leadId: LeadId }) =>
  db
    .selectFrom('submissions')
    .selectAll()
    .where('lead_id', '=', leadId)
    .where('via', '!=', 'repeat')
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST_SUBMISSIONS),
);

/** What a lead submitted last, oldest first; repeats said nothing new. */
export async function submissionsOf(db: Db, leadId: LeadId): Promise<Submission[]> {
  const rows = await newestOf(db, { leadId });
  return rows.toReversed().map(toSubmission);
}

export const toSubmission = (row: SubmissionsTable): Submission => ({
  id: row.id,
  receivedAt: row.received_at,
  ...({ via: row.via, submission: JSON.parse(row.body) as unknown } as SubmissionBody),
});
