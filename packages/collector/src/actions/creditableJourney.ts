import { setImmediate } from 'node:timers/promises';
import type { AttributionSettings } from '@headwater/contract';
import type { Occasion } from '../domain/attribution/index.ts';
import { courseOf, type Course, type FunnelStage } from '../domain/course.ts';
import { sortJourney } from '../domain/journey.ts';
import type { LeadId } from '../ids.ts';
import { leadsOfAccount } from '../storage/accounts.ts';
import type { Db } from '../storage/dialect.ts';
import type { StoredLead } from '../storage/leads.ts';
import { stageChangesOfMany } from '../storage/stages.ts';
import { readJourney, type ResolvedTouch } from './readJourney.ts';

/** What credits need of a touch: an account has many, and an export holds them. */
export type CreditableTouch = Pick<ResolvedTouch, 'id' | 'at' | 'receivedAt'> & {
  leadId: LeadId;
  resolved: Pick<ResolvedTouch['resolved'], 'channel' | 'source'>;
};

/** When the first of some people became a lead, and an opportunity: whoever signs, a colleague may have opened the deal. */
export type Milestones = Pick<Occasion, 'leadAt' | 'opportunityAt'>;

export type CreditableJourney = { touches: readonly CreditableTouch[]; milestones: Milestones };

type Person = Pick<StoredLead, 'id' | 'createdAt'>;

/** More than decide on a purchase. Strangers may send forms by the thousand with addresses of one domain. */
const MOST_COLLEAGUES = 100;
/** Twenty of each: an export writes them for each lead of the account and by each model. */
const MOST_TOUCHES = 2_000;
/** What is kept of accounts that were read, some ten megabytes. */
const MOST_HELD = 50_000;

/**
 * Reads the journey of a lead, or with `journeys: 'account'` that of everybody of its account: the hundred people we
 * have known longest and the lead itself, without those whose touches would make it more than 2,000. What was read of
 * an account serves its next lead, so take a reader for one answer. Others have their turn between people.
 */
export function createJourneyReader(db: Db) {
  const ofAccount = createAccountReader(db);
  return async (
    lead: StoredLead,
    { journeys }: Pick<AttributionSettings, 'journeys'>,
  ): Promise<CreditableJourney> => {
    await setImmediate();
    if (journeys !== 'account' || lead.account === null || lead.junk) return journeyOfAll(db, [lead]);
    const known = await ofAccount(lead.account);
    if (known.touches.some(({ leadId }) => leadId === lead.id)) return known;
    const own = await journeyOfAll(db, [lead]);
    return {
      touches: sortJourney([...known.touches, ...own.touches]),
      milestones: {
        leadAt: earliest([known.milestones.leadAt, own.milestones.leadAt]),
        opportunityAt: earliest([known.milestones.opportunityAt, own.milestones.opportunityAt]),
      },
    };
  };
}

/** Holds the accounts that were asked for last, as long as they are not too many touches. */
function createAccountReader(db: Db) {
  const held = new Map<string, CreditableJourney>();
  let size = 0;
  return async (account: string): Promise<CreditableJourney> => {
    const journey =
      held.get(account) ?? (await journeyOfAll(db, await leadsOfAccount(db, account, MOST_COLLEAGUES)));
    if (!held.delete(account)) size += sizeOf(journey);
    held.set(account, journey);
    for (const [oldest, own] of held) {
      if (size <= MOST_HELD) break;
      held.delete(oldest);
      size -= sizeOf(own);
    }
    return journey;
  };
}

/** An account of which nothing is known takes room as well. */
const sizeOf = ({ touches }: CreditableJourney): number => touches.length + 1;

async function journeyOfAll(db: Db, people: readonly Person[]): Promise<CreditableJourney> {
  const touches: CreditableTouch[] = [];
  for (const { id } of people) {
    await setImmediate();
    const own = await touchesOf(db, id);
    if (people.length === 1 || touches.length + own.length <= MOST_TOUCHES) touches.push(...own);
  }
  return {
    touches: people.length === 1 ? touches : sortJourney(touches),
    milestones: await milestonesOf(db, people),
  };
}

async function touchesOf(db: Db, leadId: LeadId): Promise<CreditableTouch[]> {
  const { touches } = await readJourney(db, leadId);
  return touches.map(({ id, at, receivedAt, resolved: { channel, source } }) => ({
    id,
    leadId,
    at,
    receivedAt,
    resolved: { channel, source },
  }));
}

async function milestonesOf(db: Db, people: readonly Person[]): Promise<Milestones> {
  const changes = await stageChangesOfMany(
    db,
    people.map(({ id }) => id),
  );
  const courses = people.map(({ id, createdAt }) => courseOf(createdAt, changes.get(id) ?? [], []));
  const firstAt = (stage: FunnelStage): number | null =>
    earliest(courses.map((course) => reachedAt(course, stage)));
  return { leadAt: firstAt('lead'), opportunityAt: firstAt('opportunity') };
}

/** When a stage was reached itself: one that a later stage implies is no conversion. */
export const reachedAt = ({ reached }: Course, stage: FunnelStage): number | null =>
  reached.find((each) => each.stage === stage && !each.isImplied)?.at ?? null;

const earliest = (moments: readonly (number | null)[]): number | null =>
  moments.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null);
