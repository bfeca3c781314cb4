import { describe, expect, it } from 'vitest';
import { heardFromSource, namesTracked } from './heardFrom.ts';

const tracked = new Set(['acme-newsletter', 'g2.com']);
const read = (answer: string) => heardFromSource(answer, { 'our friend letter': 'acme-newsletter' }, tracked);

describe('what people say', () => {
  it.each([
    ['LinkedIn', 'linkedin'],
    ['linkedin ads', 'linkedin'],
    ['Saw a post on LinkedIn last week', 'linkedin'],
    ['google search', 'google'],
    ['through a Google search', 'google'],
    ['your webinar', 'webinar'],
    ['We met at a trade show in Berlin', 'trade-show'],
    ['a podcast', 'podcast'],
    ['podcasts!', 'podcast'],
    ['g2.com', 'g2.com'],
    ['found you on g2.com', 'g2.com'],
    ['OUR FRIEND LETTER', 'acme-newsletter'],
  ])('%s means %s', (answer, source) => {
    expect(read(answer)).toBe(source);
  });

  it.each([
    '',
    'n/a',
    'a colleague',
    'we spoke on the line',
    'in direct talk, on the medium term',
    '???',
    '🎉'.repeat(200),
  ])('%s names no source', (answer) => {
    expect(read(answer)).toBe(null);
  });

  it('agrees with what was tracked by source or by channel', () => {
    expect(namesTracked('google', { source: 'google', channel: 'Paid Search' })).toBe(true);
    expect(namesTracked('trade-show', { source: 'saas-berlin', channel: 'Trade Show' })).toBe(true);
    expect(namesTracked('google', { source: 'bing', channel: 'Paid Search' })).toBe(false);
  });
});
