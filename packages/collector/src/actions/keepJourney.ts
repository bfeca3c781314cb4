import { courseOf, type Course } from '../domain/course.ts';
import { packCourse, packTouches } from '../domain/reports/pack.ts';
import { factsOf } from '../domain/routing-facts.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { saveCourse, saveCourses, saveJourneys, sitesOf } from '../storage/journeys.ts';
import { findLead, type StoredLead } from '../storage/leads.ts';
import { revenueOfMany } from '../storage/revenue.ts';
import { stageChangesOfMany } from '../storage/stages.ts';
import type { Journey } from './readJourney.ts';

type Known = { lead: StoredLead; journey: Journey };

/** Keeps the row by which reports know a lead; in the transaction that changes the lead, so they are never behind. */
export const keepJourney = (db: Db, lead: StoredLead, journey: Journey): Promise<void> =>
  keepJourneys(db, [{ lead, journey }]);

/** {@link keepJourney} of many leads, in as many statements as of one. */
export async function keepJourneys(db: Db, known: readonly Known[]): Promise<void> {
  if (known.length === 0) return;
  const leads = known.map(({ lead, journey }) => ({ leadId: lead.id, firstTouch: journey.touches[0]?.id }));
  const sites = await sitesOf(db, leads);
  const courses = await coursesOf(
    db,
    known.map(({ lead }) => lead),
  );
  const rows = known.map((one) => ({
    leadId: one.lead.id,
    touches: touchesOf(one, sites.get(one.lead.id) ?? null),
    course: packCourse(courses(one.lead)),
  }));
  await saveJourneys(db, rows);
}

/** Like {@link keepJourney}, where only stages or revenue changed. */
export async function keepCourse(db: Db, leadId: LeadId): Promise<void> {
  const lead = await findLead(db, leadId);
  if (lead) await saveCourse(db, lead.id, packCourse((await coursesOf(db, [lead]))(lead)));
}

/** {@link keepCourse} of many leads. */
export async function keepCourses(db: Db, leads: readonly StoredLead[]): Promise<void> {
  const courses = await coursesOf(db, leads);
  await saveCourses(
    db,
    leads.map((lead) => ({ leadId: lead.id, course: packCourse(courses(lead)) })),
  );
}

/** The way of each lead through the stages, from what was stored of it. */
async function coursesOf(db: Db, leads: readonly StoredLead[]): Promise<(lead: StoredLead) => Course> {
  const ids = leads.map(({ id }) => id);
  const changes = await stageChangesOfMany(db, ids);
  const revenue = await revenueOfMany(db, ids);
  return ({ id, createdAt }) => courseOf(createdAt, changes.get(id) ?? [], revenue.get(id) ?? []);
}

function touchesOf({ lead, journey }: Known, site: string | null): string {
  const { companySize, industry } = factsOf(lead, nobody, journey);
  return packTouches({
    createdAt: lead.createdAt,
    junk: lead.junk,
    site,
    country: lead.country,
    industry,
    companySize,
    segment: lead.segment,
    account: lead.account,
    heardFrom: lead.heardFrom,
    original: lead.originalSource,
    latest: lead.latestSource,
    touches: journey.touches,
  });
}

const nobody = { accountOwner: null, existingCustomer: false };
