import { addOrigins } from '../actions/addOrigins.ts';
import { addSite } from '../actions/addSite.ts';
import { scriptTag } from '../actions/readStatus.ts';
import { systemClock } from '../clock.ts';
import { ConfigError, type Config } from '../config.ts';
import { pinnedAttributes } from '../scripts.ts';
import { withDatabase } from './withDatabase.ts';

/** `site add`: prints the script tag to paste, and the one that is pinned to this version. */
export async function addSiteCommand(
  config: Config,
  site: { name: string; origins: string[]; filterBots: boolean },
): Promise<void> {
  const answer = await withDatabase(config, (db) => addSite({ db, clock: systemClock }, site));
  if (answer.outcome === 'invalid') {
    throw notAnOrigin(answer.origin);
  }
  process.stdout.write(`${scriptTag(config.publicUrl, answer.key)}\n${pinnedTag(config, answer.key)}`);
  if (URL.parse(config.publicUrl)?.hostname === 'localhost') process.stderr.write(localHint(config));
}

/** `site origin`: says which origins the site has now. */
export async function addOriginsCommand(config: Config, key: string, origins: string[]): Promise<void> {
  const answer = await withDatabase(config, (db) => addOrigins(db, key, origins));
  if (answer.outcome === 'invalid') throw notAnOrigin(answer.origin);
  if (answer.outcome === 'unknown') throw new ConfigError(`no site has the key ${key}`);
  process.stdout.write(`${answer.origins.join('\n')}\n`);
}

const notAnOrigin = (origin: string): ConfigError =>
  new ConfigError(`${origin} is not an origin such as https://www.example.com or https://*.example.com`);

const localHint = ({ publicUrl }: Config): string =>
  `\nOnly this machine sees ${publicUrl}: give this command the server's PUBLIC_URL (and PORT, DATABASE_URL) for a tag that others can use.\n`;

function pinnedTag({ publicUrl }: Config, siteKey: string): string {
  const attributes = pinnedAttributes(publicUrl);
  if (attributes === null) return '';
  return `
Or, with Subresource Integrity, exactly this version; paste it anew after each upgrade:
<script defer ${attributes} data-site="${siteKey}"></script>
`;
}
