import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journeyRow, populate } from '../../../bench/report/populate.ts';
import { makeLeads } from '../../../bench/report/generate.ts';
import { updateLead } from '../src/actions/refreshLead.ts';
import { report } from './reporting.ts';
import { startCollector, type TestCollector } from './setup.ts';
import { plainTotals, type Totals } from './yardstick.ts';

let collector: TestCollector;
const COUNT = 600;

beforeAll(async () => {
  collector = await startCollector();
  await populate(collector.db, COUNT, 'acme');
});
afterAll(() => collector.stop());

async function totals(path: string, value: string): Promise<Totals> {
  const { body } = await report(collector.ask, path);
  return Object.fromEntries(
    body.rows.map((row: Record<string, number | string>) => [row['key'], row[value]]),
  );
}

describe('the totals of reports', () => {
  it('are those of plain SQL over what was stored', async () => {
    const plain = await plainTotals(collector.db, collector.databaseUrl);
    expect(Object.keys(plain.leadsByOriginal).length).toBeGreaterThan(5);
    expect(await totals('attribution?model=last&groupBy=source', 'conversions')).toEqual(
      plain.customersByLast,
    );
    expect(await totals('attribution?model=first&stage=lead&groupBy=source', 'conversions')).toEqual(
      plain.leadsByFirst,
    );
    expect(await totals('sources', 'leads')).toEqual(plain.leadsByOriginal);
  });

  it('come from rows that are made anew as they were', async () => {
    const { db, clock } = collector;
    for (const lead of [...makeLeads(COUNT)].slice(0, 40)) {
      await db.transaction().execute((trx) => updateLead({ trx, nowMs: clock.now() }, lead.id));
      const query = db.selectFrom('journeys').select(['lead_id', 'touches', 'course']);
      expect(await query.where('lead_id', '=', lead.id).executeTakeFirst()).toEqual(journeyRow(lead, 'acme'));
    }
  });
});
