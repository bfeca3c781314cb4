import type { ChannelSettings, DiversificationSettings, SourceSettings } from '@headwater/contract';
import { canonicalSource, isPlaceholder } from './naming.ts';
import type { SettingsError } from './settingsErrors.ts';

/** Said of what stands for a source that was not filled in: `(not set)`, `null`, `unknown`. */
export const namesNoSource = 'names no source';

/** An alias that leads to nothing would make sources unknown that are known. */
export const aliasErrors = ({ aliases }: SourceSettings): SettingsError[] =>
  Object.entries(aliases).flatMap(([spelling, name]) =>
    canonicalSource(name, aliases).source === null
      ? [{ path: `aliases.${spelling}`, message: namesNoSource }]
      : [],
  );

/** Leads of unknown source are in no tier. */
export const tierErrors = ({ tiers }: DiversificationSettings): SettingsError[] =>
  Object.keys(tiers).flatMap((source) =>
    isPlaceholder(source) ? [{ path: `tiers.${source}`, message: namesNoSource }] : [],
  );

/** What is unknown matches no rule, so one that asks for it would never decide. */
export const conditionErrors = ({ rules }: ChannelSettings): SettingsError[] =>
  rules.flatMap(({ when: { source = [] } }, index) =>
    [source].flat().some((pattern) => !pattern.includes('*') && isPlaceholder(pattern))
      ? [{ path: `rules[${index}].when.source`, message: namesNoSource }]
      : [],
  );
