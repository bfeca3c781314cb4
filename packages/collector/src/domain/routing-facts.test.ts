import { describe, expect, it } from 'vitest';
import type { Source } from '@headwater/contract';
import { unknownSource } from './journey.ts';
import { factsOf, leastOf, type Said } from './routing-facts.ts';
import type { Submission } from './submission.ts';

const lead = {
  originalSource: { ...unknownSource, channel: 'Webinar', family: 'event' as const },
  temperature: 'warm' as const,
  score: 30,
  country: 'DE',
  segment: null,
  account: 'firma.de',
};
const account = { accountOwner: null, existingCustomer: false };

const form = (fields: Record<string, string>, more: object = {}): Submission => ({
  id: 'one',
  receivedAt: 0,
  via: 'form',
  submission: { email: 'eva@firma.de', name: 'Eva', company: 'Firma', fields, flags: [], ...more },
});
const touch = (url: string, resolved: Partial<Source> = {}): Said['touches'][number] => ({
  body: { url },
  resolved: { ...unknownSource, ...resolved },
});
const facts = (said: Partial<Said>) => factsOf(lead, account, { submissions: [], touches: [], ...said });

describe('what a form says', () => {
  it.each([
    [{ 'Company size': '51-200' }, { companySize: 51 }],
    [{ teamSize: '1,000+ employees' }, { companySize: 1000 }],
    [{ Unternehmensgröße: '11–50 Mitarbeiter' }, { companySize: 11 }],
    [{ Branche: 'Maschinenbau' }, { industry: 'Maschinenbau' }],
    [{ 'Preferred language *': 'Deutsch' }, { language: 'de' }],
    [{ lang: 'pt-BR' }, { language: 'pt' }],
    [{ product_interest: 'Data migration' }, { specialisation: 'Data migration' }],
    [{ webinar: 'Pipelines in May' }, { eventSession: 'Pipelines in May' }],
    [{ 'Company size': '  ' }, { companySize: null }],
    [{ 'Company size': 'just me' }, { companySize: null }],
    [{ constructor: 'x', toString: 'y' }, { industry: null }],
    [{ utm_product: 'Ads' }, { specialisation: null }],
  ])('%j means %j', (fields, meant) => {
    expect(facts({ submissions: [form(fields)] })).toMatchObject(meant);
  });

  it('is the newest word, and an earlier form fills in what it leaves out', () => {
    const submissions = [form({ industry: 'Retail', 'team size': '5' }), form({ industry: 'Software' })];
    expect(facts({ submissions })).toMatchObject({ industry: 'Software', companySize: 5 });
  });

  it('comes before what the address says', () => {
    const touches = [touch('https://acme.com/?lang=fr&industry=Retail#top')];
    expect(facts({ touches })).toMatchObject({ language: 'fr', industry: 'Retail' });
    expect(facts({ touches, submissions: [form({ language: 'Italian' })] }).language).toBe('it');
  });
});

describe('the session', () => {
  it('is the campaign of the newest webinar or event, where no form names it', () => {
    const event = { family: 'event' as const, source: 'webinar' };
    const touches = [
      touch('', { ...event, campaign: 'March' }),
      touch('', { ...event, campaign: 'May' }),
      touch('', { family: 'paid', campaign: 'Ads' }),
    ];
    expect(facts({ touches }).eventSession).toBe('May');
    expect(facts({ touches: [touch('', event)] }).eventSession).toBe('webinar');
    expect(facts({ touches: [touch('', { campaign: 'Ads' })] }).eventSession).toBeNull();
    const named = { ...touch('', { ...event, campaign: 'May' }), body: { session: 'Pipelines' } };
    expect(facts({ touches: [named] }).eventSession).toBe('Pipelines');
  });
});

describe('leastOf', () => {
  it.each([
    ['50', 50],
    ['51-200', 51],
    ['1.000 – 5.000', 1000],
    ['5k+', 5000],
    ['more than 250', 250],
    ['< 10', 1],
    ['under 10', 1],
    ['bis 10', 1],
    ['0', 0],
    ['99999999999999999999', 10_000_000],
    ['many', null],
    ['1'.repeat(5000), 10_000_000],
  ])('reads %s as %s', (text, least) => {
    expect(leastOf(text)).toBe(least);
  });
});
