import type { Refusal, Status } from '@headwater/contract';
import { countDeliveries, type DeliveryCounts } from '../storage/deliveries.ts';
import { listSites } from '../storage/sites.ts';
import type { Deps } from './deps.ts';
import { readRebuild } from './rebuildLeads.ts';
import { readSlackProblems } from './slackProblems.ts';
import { warningsInWords } from './readWarnings.ts';

const HOUR_MS = 3_600_000;
const isoTime = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** The line of HTML that a website embeds. */
export const scriptTag = (publicUrl: string, siteKey: string): string =>
  `<script defer src="${publicUrl}/hw.js" data-site="${siteKey}"></script>`;

/** What this process alone knows: when a bot last asked it for work, in epoch milliseconds, and whom it turned away. */
type Seen = { slackSeenAt: number | null; refused: readonly Refusal[] };

/** What the status page shows. */
export async function readStatus(
  { db, clock, publicUrl }: Pick<Deps, 'db' | 'clock' | 'publicUrl'>,
  { slackSeenAt, refused }: Seen,
): Promise<Status> {
  const sites = await listSites(db);
  const deliveries = await countDeliveries(db);
  const problems = await readSlackProblems(db, clock.now());
  return {
    sites: sites.map(({ key, name, origins, firstHitAt }) => ({
      key,
      name,
      origins,
      scriptTag: scriptTag(publicUrl, key),
      firstHitAt: isoTime(firstHitAt),
    })),
    deliveries: { ...deliveries, oldestWaitingAt: isoTime(deliveries.oldestWaitingAt) },
    rebuild: await readRebuild(db),
    slack: { lastSeenAt: isoTime(slackSeenAt), problems },
    warnings: [
      ...refused.map(inWords),
      ...problems.map(({ words }) => words),
      ...warningsFor(deliveries, slackSeenAt, clock.now()),
      ...(await warningsInWords(db)),
    ],
  };
}

const inWords = ({ site, name, origin, times }: Refusal): string =>
  `${origin} was refused ${times === 1 ? 'once' : `${times} times`}: ${name} does not name it. If it is yours: npx headwater site origin ${site} ${origin}`;

function warningsFor(
  { waiting, oldestWaitingAt, dead }: DeliveryCounts,
  slackSeenAt: number | null,
  nowMs: number,
): string[] {
  const warnings: string[] = [];
  if (dead > 0)
    warnings.push(
      `${dead} Slack ${dead === 1 ? 'message was' : 'messages were'} given up after a day of attempts.`,
    );
  if (waiting === 0) return warnings;
  if (slackSeenAt === null) warnings.push('Slack is not connected: alerts wait here until it is.');
  else if (nowMs - (oldestWaitingAt ?? nowMs) > HOUR_MS)
    warnings.push('An alert has been waiting for more than an hour.');
  return warnings;
}

/** For the metrics: how much is owed to Slack. */
export const readDeliveryCounts = (db: Deps['db']): Promise<DeliveryCounts> => countDeliveries(db);
