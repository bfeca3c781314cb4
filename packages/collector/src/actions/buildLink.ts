import type { BuiltLink, LinkRequest } from '@headwater/contract';
import { buildLink, type FieldProblem } from '../domain/linkBuilder.ts';
import { probablyMeans } from '../domain/proposals.ts';
import type { Db } from '../storage/dialect.ts';
import { classifySource } from './classifySource.ts';
import { sourceRules } from './readJourney.ts';
import { settingsValue } from './settings.ts';

export type LinkAnswer =
  | { outcome: 'built'; link: BuiltLink }
  | { outcome: 'refused'; errors: FieldProblem[] };

/** Builds a link by the convention in force and says what it will count as. Stores nothing. */
export async function makeLink(db: Db, request: LinkRequest): Promise<LinkAnswer> {
  const rules = await sourceRules(db, []);
  const built = buildLink(request, { links: await settingsValue(db, 'links'), rules });
  if (built.outcome === 'refused') return built;
  const { url, tags, changed, warnings } = built;
  const { channel, family, rule } = await classifySource(db, { url });
  const means = probablyMeans(tags.source ?? '', rules.aliases);
  const doubt = means === null ? [] : [`Nobody knows ${tags.source}. Did you mean ${means}?`];
  const { source = '', medium = '', campaign = null, content = null, term = null } = tags;
  const link = { url, source, medium, campaign, content, term, channel, family, rule, changed };
  return { outcome: 'built', link: { ...link, warnings: [...warnings, ...doubt] } };
}
