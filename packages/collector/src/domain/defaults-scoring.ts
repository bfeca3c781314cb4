import type { ScoreRule, ScoringSettings } from '@headwater/contract';

/**
 * Which words tell what was asked for. Rules of one kind of act stand in order: `Download our pricing guide` is
 * a download, not a request. A page in the group `requests` is a pricing page: it counts as high intent once it
 * was seen `pricingViews` times; read for two minutes it counts once more. Reading and newsletters stay cold by themselves: their cap does not reach warm.
 */
const support = 'support, ticket, help desk, helpdesk, career, job, bewerbung, unsubscribe';
const downloads =
  'whitepaper, white paper, ebook, e book, guide, report, checklist, template, download, downloaded, case study, ' +
  'case studies, playbook, brochure, datasheet, data sheet, leitfaden, studie, checkliste, vorlage, broschüre';
const gatherings = 'webinar, workshop, summit, conference, event, konferenz, veranstaltung';
const demos = 'demo, demoform, demorequest, demoanfrage, product tour, walkthrough, vorführung';
const trials = 'trial, freetrial, testzugang, probezugang';
const quotes =
  'quote, quotation, pricing, price, proposal, rfp, preis, preise, preisanfrage, angebot, offerte';
const newsletters = 'newsletter, subscribe, mailing list';
const contacts =
  'contact, contactform, contactus, get in touch, talk to us, sales, inquiry, enquiry, callback, call back, ' +
  'book a call, meeting, appointment, consultation, kontakt, kontaktformular, anfrage, beratung, rückruf, ' +
  'termin, message';
const answers =
  'reply, replied, meeting, appointment, call booked, book call, demo booked, demo request, demo requested, ' +
  'book demo, request demo, quote request, request quote, trial started, start trial';
const articles = 'blog, article, news, docs, help, career, job, legal';
const prices = 'pricing, price, plan, preis, preise, tarif, tarife';
const attended = 'webinar, trade show, workshop, networking, virtual summit, launch event';

const rules: ScoreRule[] = [
  rule('Support or job application', 'form', 'events', 0, 30, support),
  rule('Download', 'form', 'downloads', 20, 30, downloads),
  rule('Webinar or event registration', 'form', 'events', 25, 30, gatherings),
  rule('Demo request', 'form', 'requests', 50, 30, demos),
  rule('Trial request', 'form', 'requests', 50, 30, trials),
  rule('Quote or price request', 'form', 'requests', 50, 30, quotes),
  rule('Newsletter sign-up', 'form', 'pages', 3, 30, newsletters),
  rule('Contact request', 'form', 'requests', 45, 30, contacts),
  rule('Other form', 'form', 'events', 20, 30),

  rule('Reply or meeting', 'event', 'requests', 45, 30, answers),
  rule('Download', 'event', 'downloads', 15, 30, downloads),
  rule('Other event', 'event', 'pages', 1, 14),

  rule('Reading', 'page', 'pages', 1, 14, articles),
  rule('Pricing page', 'page', 'requests', 10, 14, prices),
  rule('Product page', 'page', 'pages', 2, 14, 'product, feature, integration, case study, customer, demo'),
  rule('Other page', 'page', 'pages', 1, 14),
  { ...rule('Long reading', 'page', 'pages', 2, 14, articles), minVisibleSeconds: 120 },
  { ...rule('Pricing page read', 'page', 'requests', 15, 14, prices), minVisibleSeconds: 120 },

  rule('Introduction', 'touch', 'requests', 40, 30, 'introduction'),
  rule('Referral', 'touch', 'referrals', 30, 60, 'employee referral, customer referral, partner'),
  rule('Demo held', 'touch', 'requests', 45, 30, 'demo'),
  rule('Event attended', 'touch', 'events', 25, 30, attended),
  rule('Content download', 'touch', 'downloads', 20, 30, 'content, content download'),
  rule('Newsletter or podcast', 'touch', 'pages', 3, 30, 'newsletter, podcast'),
];

/** The default rule set: a demo request is hot at once, downloads alone are never more than warm. */
export const defaultScoring: ScoringSettings = {
  rules,
  caps: { pages: 10, downloads: 30, events: 40, requests: 80, referrals: 40 },
  neutralFit: 10,
  warmFrom: 25,
  hotFrom: 50,
  hotWithinHours: 24,
  pricingViews: 3,
};

function rule(
  name: string,
  on: ScoreRule['on'],
  group: ScoreRule['group'],
  points: number,
  halfLifeDays: number,
  words?: string,
): ScoreRule {
  return { name, on, group, points, halfLifeDays, ...(words && { words: words.split(', ') }) };
}
