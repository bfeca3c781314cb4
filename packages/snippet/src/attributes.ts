// oxlint-disable-next-line typescript/no-restricted-imports -- types only: what the package publishes
import type { InitOptions } from '../module/index.d.ts';
import type { Options } from './options.ts';

/** What the module is told, as a script tag would say it. An option that is off is an attribute left out. */
export function attributesOf(given: InitOptions): Partial<Options> {
  const written = Object.entries(given).flatMap(([name, value]) => {
    const text = attributeOf(name, value);
    return text === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(written) as Partial<Options>;
}

type Value = InitOptions[keyof InitOptions];

function attributeOf(name: string, value: Value): string | undefined {
  if (typeof value === 'object') return value.join();
  if (typeof value !== 'boolean') return value;
  // These two say whether; of the others the presence counts.
  if (name === 'spa' || name === 'hash') return value ? 'on' : 'off';
  return value ? '' : undefined;
}
