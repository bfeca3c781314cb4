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
    throw new ConfigError(
      `${answer.origin} is not an origin such as https://www.example.com or https://*.example.com`,
    );
  }
  process.stdout.write(`${scriptTag(config.publicUrl, answer.key)}\n${pinnedTag(config, answer.key)}`);
}

function pinnedTag({ publicUrl }: Config, siteKey: string): string {
  const attributes = pinnedAttributes(publicUrl);
  if (attributes === null) return '';
  return `
Or, with Subresource Integrity, exactly this version; paste it anew after each upgrade:
<script defer ${attributes} data-site="${siteKey}"></script>
`;
}
