import { z } from 'zod';
import { leadSubmission, type FormInput, type LeadSubmission } from '@headwater/contract';
import type { Context } from 'hono';
import { placeInputs } from '../actions/placeInputs.ts';
import { parsed } from './errors.ts';

/** A submission before its fields are sorted: whom it is about may stand in them. */
const unsorted = z.object(leadSubmission.shape);
const addressed = unsorted.pick({ site: true });

/** The key of the site that a body names; 422 where it names none. */
export function siteIn(body: unknown): string {
  return parsed(addressed, body).site;
}

/** The most fields that the contract takes. */
const MOST_INPUTS = 500;

/**
 * The submission that a body is, with what its unsorted fields say. 422 names each field that is wrong; whether
 * anything tells whom it is about is looked at after sorting.
 */
export function readSubmission(body: unknown): Omit<LeadSubmission, 'inputs'> {
  const { inputs, ...named } = parsed(unsorted, body);
  return parsed(leadSubmission, inputs === undefined ? named : placeInputs(named, inputs));
}

/** Fields of a native form that are not about a person, whatever their spelling. */
const known = new Map([
  ['site', 'site'],
  ['submission', 'submission'],
  ['visitor', 'visitor'],
  ['hwvisitor', 'visitor'],
  ['redirect', 'redirect'],
  ['form', 'form'],
  ['formid', 'formId'],
]);

const fold = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

/** What a form without JavaScript sent, in the shape of a JSON submission, and where it wants to land. */
export function readLeadForm(
  c: Context,
  fields: [string, string][],
): { body: unknown; redirect: string | null } {
  const about = new Map<string, string>();
  const inputs: FormInput[] = [];
  for (const [name, value] of fields) {
    const key = known.get(fold(name));
    if (key === undefined) inputs.push({ name, value });
    else if (value !== '' && !about.has(key)) about.set(key, value);
  }
  const [site, submission] = ['site', 'submission'].map((key) => about.get(key));
  // a hidden field that was filled wrongly is nothing that its sender could mend
  const visitor = leadSubmission.shape.visitor.safeParse(about.get('visitor')).data;
  const form = { url: c.req.header('Referer'), name: about.get('form'), id: about.get('formId') };
  const redirect = about.get('redirect') ?? null;
  return { body: { site, submission, visitor, form, inputs: inputs.slice(0, MOST_INPUTS) }, redirect };
}
