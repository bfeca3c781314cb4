import {
  leadSubmission,
  enteredLead,
  leadEntered,
  submissionReceived,
  MAX_LEAD_BYTES,
} from '@headwater/contract';
import { getTimezone } from 'countries-and-timezones';
import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import { z } from 'zod';
import type { Deps } from '../actions/deps.ts';
import { enterLead } from '../actions/enterLead.ts';
import { allowsOrigin } from '../actions/siteDirectory.ts';
import { submitLead } from '../actions/submitLead.ts';
import { orUnavailable } from '../actions/unavailable.ts';
import type { Site } from '../storage/sites.ts';
import type { Allow, Authorised } from './auth.ts';
import { readForm, readJson } from './body.ts';
import { createBotDetector } from './bots.ts';
import { idempotencyKey } from './idempotencyKey.ts';
import { asProblem, parsed, wrongField } from './errors.ts';
import { readLeadForm, readSubmission, siteIn } from './leadForm.ts';
import type { Metrics } from './metrics.ts';
import { answers, keyNeeded, problems, sends } from './openapi.ts';
import type { PublicDoor } from './publicDoor.ts';
import { formProblem, thankYou } from './thanks.ts';

type Submitting = { deps: Deps; door: PublicDoor; metrics: Metrics; allow: Allow };

/** What is known of a form besides what it says. `isNative`: posted by the form itself. */
type Arrival = { country: string | null; isNative: boolean };

/** `POST /v1/leads`: from a website with its site key, or entered by hand with a bearer key. */
export function submitRoutes({ deps, door, metrics, allow }: Submitting) {
  const isBot = createBotDetector();

  const submit = async (c: Context, body: unknown, { country, isNative }: Arrival) => {
    // Sorting fields is work, which only those get done who may come in.
    const site = await door.enter(c, siteIn(body));
    const form = readSubmission(body);
    const flags = isBot(c.req.header('user-agent')) ? ['bot'] : [];
    const from = country ?? countryOfTimeZone(form.timeZone) ?? form.country;
    const page = c.req.header('Referer');
    const native = isNative && form.submission === undefined;
    const lead = { ...form, flags, page, native, ...(from !== undefined && { country: from }) };
    const { outcome, submission } = await orUnavailable(submitLead(deps, lead));
    metrics.countLead(outcome);
    return { site, outcome, submission, visitor: form.visitor };
  };

  const fromScript = async (c: Context): Promise<Response> => {
    const { country } = await door.limitAddress(c);
    const { outcome, submission, visitor } = await submit(c, await readJson(c, MAX_LEAD_BYTES), {
      country,
      isNative: false,
    });
    const headers = door.renewal(c, visitor);
    return c.json({ submission, status: 'received' as const }, outcome === 'duplicate' ? 200 : 201, headers);
  };

  const fromForm = async (c: Context): Promise<Response> => {
    const { country } = await door.limitAddress(c);
    const { body, redirect } = readLeadForm(c, await readForm(c, MAX_LEAD_BYTES));
    const { site } = await submit(c, body, { country, isNative: true });
    const landing = safeLanding(site, redirect);
    return landing === null ? thankYou(c) : c.redirect(landing, 303);
  };

  const byHand = async (c: Context<Authorised>): Promise<Response> => {
    const entered = parsed(enteredLead, await readJson(c, MAX_LEAD_BYTES));
    const submission = entered.submission ?? idempotencyKey(c);
    const taken = await orUnavailable(enterLead(deps, { ...entered, submission }));
    if (taken.outcome === 'in_future') throw wrongField(taken.path, 'is in the future');
    if (taken.outcome === 'no_source')
      throw wrongField('source', 'names no source: say where the lead comes from');
    const { leadId, isNew } = taken;
    metrics.countLead('entered');
    return c.json({ leadId, status: isNew ? ('created' as const) : ('merged' as const) }, isNew ? 201 : 200);
  };

  const isForm = (c: Context): boolean =>
    /^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(c.req.header('content-type') ?? '');

  const answerForm = async (c: Context): Promise<Response> => {
    try {
      return await fromForm(c);
    } catch (error) {
      const problem = asProblem(error);
      if (problem && c.req.header('accept')?.includes('text/html')) return formProblem(c, problem);
      throw error;
    }
  };

  return new Hono<Authorised>().post(
    '/v1/leads',
    describeRoute({
      summary: 'Submit a lead from a website, or enter one by hand with a key',
      tags: ['Public', 'Leads'],
      security: [{}, ...keyNeeded],
      requestBody: sends(z.union([leadSubmission, enteredLead]), [
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
      ]),
      responses: {
        200: answers('The same submission was received before, or the lead was known', submissionReceived),
        201: answers('Received', z.union([submissionReceived, leadEntered])),
        303: { description: 'A form without JavaScript lands on its redirect' },
        ...problems(400, 403, 413, 422, 429, 503),
      },
    }),
    async (c, next) => {
      if (c.req.header('Authorization') !== undefined) return allow('sales')(c, next);
      return isForm(c) ? answerForm(c) : fromScript(c);
    },
    byHand,
  );
}

/** A page of the site itself, or null: a form must not send its visitors anywhere else. */
function safeLanding(site: Site, redirect: string | null): string | null {
  if (redirect === null || !URL.canParse(redirect)) return null;
  const url = new URL(redirect);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && allowsOrigin(site, url.origin) ? url.href : null;
}

function countryOfTimeZone(timeZone: string | undefined): string | undefined {
  // the package looks names up in plain objects: `constructor` would be one
  return timeZone?.includes('/') ? getTimezone(timeZone)?.countries[0] : undefined;
}
