import { afterAll, beforeAll, expect, it } from 'vitest';
import { asAdmin, startCollector, type Answer, type TestCollector } from './setup.ts';

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

const send = (kind: string, lines: readonly string[], options = ''): Promise<Answer> =>
  collector.ask('POST', `/v1/import/${kind}${options}`, lines.join('\n'), {
    ...asAdmin,
    'Content-Type': 'text/csv',
  });
const outcome = ({ status, body }: Answer) => [status, body.imported, body.unchanged, body.bad];

const tables = ['leads', 'submissions', 'events', 'stage_changes', 'spend', 'impressions', 'timers'] as const;
const counts = async () =>
  Promise.all(
    tables.map(async (table) => {
      const query = collector.db.selectFrom(table).select((row) => row.fn.countAll().as('count'));
      return [table, Number((await query.executeTakeFirstOrThrow()).count)];
    }),
  );

/** More rows than are stored in one transaction, of which the last says what the first does. */
const people = Array.from({ length: 600 }, (_, n) => `dry${n}@dry${n}.de`);
const repeated = (lines: string[]): string[] => [...lines, lines[0] ?? ''];

/** The first file of a kind, and one that has some of its rows and new ones. */
const files: [kind: string, header: string, first: string[], second: string[]][] = [
  [
    'leads',
    'email,source,created_at',
    repeated(people.slice(0, 550).map((email) => `${email},podcast,2025-06-01`)),
    people.slice(540).map((email) => `${email},podcast,2025-06-01`),
  ],
  [
    'touches',
    'email,kind,at',
    repeated(people.map((email) => `${email},webinar,2025-07-01`)),
    people.slice(0, 9).map((email, n) => `${email},webinar,2025-07-0${1 + (n % 2)}`),
  ],
  [
    'stages',
    'email,stage,at',
    repeated(people.map((email) => `${email},mql,2025-07-01`)),
    people.slice(0, 9).map((email, n) => `${email},${n % 2 === 0 ? 'mql' : 'sql'},2025-07-01`),
  ],
  [
    'spend',
    'month,source,kind,amount,currency',
    ['2026-01,google,ads,10.00,EUR', '2026-01,podcast,ads,5.00,EUR', '2026-01,webinar,ads,0,EUR'],
    ['2026-01,google,ads,10.00,EUR', '2026-01,podcast,ads,0,EUR', '2026-02,podcast,ads,7.00,EUR'],
  ],
  [
    'impressions',
    'period,source,count',
    ['2026-01,google,1000', '2026-01,podcast,0'],
    ['2026-01,google,1001', '2026-02,google,1000', '2026-01,podcast,0'],
  ],
];

it.each(files)(
  'a dry run of %s says what the run then does, and stores nothing',
  async (kind, header, ...all) => {
    for (const lines of all) {
      const before = await counts();
      const dry = await send(kind, [header, ...lines], '?dryRun=true');
      expect(await counts()).toEqual(before);
      const run = await send(kind, [header, ...lines]);
      expect(run.status).toBe(200);
      expect(outcome(dry)).toEqual(outcome(run));
      expect(run.body.imported).toBeGreaterThan(0);
      expect(run.body.unchanged).toBeGreaterThan(0);
      const again = await send(kind, [header, ...lines], '?dryRun=true');
      expect(outcome(again)).toEqual([200, 0, lines.length, 0]);
    }
  },
);

it('counts what would become of the good rows of a file that has bad ones', async () => {
  const file = ['email,source', 'new-one@dry.de,podcast', ',podcast', `new-two@dry.de,podcast`];
  expect(outcome(await send('leads', file, '?dryRun=true'))).toEqual([200, 2, 0, 1]);
  expect(outcome(await send('leads', file, '?skipBad=true'))).toEqual([200, 2, 0, 1]);
});

it('knows what was told of a lead before it became part of another', async () => {
  const event = ['email,stage,at,event_id', 'joined@dry.de,sql,2026-01-05,crm-1'];
  await send('leads', ['email,phone,source', 'joined@dry.de,,podcast', 'other@dry.de,,podcast']);
  await send('stages', event);
  const idOf = async (email: string) =>
    (await collector.ask('POST', '/v1/leads/search', { email }, asAdmin)).body.data[0].id;
  const path = `/v1/leads/${await idOf('other@dry.de')}/merge`;
  const merged = await collector.ask('POST', path, { with: await idOf('joined@dry.de') }, asAdmin);
  expect(merged.status).toBe(200);
  const dry = await send('stages', event, '?dryRun=true');
  expect(outcome(dry)).toEqual([200, 0, 1, 0]);
  expect(outcome(await send('stages', event))).toEqual(outcome(dry));
});
