import { createHash } from 'node:crypto';
import type { SlackProblem, SlackProblemReport } from '@headwater/contract';
import { isoTime } from '../domain/isoTime.ts';
import { isAboutToken, slackProblemInWords } from '../domain/slackProblem.ts';
import type { DeliveryId } from '../ids.ts';
import { insertDelivery } from '../storage/deliveries.ts';
import type { Db } from '../storage/dialect.ts';
import type { SlackProblemsTable } from '../storage/schema.ts';
import { forgetSlackProblems, noteSlackProblem, slackProblems } from '../storage/slackProblems.ts';
import type { Deps, InTransaction } from './deps.ts';
import { settingsValue } from './settings.ts';

/** Without this scope nobody can be written to, and so no admin. */
const DIRECT_MESSAGES = 'im:write';
/** What was not refused for so long is right by now; a token stays wrong until a bot was let in. */
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Slack refuses the app itself. The admin is told once a day and problem, where the bot can still write; while
 * it is the token that is refused, only the status page can say so.
 */
export async function reportSlackProblem(
  { db, clock, log, signals }: Deps,
  { error, about, method }: SlackProblemReport,
): Promise<void> {
  const nowMs = clock.now();
  await db.transaction().execute(async (trx) => {
    await noteSlackProblem(trx, { error, about, method: method ?? null }, nowMs);
    if (!isAboutToken(error)) await oweNotice({ trx, nowMs }, { error, about });
  });
  log.error({ error, about, method }, slackProblemInWords({ error, about }));
  signals.deliveries.ring();
}

/** A bot was let in by Slack: what is still wrong will be reported again. */
export async function slackLetsUsIn({ db }: Pick<Deps, 'db'>): Promise<void> {
  await forgetSlackProblems(db);
}

/** What Slack refuses at present, with what to do. */
export async function readSlackProblems(db: Db, nowMs: number): Promise<SlackProblem[]> {
  const known = await slackProblems(db);
  return known.filter(({ error, last_at }) => isAboutToken(error) || nowMs - last_at < DAY_MS).map(shown);
}

function shown({ error, about, first_at, last_at }: SlackProblemsTable): SlackProblem {
  const words = slackProblemInWords({ error, about });
  return { error, about, words, firstAt: isoTime(first_at), lastAt: isoTime(last_at) };
}

/** The id is made of the problem and the day, so that it is owed once. */
async function oweNotice(
  { trx, nowMs }: InTransaction,
  { error, about }: Pick<SlackProblem, 'error' | 'about'>,
): Promise<void> {
  const { fallback } = await settingsValue(trx, 'routing');
  const { admin = fallback.channel } = await settingsValue(trx, 'people');
  const channel = about === DIRECT_MESSAGES ? fallback.channel : admin;
  const day = isoTime(nowMs).slice(0, 10);
  const name = createHash('sha256').update(`problem ${error} ${about} ${day}`).digest('hex').slice(0, 32);
  const id = `del_${name}` as DeliveryId;
  const problem = shown({ error, about, method: null, first_at: nowMs, last_at: nowMs });
  await insertDelivery(trx, { id, kind: 'slack_notice', leadId: null, channel, payload: { problem } }, nowMs);
}
