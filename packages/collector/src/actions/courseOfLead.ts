import { courseOf, type Course } from '../domain/course.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { revenueOf } from '../storage/revenue.ts';
import { stageChangesOf } from '../storage/stages.ts';

/** The way of a lead through the stages and the money it brought, from what was stored of it. */
export async function courseOfLead(db: Db, leadId: LeadId, createdAt: number): Promise<Course> {
  return courseOf(createdAt, await stageChangesOf(db, leadId), await revenueOf(db, leadId));
}
