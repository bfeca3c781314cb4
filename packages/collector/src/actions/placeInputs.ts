import type { FormInput, LeadSubmission } from '@headwater/contract';
import { sortInputs } from '../domain/formInputs.ts';

type Named = Omit<LeadSubmission, 'inputs'>;

/**
 * A submission with its unsorted fields in their places. What it named itself stands; a field that says
 * something else is kept among the others, under the name of the part.
 */
export function placeInputs(named: Named, inputs: readonly FormInput[]): Named {
  const { fields, ...sorted } = sortInputs(inputs);
  const said = new Map<string, unknown>(Object.entries(named));
  const isDisplaced = (part: string, value: string) => said.has(part) && said.get(part) !== value;
  const displaced = Object.entries(sorted).flatMap(([part, value = '']) =>
    isDisplaced(part, value) ? [[part, value] as const] : [],
  );
  return { ...sorted, ...named, fields: { ...Object.fromEntries(displaced), ...fields, ...named.fields } };
}
