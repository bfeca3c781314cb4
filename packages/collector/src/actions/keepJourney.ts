import { packCourse, packTouches } from '../domain/reports/pack.ts';
import { factsOf } from '../domain/routing-facts.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { saveCourse, saveJourney, siteOf } from '../storage/journeys.ts';
import { findLead, type StoredLead } from '../storage/leads.ts';
import { courseOfLead } from './courseOfLead.ts';
import type { Journey } from './readJourney.ts';

/** Keeps the row by which reports know a lead; in the transaction that changes the lead, so they are never behind. */
export async function keepJourney(db: Db, lead: StoredLead, journey: Journey): Promise<void> {
  const { companySize, industry } = factsOf(lead, nobody, journey);
  const touches = packTouches({
    createdAt: lead.createdAt,
    junk: lead.junk,
    site: await siteOf(db, lead.id, journey.touches[0]?.id),
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
  await saveJourney(db, lead.id, {
    touches,
    course: packCourse(await courseOfLead(db, lead.id, lead.createdAt)),
  });
}

/** Like {@link keepJourney}, where only stages or revenue changed. */
export async function keepCourse(db: Db, leadId: LeadId): Promise<void> {
  const lead = await findLead(db, leadId);
  if (lead) await saveCourse(db, lead.id, packCourse(await courseOfLead(db, lead.id, lead.createdAt)));
}

const nobody = { accountOwner: null, existingCustomer: false };
