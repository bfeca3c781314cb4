import type { Delivery } from '@headwater/contract';
import { leaseDeliveries as takeLease, type OwedDelivery } from '../storage/leases.ts';
import { lockLeases } from '../storage/dialect.ts';
import { cardOwedAt } from '../storage/unseen.ts';
import type { Deps, InTransaction } from './deps.ts';
import { foldBursts } from './foldBursts.ts';
import { restartDeadline } from './unseen.ts';
import { bodyOf, known } from './deliveryBody.ts';

/** How long the bot has for a delivery before somebody else may take it, in milliseconds. */
const LEASE_MS = 30_000;
/** Another process may have written what is waited for: look this often. */
const LOOK_EVERY_MS = 500;

/** Leases what is due, or waits up to `waitMs` for something to become due. */
export async function leaseDeliveries(
  deps: Deps,
  { max, waitMs, bot }: { max: number; waitMs: number; bot?: string | undefined },
  stop: AbortSignal,
): Promise<Delivery[]> {
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    const leased = await leaseNow(deps, { max, bot });
    const restMs = giveUpAt - performance.now();
    if (leased.length > 0 || restMs <= 0 || stop.aborted) return leased;
    await deps.signals.deliveries.wait(Math.min(restMs, LOOK_EVERY_MS), stop);
  }
}

async function leaseNow(
  { db, clock, publicUrl }: Deps,
  { max, bot }: { max: number; bot: string | undefined },
): Promise<Delivery[]> {
  const nowMs = clock.now();
  return db.transaction().execute(async (trx) => {
    const deliveries: Delivery[] = [];
    await lockLeases(trx);
    const held = await foldBursts({ trx, nowMs });
    for (const owed of await takeLease(trx, { max, bot, nowMs, leaseMs: LEASE_MS, held })) {
      const { id, channel, attempt } = owed;
      const leaseUntil = new Date(owed.leaseUntil).toISOString();
      const { redirected } = owed.payload;
      await restartDeadlines({ trx, nowMs }, owed);
      const envelope = { id, channel, attempt, leaseUntil, ...(redirected && { redirected }) };
      deliveries.push({ ...envelope, ...(await bodyOf({ trx, nowMs }, owed, publicUrl)) });
    }
    return deliveries;
  });
}

/** Of leads that are shown for the first time. */
async function restartDeadlines(tx: InTransaction, owed: OwedDelivery): Promise<void> {
  const { kind, leadId, payload, createdAt } = owed;
  if (kind === 'lead_card') await restartDeadline(tx, known(leadId), createdAt);
  if (kind !== 'digest') return;
  for (const id of payload.leadIds ?? []) {
    await restartDeadline(tx, id, (await cardOwedAt(tx.trx, id)) ?? createdAt);
  }
}
