import { addSite } from '../actions/addSite.ts';
import { scriptTag } from '../actions/readStatus.ts';
import { systemClock } from '../clock.ts';
import { ConfigError, type Config } from '../config.ts';
import { withDatabase } from './withDatabase.ts';

/** `site add`: prints the script tag to paste. */
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
  process.stdout.write(`${scriptTag(config.publicUrl, answer.key)}\n`);
}
