import { randomFillSync } from 'node:crypto';

/** A browser as most visitors have it. */
export const userAgent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** The page that reports, and the origin that its site allows. */
export const origin = 'https://www.example.com';

const random = Buffer.alloc(8 * 1024);
let used = random.length;
let counter = 0;

/** A UUIDv7 as browsers make them: milliseconds first, so that ids sort by time. */
export function timeOrderedId(nowMs = Date.now()): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  counter = (counter + 1) & 0xfff;
  const time = nowMs.toString(16).padStart(12, '0');
  const order = counter.toString(16).padStart(3, '0');
  const rest = random.toString('hex', used, (used += 8));
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-8${rest.slice(1, 4)}-${rest.slice(4)}`;
}

export type Report = { ids: string[]; body: string };

/** What a browser posts to /v1/collect on a landing by a paid click: a new visitor, `count` new events. */
export function newReport(site: string, count = 1): Report {
  const nowMs = Date.now();
  const ids = Array.from({ length: count }, () => timeOrderedId(nowMs));
  const events = ids.map((id, index) => (index === 0 ? touch(id, nowMs) : page(id, nowMs + index)));
  const body = JSON.stringify({ site, visitor: timeOrderedId(nowMs), sentAt: nowMs, events });
  return { ids, body };
}

const touch = (id: string, at: number) => ({
  id,
  kind: 'touch',
  at,
  url: `${origin}/pricing?utm_source=LinkedIn%20Ads&utm_medium=cpc&utm_campaign=q1-launch&li_fat_id=0a1b2c3d`,
  referrer: 'https://www.linkedin.com/',
  utm: { source: 'LinkedIn Ads', medium: 'cpc', campaign: 'q1-launch' },
  click: { li_fat_id: '0a1b2c3d' },
});

const page = (id: string, at: number) => ({
  id,
  kind: 'page',
  at,
  url: `${origin}/product`,
  title: 'What it does',
});

/** What a form posts to /v1/leads, with one touch that the browser remembers. */
export function newLead(site: string): Report {
  const nowMs = Date.now();
  const id = timeOrderedId(nowMs);
  const submission = timeOrderedId(nowMs);
  const body = JSON.stringify({
    site,
    submission,
    visitor: timeOrderedId(nowMs),
    email: `eva@firma-${submission.slice(-12)}.de`,
    name: 'Eva Beispiel',
    company: 'Firma GmbH',
    message: 'We would like to see a demo',
    form: { id: 'demo', name: 'Request a demo', url: `${origin}/demo` },
    touches: [touch(id, nowMs)],
  });
  return { ids: [id], body };
}
