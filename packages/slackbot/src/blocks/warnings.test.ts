import { expect, it } from 'vitest';
import type { WarningTold } from '@headwater/contract';
import { warningsMessage } from './warnings.ts';

const dashboard = 'https://leads.acme.test/';
const warning = (what: string): WarningTold => ({
  kind: 'concentration',
  subject: 'x',
  what,
  means: `${what} means`,
  numbers: { value: 50.1, threshold: 50, part: 501, whole: 1000, unit: 'deals' },
  report: '/v1/reports/audit?from=2026-01-01',
});

it('says what, what it means, and where the report is', () => {
  const { text, blocks } = warningsMessage({ warnings: [warning('Too much.')], dashboard });
  expect(text).toBe('A warning: Too much.');
  const address = 'https://leads.acme.test/#/reports/audit?from=2026-01-01';
  expect(JSON.stringify(blocks)).toContain(`<${address}|The report>`);
  expect(JSON.stringify(blocks)).toContain('Too much. means');
});

it('keeps within the limits of Slack and mentions nobody, whatever a source is called', () => {
  for (const what of [
    '<!channel> & <https://evil|x>',
    'a'.repeat(10_000),
    '👩‍👩‍👧‍👦'.repeat(2000),
    '\u202Eמקור'.repeat(500),
  ]) {
    const { text, blocks } = warningsMessage({
      warnings: Array.from({ length: 60 }, () => warning(what)),
      dashboard,
    });
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(text.length).toBeLessThan(3000);
    expect(text).not.toContain('<!channel>');
    const sections = blocks.flatMap((block) => (block.type === 'section' && block.text ? [block.text] : []));
    expect(sections).toHaveLength(20);
    for (const shown of sections) {
      expect(shown.type).toBe('plain_text');
      expect(shown.text.length).toBeLessThanOrEqual(3000);
    }
    expect(JSON.stringify(blocks.at(-1))).toContain('and 40 more');
  }
});
