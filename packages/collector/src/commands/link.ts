import { linkRequest } from '@headwater/contract';
import { makeLink } from '../actions/buildLink.ts';
import type { Config } from '../config.ts';
import { withDatabase } from './withDatabase.ts';

export type LinkWords = Record<'source' | 'medium' | 'campaign' | 'content' | 'term', string | undefined>;

/**
 * `link`: prints the link alone, what it counts as on the second stream; with `json` the whole answer. What breaks
 * the convention is named there too, and the process ends with 1.
 */
export async function linkCommand(
  config: Config,
  url: string,
  words: LinkWords,
  isJson: boolean,
): Promise<void> {
  const { source = '', medium = '', campaign, content, term } = words;
  const asked = linkRequest.safeParse({ url, source, medium, campaign, content, term });
  if (!asked.success)
    return refuse(asked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  const answer = await withDatabase(config, (db) => makeLink(db, asked.data));
  if (answer.outcome === 'refused') {
    if (isJson) process.stdout.write(`${JSON.stringify({ errors: answer.errors })}\n`);
    return refuse(answer.errors.map(({ path, message }) => `${path} ${message}`));
  }
  const { link } = answer;
  process.stdout.write(`${isJson ? JSON.stringify(link) : link.url}\n`);
  if (isJson) return;
  const changes = link.changed.map(({ path, from, to }) => `${path}: ${from} is written ${to}`);
  const lines = [`counts as ${link.channel}`, ...changes, ...link.warnings];
  process.stderr.write(`${lines.join('\n')}\n`);
}

function refuse(reasons: readonly string[]): void {
  process.stderr.write(`${reasons.map((reason) => `headwater: ${reason}`).join('\n')}\n`);
  process.exitCode = 1;
}
