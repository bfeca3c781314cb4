import type { Source } from '../../packages/contract/src/index.ts';
import { defaultSettings } from '../../packages/collector/src/domain/defaults.ts';
import { resolveTouch } from '../../packages/collector/src/domain/source.ts';
import type { LeadId } from '../../packages/collector/src/ids.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A Monday; journeys begin within the eight months after it. */
const FIRST_DAY = Date.parse('2025-06-02T00:00:00Z');
const MONTHS = 8 * 30 * DAY;

export type MadeTouch = { id: string; at: number; body: { url: string; utm?: object }; resolved: Source };
export type MadeLead = {
  n: number;
  id: LeadId;
  visitor: string;
  email: string;
  country: string;
  fields: Record<string, string>;
  createdAt: number;
  touches: MadeTouch[];
  stages: { stage: 'mql' | 'sql' | 'opportunity' | 'customer'; at: number }[];
  /** In cents, of customers. */
  revenue: { amount: number; currency: string } | null;
};

/** How often each is seen, and how much likelier than others its leads become customers. */
const campaigns = [
  { utm: null, often: 22, wins: 1 },
  { utm: { source: 'google', medium: 'cpc' }, often: 18, wins: 0.8 },
  { utm: { source: 'google', medium: 'organic' }, often: 16, wins: 1.2 },
  { utm: { source: 'linkedin', medium: 'paid_social' }, often: 10, wins: 0.9 },
  { utm: { source: 'linkedin', medium: 'social' }, often: 7, wins: 1 },
  { utm: { source: 'newsletter', medium: 'email' }, often: 9, wins: 1.4 },
  { utm: { source: 'bing', medium: 'cpc' }, often: 4, wins: 0.7 },
  { utm: { source: 'capterra', medium: 'referral' }, often: 4, wins: 1.6 },
  { utm: { source: 'facebook', medium: 'paid_social' }, often: 4, wins: 0.5 },
  { utm: { source: 'youtube', medium: 'video' }, often: 3, wins: 0.8 },
  { utm: { source: 'partner-portal', medium: 'affiliate' }, often: 2, wins: 1.5 },
  { utm: { source: 'podcast', medium: 'audio' }, often: 1, wins: 1.8 },
];
const countries = ['DE', 'AT', 'CH', 'FR', 'SE', 'US', 'GB', 'NL'];
const industries = ['Software', 'Manufacturing', 'Finance', 'Retail', 'Health'];
const sizes = ['1-10', '11-50', '51-200', '201-1000', '1001+'];
const rules = { ...defaultSettings.sources, codes: new Map<string, 'customer'>() };

/** Numbers from 0 up to 1, the same for the same seed: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Leads with their journeys: ten touches on average, geometrically distributed, days apart, fewer at weekends; half of
 * the visits by the source of the one before. One in ten becomes a customer.
 */
export function* makeLeads(count: number, seed = 5): Generator<MadeLead> {
  const random = seeded(seed);
  const known = new Map<string, { body: MadeTouch['body']; resolved: Source }>();
  for (let n = 0; n < count; n += 1) {
    const length = Math.min(200, 1 + Math.floor(Math.log(1 - random()) / Math.log(0.9)));
    const visits = makeVisits(random, length);
    const touches = visits.map(({ at, place, campaign }, index) => {
      const found = describe(known, place, campaign);
      return { id: idAt(at, n, index), at, ...found };
    });
    const created =
      touches[Math.min(length - 1, Math.floor(random() * length + length / 3))]!.at + 5 * 60_000;
    const luck = visits.reduce((best, { place }) => Math.max(best, campaigns[place]!.wins), 0);
    yield {
      n,
      id: `lead_${created.toString(16).padStart(12, '0')}7${n.toString(16).padStart(19, '0')}` as LeadId,
      visitor: idAt(FIRST_DAY, n, 4095),
      email: random() < 0.3 ? `person${n}@gmail.com` : `person${n}@firm${Math.floor(n / 2)}.de`,
      country: pick(countries, random),
      fields: { companySize: pick(sizes, random), industry: pick(industries, random) },
      createdAt: created,
      touches,
      ...makeCourse(random, created, luck),
    };
  }
}

type Visit = { at: number; place: number; campaign: number };

function makeVisits(random: () => number, length: number): Visit[] {
  const visits: Visit[] = [];
  let at = FIRST_DAY + Math.floor(random() * MONTHS);
  for (let index = 0; index < length; index += 1) {
    const before = visits.at(-1);
    const again = before !== undefined && random() < 0.5;
    const place = again ? before.place : pickPlace(random());
    visits.push({ at, place, campaign: again ? before.campaign : Math.floor(random() * 12) });
    at = workday(at + Math.ceil(-Math.log(1 - random()) * 6 * DAY), random);
  }
  return visits;
}

/** At weekends a third of the visits; the others come on Monday. */
function workday(at: number, random: () => number): number {
  const weekday = Math.floor((at - FIRST_DAY) / DAY) % 7;
  return weekday < 5 || random() < 0.33 ? at : at + (7 - weekday) * DAY;
}

function pickPlace(luck: number): number {
  let left = luck * campaigns.reduce((sum, { often }) => sum + often, 0);
  for (const [place, { often }] of campaigns.entries()) {
    left -= often;
    if (left < 0) return place;
  }
  return 0;
}

const pick = <Value>(values: readonly Value[], random: () => number): Value =>
  values[Math.floor(random() * values.length)]!;

/** As a browser reports it, and what that means. */
function describe(
  known: Map<string, { body: MadeTouch['body']; resolved: Source }>,
  place: number,
  campaign: number,
) {
  const key = `${place} ${campaign}`;
  const before = known.get(key);
  if (before) return before;
  const { utm } = campaigns[place]!;
  const url = 'https://www.example.com/pricing';
  const body = utm === null ? { url } : { url, utm: { ...utm, campaign: `campaign-${campaign}` } };
  const { resolved } = resolveTouch({ kind: 'touch', ...body }, rules);
  known.set(key, { body, resolved });
  return { body, resolved };
}

function makeCourse(
  random: () => number,
  created: number,
  luck: number,
): Pick<MadeLead, 'stages' | 'revenue'> {
  const stages: MadeLead['stages'] = [];
  let at = created;
  for (const [stage, share] of [
    ['mql', 0.6],
    ['sql', 0.55],
    ['opportunity', 0.6],
    ['customer', 0.42],
  ] as const) {
    if (random() > share * Math.sqrt(Math.sqrt(luck))) return { stages, revenue: null };
    at += HOUR + Math.ceil(-Math.log(1 - random()) * 9 * DAY);
    stages.push({ stage, at });
  }
  const amount = Math.round(100_000 * Math.exp(2 * random() + 1));
  return { stages, revenue: { amount, currency: random() < 0.03 ? 'USD' : 'EUR' } };
}

/** A UUIDv7 of that moment. */
function idAt(at: number, n: number, index: number): string {
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${index.toString(16).padStart(3, '0')}-8000-${n.toString(16).padStart(12, '0')}`;
}
