import { describe, expect, it } from 'vitest';
import { reportTable } from './report-table.ts';

describe('reportTable', () => {
  it('has a column for each value, nested ones by both names, and a dash where there is none', () => {
    const rows = [
      {
        key: 'google',
        leads: 1200,
        share: 1 / 3,
        stages: { mql: 7 },
        revenue: { amount: 150_050, currency: 'EUR' },
      },
      {
        key: 'x',
        leads: 1,
        share: null,
        stages: { mql: 0 },
        problems: ['a', { path: 'source', message: 'is missing' }],
      },
    ];
    const { columns, lines } = reportTable(rows);
    expect(columns).toEqual(['key', 'leads', 'share', 'stages mql', 'revenue', 'problems']);
    expect(lines).toEqual([
      ['google', '1,200', '0.333', '7', '€1,500.50', '–'],
      ['x', '1', '–', '0', '–', 'a, is missing'],
    ]);
  });

  it('says names and truths in words', () => {
    const { columns, lines } = reportTable([
      { pointsOff: 3, isOff: true, 'share in percent': 2 },
      { isOff: false },
    ]);
    expect(columns).toEqual(['points off', 'is off', 'share in percent']);
    expect(lines).toEqual([
      ['3', 'yes', '2'],
      ['–', 'no', '–'],
    ]);
  });

  it('of nothing is nothing', () => {
    expect(reportTable([])).toEqual({ columns: [], lines: [] });
  });
});
