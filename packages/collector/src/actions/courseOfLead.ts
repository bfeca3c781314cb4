import type { Money, Stage } from '@headwater/contract';
import { funnelStages, type Course, type Reached, type RevenueEntry } from '../domain/course.ts';
import type { PackedExit } from '../domain/reports/pack.ts';
import type { LeadId } from '../ids.ts';
import type { Db } from '../storage/dialect.ts';
import { stageBodiesOf } from '../storage/journeys.ts';

type Change = { id: string; stage: Stage; at: number; value?: Money; revenue?: Money; margin?: Money };

/** The way of a lead through the stages, from what was stored of it. */
export async function courseOfLead(
  db: Db,
  leadId: LeadId,
  createdAt: number,
): Promise<Course & { exits: PackedExit[] }> {
  const changes: Change[] = (await stageBodiesOf(db, leadId)).map(({ body, ...row }) => ({
    ...row,
    ...(JSON.parse(body) as Pick<Change, 'value' | 'revenue' | 'margin'>),
  }));
  const firsts = funnelStages.map((stage) => changes.find((change) => change.stage === stage)?.at ?? null);
  const reached = funnelStages.flatMap((stage, place): Reached[] => {
    const later = firsts.slice(place).filter((at) => at !== null);
    if (stage === 'lead') return [{ stage, at: Math.min(createdAt, ...later), isImplied: false }];
    return later.length === 0
      ? []
      : [{ stage, at: firsts[place] ?? Math.min(...later), isImplied: firsts[place] === null }];
  });
  const revenue = changes.flatMap(({ id, at, stage, revenue: amount, margin }): RevenueEntry[] =>
    stage === 'customer' && amount ? [{ id, at, kind: 'new', amount, margin: margin ?? null }] : [],
  );
  const value = changes.findLast((change) => change.value !== undefined)?.value ?? null;
  return { reached, value, revenue, exits: exitsOf(changes) };
}

function exitsOf(changes: readonly Change[]): PackedExit[] {
  const exits: PackedExit[] = [];
  for (const { stage, at } of changes) {
    const out = exits.at(-1)?.cameBackAt === null ? exits.at(-1) : undefined;
    if (stage === 'lost' || stage === 'disqualified') {
      if (out) out.stage = stage;
      else exits.push({ stage, at, cameBackAt: null });
    } else if (out) out.cameBackAt = at;
  }
  return exits;
}
