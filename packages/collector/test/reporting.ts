import { v7 } from 'uuid';
import { asAdmin, type Answer, type Ask } from './setup.ts';

let people = 0;

export type Told = {
  /** Offline touches: what is said of each, and when. */
  touches?: { at: number; kind?: string; source?: string; campaign?: string }[];
  /** When the lead was entered, by its source. */
  at?: number;
  stages?: { stage: string; at: number; value?: object; revenue?: object }[];
  source?: string;
  email?: string;
  country?: string;
  fields?: Record<string, string>;
};

/** Enters a lead by hand with its touches and stages, and answers its id. */
export async function enterLead(ask: Ask, { touches = [], stages = [], at, ...who }: Told): Promise<string> {
  people += 1;
  const { body } = await done(
    ask(
      'POST',
      '/v1/leads',
      {
        email: `reported${people}@company${people}.de`,
        source: 'linkedin',
        ...(at !== undefined && { at: new Date(at).toISOString() }),
        ...who,
      },
      asAdmin,
    ),
  );
  const path = `/v1/leads/${body.leadId}`;
  for (const { at: touchedAt, kind = 'webinar', ...source } of touches) {
    const touch = { eventId: v7(), kind, at: new Date(touchedAt).toISOString(), ...source };
    await done(ask('POST', `${path}/touches`, touch, asAdmin));
  }
  for (const { at: reachedAt, ...stage } of stages)
    await done(ask('POST', `${path}/stage`, { ...stage, at: new Date(reachedAt).toISOString() }, asAdmin));
  return body.leadId;
}

async function done(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** A report, with an admin's key unless another is given. */
export async function report(
  ask: Ask,
  path: string,
  headers: Record<string, string> = asAdmin,
): Promise<Answer> {
  return ask('GET', `/v1/reports/${path}`, undefined, headers);
}

/** Money in euros. */
export const euros = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });
